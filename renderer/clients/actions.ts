import type { Connection } from '../../app/connections/model.ts';
import type { Output } from '../../app/contract.ts';
import { ask } from '../api.ts';
import { whileBusy } from '../busy.ts';
import { connectionFor, savedText, takeBack } from '../connections/connection-for.ts';
import { getState, setState } from '../store.ts';
import { toast, toastFailure } from '../toast.ts';
import type { Subject } from '../subject.ts';
import { copyToken, prepare } from '../tokens/actions.ts';
import { chooseRoute } from '../tunnels/network-route.ts';
import { clientsOf, needsConnection, type UsableClient } from './usable.ts';

/**
 * Opens a subject in a client, logged in. A database that was found is opened as a saved connection where the client
 * gets no token, or where it is in a private network that a tunnel leads to: it then logs in through the connection's
 * gateway. One is saved where there is none yet.
 */
export async function openIn(subject: Subject, client: UsableClient): Promise<void> {
  await whileBusy(subject, `open ${client.id}`, () => openNow(subject, client));
}

async function openNow(subject: Subject, client: UsableClient): Promise<void> {
  const { endpoint } = subject;
  const again = (): void => void openIn(subject, client);
  const named = await prepare(subject, again);
  if (named === null) return;
  const route = endpoint === null ? null : await chooseRoute(endpoint, again);
  if (endpoint !== null && route === null) return;
  const isThrough = route !== null && needsConnection(subject, client, route);
  const through = isThrough && endpoint !== null ? await connectionFor(endpoint, route, client.id) : null;
  if (through !== null && !through.ok) return toastFailure(through.error, subject.profile);
  const to = through === null ? named : { connectionId: through.value.connection.id };
  const reply = await ask((bridge) => bridge.connect.open({ ...to, client: client.id }));
  const saved = through?.value.isNew === true ? through.value.connection : null;
  if (!reply.ok) return toastFailure(reply.error, subject.profile);
  toast({
    tone: 'done',
    message: openedText(client.name, reply.value),
    hint: nextText(reply.value, saved),
    undo: saved === null ? undefined : () => takeBack(saved),
  });
}

/** What became of a client that was opened, in words. */
function openedText(name: string, { lease, terminal }: Output<'connect:open'>): string {
  if (lease === null) return `Opened ${name} through the gateway`;
  return `Opened ${name}${terminal === null ? '' : ` in ${terminal}`}`;
}

/** What is still to be done, and what has been done beside it. */
function nextText({ isPasted }: Output<'connect:open'>, saved: Connection | null): string | undefined {
  const said = [
    ...(isPasted ? ['Paste the local password when it asks for one. It is on the clipboard.'] : []),
    ...(saved === null ? [] : [savedText(saved)]),
  ];
  return said.length === 0 ? undefined : said.join(' ');
}

/** What Enter does: opens the first client, or copies the token where no client was found. */
export async function runPrimary(subject: Subject): Promise<void> {
  const [client] = clientsOf(getState(), subject);
  await (client === undefined ? copyToken(subject) : openIn(subject, client));
}

/** Opens the menu of clients of what is selected. */
export function showClientMenu(): void {
  setState({ inspectorOpen: true, clientMenuOpen: true });
}
