import { clientsFor, type Client, type ClientId, type Programs } from '../../app/clients/model.ts';
import type { Endpoint, EngineFamily } from '../../app/endpoints/model.ts';
import { ask } from '../api.ts';
import { selectedShown } from '../endpoints/actions.ts';
import { signInFor } from '../endpoints/sign-in.ts';
import { keepClient, recall } from '../remembered.ts';
import { getState, setState, toast, toastFailure } from '../store.ts';
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

/** Opens an endpoint in a client, signed in. */
export async function openIn(endpoint: Endpoint, client: ClientId): Promise<void> {
  const dbUser = await prepare(endpoint, 'open');
  if (dbUser === null) return;
  const { database } = signInFor(getState(), endpoint);
  const reply = await ask((bridge) =>
    bridge.clients.open({ endpointId: endpoint.id, dbUser, database, client }),
  );
  setState({ busy: null });
  if (!reply.ok) return toastFailure(reply.error, endpoint.profile);
  if (endpoint.family !== null) keepClient(endpoint.family, client);
  toast({ tone: 'done', message: `Opened ${client} in ${reply.value.terminal}` });
}

/** What Enter does: opens the first client, or copies the token where no client was found. */
export async function runPrimary(endpoint: Endpoint): Promise<void> {
  const [client] = usableClients(getState().programs, endpoint.family);
  await (client === undefined ? copyToken(endpoint) : openIn(endpoint, client.id));
}

/** Opens the menu of clients of the selected endpoint. */
export function chooseClient(): void {
  if (selectedShown() !== null) setState({ inspectorOpen: true, clientMenuOpen: true });
}
