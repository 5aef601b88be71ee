import type { Connection } from '../../app/connections/model.ts';
import type { Input } from '../../app/contract.ts';
import type { GatewayChange } from '../../app/gateway/model.ts';
import { ask, type Failure } from '../api.ts';
import { report, toast, toastFailure } from '../toast.ts';
import { selectConnection, show } from '../selection.ts';
import { getState, openDialog, setState } from '../store.ts';
import { gatewayOf, isOn } from './gateways.ts';

/** One of the things that a client is to be told. */
export type GatewayDetail = Input<'connect:copyGatewayDetail'>['what'];

/** Has a gateway listen. What went wrong is the gateway's own state then, which the inspector says in place. */
export async function startGateway(connectionId: string): Promise<boolean> {
  const reply = await ask((bridge) => bridge.gateway.start({ connectionId }));
  if (reply.ok) return true;
  const isSaid = gatewayOf(getState().gateways, connectionId)?.error?.message === reply.error.message;
  if (isSaid) setState({ inspectorOpen: true });
  else toastFailure(reply.error);
  return false;
}

/** Has a gateway stop; sessions would be closed by it, so where there are any it asks first. */
export async function stopGateway(connectionId: string): Promise<boolean> {
  const sessions = gatewayOf(getState().gateways, connectionId)?.sessionCount ?? 0;
  if (sessions > 0) {
    openDialog({ kind: 'stop-gateway', connectionId });
    return false;
  }
  return stopNow(connectionId);
}

/** Stops a gateway and closes its sessions. */
export async function stopNow(connectionId: string): Promise<boolean> {
  const reply = await ask((bridge) => bridge.gateway.stop({ connectionId }));
  if (!reply.ok) toastFailure(reply.error);
  return reply.ok;
}

/** Starts the gateway of a connection, or stops it, from where its switch may not be in sight: it says what it did. */
export function toggleGateway(connection: Connection): void {
  void toggle(connection);
}

async function toggle({ id, name }: Connection): Promise<void> {
  if (isOn(gatewayOf(getState().gateways, id))) {
    if (await stopGateway(id)) toast({ tone: 'done', message: `Stopped the gateway of ${name}` });
  } else if (await startGateway(id)) {
    const port = gatewayOf(getState().gateways, id)?.port;
    toast({
      tone: 'done',
      message: `The gateway of ${name} is listening${port === undefined ? '' : ` on port ${port}`}`,
    });
  }
}

/**
 * Changes a gateway.
 *
 * @returns what went wrong, to be said in place
 */
export async function changeGateway(connectionId: string, change: GatewayChange): Promise<Failure | null> {
  const reply = await ask((bridge) => bridge.gateway.change({ connectionId, change }));
  return reply.ok ? null : reply.error;
}

/**
 * Gives a gateway another port. One that another program kept from listening is started with it.
 *
 * @returns what went wrong, to be said beside the port
 */
export async function changePort(connectionId: string, port: number): Promise<Failure | null> {
  const before = gatewayOf(getState().gateways, connectionId);
  const failure = await changeGateway(connectionId, { port });
  if (failure !== null) return failure;
  if (before?.error?.code === 'port-in-use') await startGateway(connectionId);
  else
    toast({
      tone: 'done',
      message: `The port is now ${port}`,
      hint: 'Change it in the clients that use the old one.',
    });
  return null;
}

/** Shows what a client is to be told. */
export function showHowToConnect({ id }: Pick<Connection, 'id'>): void {
  openDialog({ kind: 'how-to-connect', connectionId: id });
}

/**
 * Copies one of the things that a client is to be told.
 *
 * @returns what went wrong
 */
export async function copyForClient(connectionId: string, what: GatewayDetail): Promise<Failure | null> {
  const reply = await ask((bridge) => bridge.connect.copyGatewayDetail({ connectionId, what }));
  return reply.ok ? null : reply.error;
}

/** The same from where there is no place beside the thing, for it to say that it is done. */
export async function copyAndSay(connectionId: string, what: 'url' | 'password'): Promise<void> {
  const failure = await copyForClient(connectionId, what);
  if (failure !== null) return toastFailure(failure);
  toast({ tone: 'done', message: what === 'url' ? 'Gateway URL copied' : 'Local password copied' });
}

/**
 * Makes a new local password.
 *
 * @returns what went wrong
 */
export async function renewPassword(connectionId: string): Promise<Failure | null> {
  const reply = await ask((bridge) => bridge.gateway.renewPassword({ connectionId }));
  return reply.ok ? null : reply.error;
}

/** Closes one session. */
export async function closeSession(connectionId: string, session: number): Promise<void> {
  await report(ask((bridge) => bridge.gateway.closeSessions({ connectionId, sessions: [session] })));
}

/** Asks whether all sessions of a connection are to be closed. */
export function askToCloseSessions(connectionId: string): void {
  openDialog({ kind: 'close-sessions', connectionId });
}

/** Closes all sessions of a connection; its gateway goes on listening. */
export async function closeAllSessions(connectionId: string): Promise<void> {
  await report(ask((bridge) => bridge.gateway.closeSessions({ connectionId, sessions: null })));
}

/** Has main look at once whether the clients that wait can be let in. */
export async function retryWaiting(): Promise<void> {
  await report(ask((bridge) => bridge.gateway.retry({})));
}

/** Shows a connection with its gateway in the inspector. */
export function showConnection(id: string): void {
  setState({ query: '', inspectorOpen: true });
  show('connections');
  selectConnection(id);
}
