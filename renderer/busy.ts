import { getState, setState, type State } from './store.ts';
import type { Subject } from './subject.ts';

/** What can be done with a subject and takes a moment: copying its token, checking its sign-in, or opening one client. */
export type Action = 'copy' | 'check' | `open ${string}`;

/** Whether an action on a subject has been asked for and is not answered yet: its button is pending. */
export function isBusy(
  { busy }: Pick<State, 'busy'>,
  { key }: Pick<Subject, 'key'>,
  action: Action,
): boolean {
  return busy.has(keyOf(key, action));
}

/**
 * Does something once at a time for a subject and an action. The same action on the same subject is ignored
 * meanwhile, as its pending button says; everything else goes through.
 */
export async function whileBusy(
  subject: Pick<Subject, 'key'>,
  action: Action,
  work: () => Promise<void>,
): Promise<void> {
  if (isBusy(getState(), subject, action)) return;
  const key = keyOf(subject.key, action);
  setState(({ busy }) => ({ busy: new Set([...busy, key]) }));
  try {
    await work();
  } finally {
    setState(({ busy }) => ({ busy: new Set([...busy].filter((one) => one !== key)) }));
  }
}

function keyOf(key: string, action: Action): string {
  return `${action}\n${key}`;
}
