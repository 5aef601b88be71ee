import type { Lease } from '../../app/tokens/model.ts';
import type { State } from '../store.ts';

const elsewhere: Readonly<Record<string, string>> = {
  clipboard: 'Token copied',
  gateway: 'Used by the gateway',
  command: 'Token given to a command',
};

/** What a token was made for, in words. */
export function deliveredText({ deliveredTo }: Lease, { programs }: Pick<State, 'programs'>): string {
  const name = programs.clients.find(({ id }) => id === deliveredTo)?.name ?? deliveredTo;
  return elsewhere[deliveredTo] ?? `Opened ${name}`;
}
