import { clientsFor, type Client, type ClientId, type Programs } from '../../app/clients/model.ts';
import type { EngineFamily } from '../../app/endpoints/model.ts';
import { ask } from '../api.ts';
import { selectedShown } from '../selection.ts';
import { keepClient, recall } from '../remembered.ts';
import { getState, setState, toast, toastFailure } from '../store.ts';
import type { Subject } from '../subject.ts';
import { copyToken, prepare } from '../tokens/actions.ts';

/** Clients on this machine that speak a family's protocol: the last used first, then the best. */
export function usableClients(programs: Programs, family: EngineFamily | null): readonly Client[] {
  if (family === null) return [];
  const found = clientsFor(family).flatMap((id) =>
    programs.clients.filter((one) => one.id === id && one.found),
  );
  const last = recall().lastClient(family);
  return found.toSorted((a, b) => Number(b.id === last) - Number(a.id === last));
}

/** Clients for a subject: a connection's own first. */
export function clientsOf(programs: Programs, { family, connection }: Subject): readonly Client[] {
  const own = connection?.client ?? null;
  const usable = usableClients(programs, family);
  return own === null ? usable : usable.toSorted((a, b) => Number(b.id === own) - Number(a.id === own));
}

/** Opens a subject in a client, signed in. */
export async function openIn(subject: Subject, client: ClientId): Promise<void> {
  const named = await prepare(subject, 'open');
  if (named === null) return;
  const reply = await ask((bridge) => bridge.clients.open({ ...named, client }));
  setState({ busy: null });
  if (!reply.ok) return toastFailure(reply.error, subject.profile);
  if (subject.family !== null) keepClient(subject.family, client);
  const { lease, terminal } = reply.value;
  toast({
    tone: 'done',
    message: lease === null ? `Opened ${client} through the gateway` : `Opened ${client} in ${terminal}`,
  });
}

/** What Enter does: opens the first client, or copies the token where no client was found. */
export async function runPrimary(subject: Subject): Promise<void> {
  const [client] = clientsOf(getState().programs, subject);
  await (client === undefined ? copyToken(subject) : openIn(subject, client.id));
}

/** Opens the menu of clients of what is selected. */
export function chooseClient(): void {
  if (selectedShown() !== null) setState({ inspectorOpen: true, clientMenuOpen: true });
}
