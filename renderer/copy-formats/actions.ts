import { formatsFor, type Format, type Route, type FormatOptions } from '../../app/copy-formats/model.ts';
import type { EngineFamily } from '../../app/endpoints/model.ts';
import { ask, type Failure } from '../api.ts';
import { gatewayOf } from '../gateway/gateways.ts';
import { keepFormat, recall } from '../remembered.ts';
import { getState, setState, toast, toastFailure } from '../store.ts';
import type { Subject } from '../subject.ts';
import { prepare, type SubjectRef } from '../tokens/actions.ts';

/** Opens the dialog that copies a subject in one of many forms; an endpoint is asked for its user first. */
export async function openCopyAs(subject: Subject): Promise<void> {
  if (subject.family === null) return;
  const named = await prepare(subject, 'copy-as');
  if (named === null) return;
  setState({ busy: null, dialog: 'copy-as', copyFormats: { subject, named } });
}

/** Closes the dialog. */
export function closeCopyAs(): void {
  setState({ dialog: null, copyFormats: null });
}

/** A form and the way that it goes. */
export interface Choice {
  readonly format: Format;
  readonly route: Route;
}

/** The form that was copied last for a subject's engine, where it has it; else the engine's own client. */
export function lastChoice({ family, connection }: Subject): Choice | null {
  if (family === null) return null;
  const hasGateway = gatewayOf(getState().gateways, connection?.id ?? null) !== null;
  const last = recall().lastFormat(family);
  if (last !== null && (last.route === 'direct' || hasGateway)) {
    const format = formatsFor(family, last.route).find(({ id }) => id === last.format);
    if (format !== undefined) return { format, route: last.route };
  }
  const own = family === 'postgres' ? 'psql' : family;
  const format = formatsFor(family, 'direct').find(({ id }) => id === own);
  return format === undefined ? null : { format, route: 'direct' };
}

/**
 * Has main copy a form, and remembers it as the last.
 *
 * @returns what went wrong
 */
export async function copyFormat(
  named: SubjectRef,
  family: EngineFamily,
  options: FormatOptions,
): Promise<Failure | null> {
  const reply = await ask((bridge) => bridge.connect.copyFormat({ ...named, options }));
  if (!reply.ok) return reply.error;
  keepFormat(family, options);
  return null;
}

/** Copies the form that was copied last, without a secret but where it is nothing without one. */
export async function copyLastFormat(subject: Subject): Promise<void> {
  const choice = lastChoice(subject);
  if (choice === null || subject.family === null) return;
  const named = await prepare(subject, 'copy-as');
  if (named === null) return;
  const options = { format: choice.format.id, route: choice.route, withSecret: false };
  const failure = await copyFormat(named, subject.family, options);
  setState({ busy: null });
  if (failure !== null) return toastFailure(failure, subject.profile);
  toast({ tone: 'done', message: `Copied as ${choice.format.name}`, hint: secretWords(choice, false) });
}

/** Whether a form holds a secret, and what becomes of it, in words. */
export function secretWords({ format, route }: Choice, isAsked: boolean): string {
  const rule = format.secret[route];
  const holds = rule === 'always' || (rule === 'asked' && isAsked);
  if (!holds) return 'Holds no secret.';
  return route === 'direct'
    ? 'Holds a token. The clipboard is cleared as after “Copy token”.'
    : 'Holds the local password, which is worth nothing at the database or on another machine.';
}
