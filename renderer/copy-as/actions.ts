import { formsFor, type Form, type Way, type Wish } from '../../app/copy-as/model.ts';
import type { EngineFamily } from '../../app/endpoints/model.ts';
import { ask, type Failure } from '../api.ts';
import { gatewayOf } from '../gateway/gateways.ts';
import { keepForm, recall } from '../remembered.ts';
import { getState, setState, toast, toastFailure } from '../store.ts';
import type { Subject } from '../subject.ts';
import { prepare, type Named } from '../tokens/actions.ts';

/** Opens the dialog that copies a subject in one of many forms; an endpoint is asked for its user first. */
export async function openCopyAs(subject: Subject): Promise<void> {
  if (subject.family === null) return;
  const named = await prepare(subject, 'copy-as');
  if (named === null) return;
  setState({ busy: null, dialog: 'copy-as', copyAs: { subject, named } });
}

/** Closes the dialog. */
export function closeCopyAs(): void {
  setState({ dialog: null, copyAs: null });
}

/** A form and the way that it goes. */
export interface Choice {
  readonly form: Form;
  readonly way: Way;
}

/** The form that was copied last for a subject's engine, where it has it; else the engine's own client. */
export function lastChoice({ family, connection }: Subject): Choice | null {
  if (family === null) return null;
  const hasGateway = gatewayOf(getState().gateways, connection?.id ?? null) !== null;
  const last = recall().lastForm(family);
  if (last !== null && (last.way === 'direct' || hasGateway)) {
    const form = formsFor(family, last.way).find(({ id }) => id === last.form);
    if (form !== undefined) return { form, way: last.way };
  }
  const own = family === 'postgres' ? 'psql' : family;
  const form = formsFor(family, 'direct').find(({ id }) => id === own);
  return form === undefined ? null : { form, way: 'direct' };
}

/**
 * Has main copy a form, and remembers it as the last.
 *
 * @returns what went wrong
 */
export async function copyForm(named: Named, family: EngineFamily, wish: Wish): Promise<Failure | null> {
  const reply = await ask((bridge) => bridge.copyAs.copy({ ...named, wish }));
  if (!reply.ok) return reply.error;
  keepForm(family, wish);
  return null;
}

/** Copies the form that was copied last, without a secret but where it is nothing without one. */
export async function copyLastForm(subject: Subject): Promise<void> {
  const choice = lastChoice(subject);
  if (choice === null || subject.family === null) return;
  const named = await prepare(subject, 'copy-as');
  if (named === null) return;
  const wish = { form: choice.form.id, way: choice.way, withSecret: false };
  const failure = await copyForm(named, subject.family, wish);
  setState({ busy: null });
  if (failure !== null) return toastFailure(failure, subject.profile);
  toast({ tone: 'done', message: `Copied as ${choice.form.name}`, hint: secretWords(choice, false) });
}

/** Whether a form holds a secret, and what becomes of it, in words. */
export function secretWords({ form, way }: Choice, isAsked: boolean): string {
  const rule = form.secret[way];
  const holds = rule === 'always' || (rule === 'asked' && isAsked);
  if (!holds) return 'Holds no secret.';
  return way === 'direct'
    ? 'Holds a token. The clipboard is cleared as after “Copy token”.'
    : 'Holds the local password, which is worth nothing at the database or on another machine.';
}
