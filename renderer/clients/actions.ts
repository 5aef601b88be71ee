import { clientsFor, type Client, type Programs } from '../../app/clients/model.ts';
import type { Connection } from '../../app/connections/model.ts';
import type { Output, Reply } from '../../app/contract.ts';
import type { EngineFamily } from '../../app/endpoints/model.ts';
import { ask } from '../api.ts';
import { draftOf, formOfEndpoint } from '../connections/form.ts';
import { signInFor } from '../endpoints/sign-in.ts';
import { selectedShown } from '../selection.ts';
import { keepClient, recall } from '../remembered.ts';
import { getState, setState, toast, toastFailure } from '../store.ts';
import type { Subject } from '../subject.ts';
import { copyToken, prepare } from '../tokens/actions.ts';

/** Clients on this machine that speak a family's protocol: the last used first, then the best. */
export function usableClients(programs: Programs, family: EngineFamily | null): readonly Client[] {
  if (family === null) return [];
  const found = clientsFor(programs.clients, family).filter(canOpen);
  const last = recall().lastClient(family);
  return found.toSorted((a, b) => Number(b.id === last) - Number(a.id === last));
}

/** Whether a client is there, and there is a way to hand it a connection on this system. */
function canOpen({ found, direct, gateway }: Client): boolean {
  return found !== null && (direct !== null || gateway !== null);
}

/** Clients for a subject: a connection's own first. */
export function clientsOf(programs: Programs, { family, connection }: Subject): readonly Client[] {
  const own = connection?.client ?? null;
  const usable = usableClients(programs, family);
  return own === null ? usable : usable.toSorted((a, b) => Number(b.id === own) - Number(a.id === own));
}

/**
 * Opens a subject in a client, signed in. A database that was found is saved as a connection first where the client
 * gets no token: it then signs in through the connection's gateway.
 */
export async function openIn(subject: Subject, client: Client): Promise<void> {
  const named = await prepare(subject, 'open');
  if (named === null) return;
  const target = await throughConnection(subject, client);
  if (target !== null && !target.ok) {
    setState({ busy: null });
    return toastFailure(target.error, subject.profile);
  }
  const to = target === null ? named : { connectionId: target.value.id };
  const reply = await ask((bridge) => bridge.clients.open({ ...to, client: client.id }));
  setState({ busy: null });
  if (!reply.ok) return toastFailure(reply.error, subject.profile);
  if (subject.family !== null) keepClient(subject.family, client.id);
  const saved = target === null ? '' : ` Saved as ${target.value.name}.`;
  toast({ tone: 'done', message: `${opened(client.name, reply.value)}${saved}` });
}

/** What became of a client that was opened, in words. */
function opened(name: string, { lease, terminal, isPasted }: Output<'clients:open'>): string {
  if (isPasted) return `Opened ${name}. Paste the local password: it is copied.`;
  if (lease !== null) return `Opened ${name}${terminal === null ? '' : ` in ${terminal}`}`;
  return `Opened ${name} through the gateway`;
}

/** The connection to open a found database through, for a client that gets no token; null where it is not needed. */
async function throughConnection(
  { endpoint }: Subject,
  { direct, id }: Client,
): Promise<Reply<Connection> | null> {
  if (endpoint === null || direct !== null) return null;
  const form = formOfEndpoint(endpoint, signInFor(getState(), endpoint));
  const draft = draftOf({ ...form, client: id });
  if (draft === null) return null;
  return ask((bridge) => bridge.connections.save({ id: null, draft }));
}

/** What Enter does: opens the first client, or copies the token where no client was found. */
export async function runPrimary(subject: Subject): Promise<void> {
  const [client] = clientsOf(getState().programs, subject);
  await (client === undefined ? copyToken(subject) : openIn(subject, client));
}

/** Opens the menu of clients of what is selected. */
export function chooseClient(): void {
  if (selectedShown() !== null) setState({ inspectorOpen: true, clientMenuOpen: true });
}
