import { formatsFor, type Format, type Route, type FormatOptions } from '../../app/copy-formats/model.ts';
import type { EngineFamily } from '../../app/endpoints/model.ts';
import { hasTunnel } from '../../app/tunnels/model.ts';
import { ask, type Failure } from '../api.ts';
import { connectionFor, savedText, takeBack } from '../connections/connection-for.ts';
import { gatewayOf } from '../gateway/gateways.ts';
import { keepFormat, recall } from '../remembered.ts';
import { getState, openDialog } from '../store.ts';
import { subjectOfConnection, type Subject, type SubjectRef } from '../subject.ts';
import { toast, toastFailure } from '../toast.ts';
import { prepare } from '../tokens/actions.ts';
import { chooseRoute } from '../tunnels/network-route.ts';

/**
 * Opens the dialog that copies a subject in one of many forms; an endpoint is asked for its user first. One in a private
 * network that a tunnel leads to is copied as a connection, whose gateway programs connect to.
 */
export async function openCopyAs(subject: Subject): Promise<void> {
  if (subject.family === null) return;
  const reached = await reachedSubject(subject, () => void openCopyAs(subject));
  if (reached !== null) openDialog({ kind: 'copy-as', ...reached });
}

/** What is copied, and how main is to be asked; null where nothing can be copied now. */
async function reachedSubject(subject: Subject, goOn: () => void): Promise<Reached | null> {
  const { endpoint, profile } = subject;
  const named = await prepare(subject, goOn);
  if (named === null || endpoint === null) return named === null ? null : { subject, named };
  const route = await chooseRoute(endpoint, goOn);
  if (route === null) return null;
  if (!hasTunnel(route)) return { subject, named };
  const through = await connectionFor(endpoint, route, null);
  if (through === null) return null;
  if (!through.ok) {
    toastFailure(through.error, profile);
    return null;
  }
  const { connection, isNew } = through.value;
  if (isNew) toast({ tone: 'done', message: savedText(connection), undo: () => takeBack(connection) });
  return { subject: subjectOfConnection(connection), named: { connectionId: connection.id } };
}

interface Reached {
  readonly subject: Subject;
  readonly named: SubjectRef;
}

/** A form and the way that it goes. */
export interface Choice {
  readonly format: Format;
  readonly route: Route;
}

/** Whether nothing leads directly to a connection's database. */
export function leadsThroughGatewayOnly(connection: Subject['connection']): boolean {
  return connection !== null && hasTunnel(connection.networkRoute);
}

/** The form that was copied last for a subject's engine, where it has it; else the engine's own client. */
export function lastChoice({ family, connection }: Subject): Choice | null {
  if (family === null) return null;
  const isGatewayOnly = leadsThroughGatewayOnly(connection);
  const hasGateway = isGatewayOnly || gatewayOf(getState().gateways, connection?.id ?? null) !== null;
  const last = recall().lastFormat(family);
  if (last !== null && (last.route === 'direct' || hasGateway)) {
    const route = isGatewayOnly ? 'gateway' : last.route;
    const format = formatsFor(family, route).find(({ id }) => id === last.format);
    if (format !== undefined) return { format, route };
  }
  const route = isGatewayOnly ? 'gateway' : 'direct';
  const own = family === 'postgres' ? 'psql' : family;
  const format = formatsFor(family, route).find(({ id }) => id === own);
  return format === undefined ? null : { format, route };
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
  if (subject.family === null) return;
  const reached = await reachedSubject(subject, () => void copyLastFormat(subject));
  if (reached === null) return;
  const { named } = reached;
  const choice = lastChoice(reached.subject);
  if (choice === null) return;
  const options = { format: choice.format.id, route: choice.route, withSecret: false };
  const failure = await copyFormat(named, subject.family, options);
  if (failure !== null) return toastFailure(failure, subject.profile);
  toast({ tone: 'done', message: `Copied as ${choice.format.name}`, hint: secretWords(choice, false) });
}

/** Whether a form holds a secret, and what becomes of it, in words. */
export function secretWords({ format, route }: Choice, isAsked: boolean): string {
  const rule = format.secret[route];
  const holds = rule === 'always' || (rule === 'asked' && isAsked);
  if (!holds) return 'Contains no secret.';
  return route === 'direct'
    ? 'Contains a token. Latchkey clears the clipboard as it does after “Copy token”.'
    : 'Contains the local password, which works only through the gateway on this machine.';
}
