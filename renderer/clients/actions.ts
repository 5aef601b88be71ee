import type { Client } from '../../app/clients/model.ts';
import type { Connection } from '../../app/connections/model.ts';
import type { Output, Reply } from '../../app/contract.ts';
import { ask } from '../api.ts';
import { whileBusy } from '../busy.ts';
import { draftOf, formOfEndpoint } from '../connections/form.ts';
import { signInFor } from '../endpoints/sign-in.ts';
import { getState, setState } from '../store.ts';
import { toast, toastFailure } from '../toast.ts';
import type { Subject } from '../subject.ts';
import { copyToken, prepare } from '../tokens/actions.ts';
import { clientsOf, needsConnection, savedFor, type UsableClient } from './usable.ts';

/**
 * Opens a subject in a client, logged in. A database that was found is opened as a saved connection where the client
 * gets no token, for it then logs in through the connection's gateway; one is saved where there is none yet.
 */
export async function openIn(subject: Subject, client: UsableClient): Promise<void> {
  await whileBusy(subject, `open ${client.id}`, () => openNow(subject, client));
}

async function openNow(subject: Subject, client: UsableClient): Promise<void> {
  const named = await prepare(subject, () => void openIn(subject, client));
  if (named === null) return;
  const through = needsConnection(subject, client) ? await connectionFor(subject, client) : null;
  if (through !== null && !through.ok) return toastFailure(through.error, subject.profile);
  const to = through === null ? named : { connectionId: through.value.connection.id };
  const reply = await ask((bridge) => bridge.connect.open({ ...to, client: client.id }));
  const saved = through?.value.isNew === true ? through.value.connection : null;
  if (!reply.ok) return toastFailure(reply.error, subject.profile);
  toast({ tone: 'done', message: openedText(client.name, reply.value), hint: nextText(reply.value, saved) });
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
    ...(saved === null ? [] : [`The database is now saved as the connection ${saved.name}.`]),
  ];
  return said.length === 0 ? undefined : said.join(' ');
}

/** The connection to open a found database as; a new one takes the client as its own. */
async function connectionFor(
  subject: Subject,
  { id }: Client,
): Promise<Reply<{ readonly connection: Connection; readonly isNew: boolean }> | null> {
  const { endpoint } = subject;
  if (endpoint === null) return null;
  const signIn = signInFor(getState(), endpoint);
  const known = savedFor(subject, signIn, getState().connections);
  if (known !== null) return { ok: true, value: { connection: known, isNew: false } };
  const draft = draftOf({ ...formOfEndpoint(endpoint, signIn), client: id });
  if (draft === null) return null;
  const saved = await ask((bridge) => bridge.connections.save({ id: null, draft }));
  return saved.ok ? { ok: true, value: { connection: saved.value, isNew: true } } : saved;
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
