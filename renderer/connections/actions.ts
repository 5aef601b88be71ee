import type { Connection, Draft, ImportPreview } from '../../app/connections/model.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { defaultRouteOf } from '../../app/tunnels/model.ts';
import { ask, type Failure } from '../api.ts';
import { report, toast, toastFailure } from '../toast.ts';
import { countText } from '../endpoints/describe.ts';
import { signInFor } from '../endpoints/sign-in.ts';
import { focusList } from '../focus.ts';
import { selectConnection, show } from '../selection.ts';
import { addRecipes } from '../profile-setup/actions.ts';
import { closeDialog, getState, openDialog, setState } from '../store.ts';
import { draftOf, emptyForm, formOfConnection, formOfEndpoint, type ConnectionForm } from './form.ts';
import { shownConnections } from './list-order.ts';
import { positionAfterStep } from './reorder.ts';

/** Opens the dialog for a new connection, prefilled from an endpoint where one is given. */
export function newConnection(endpoint?: Endpoint): void {
  const state = getState();
  if (endpoint === undefined) return openDialog({ kind: 'connection', form: emptyForm() });
  const form = formOfEndpoint(endpoint, signInFor(state, endpoint));
  const route = defaultRouteOf(endpoint, state.defaultRoutes);
  const routeKind = route?.kind === 'session-manager' ? route.kind : form.routeKind;
  openDialog({ kind: 'connection', form: { ...form, routeKind } });
}

/** Opens the dialog to change a connection. */
export function editConnection(connection: Connection): void {
  openDialog({ kind: 'connection', form: formOfConnection(connection) });
}

/** Changes what the dialog holds. One that has been closed meanwhile stays closed. */
export function changeForm(change: (form: ConnectionForm) => ConnectionForm): void {
  setState(({ dialog }) =>
    dialog?.kind === 'connection' ? { dialog: { ...dialog, form: change(dialog.form) } } : {},
  );
}

/**
 * Saves what the dialog holds. On success the dialog closes and the connection is selected in the list;
 * else it stays open with what was typed.
 *
 * @returns what went wrong, for the dialog to say
 */
export async function saveForm(form: ConnectionForm): Promise<Failure | null> {
  const draft = draftOf(form);
  if (draft === null) {
    return { code: 'invalid-input', message: 'Some fields are not filled in correctly.' };
  }
  const reply = await ask((bridge) => bridge.connections.save({ id: form.id, draft }));
  if (!reply.ok) return reply.error;
  // it may have been cancelled while main was saving, and something else be open by now
  if (getState().dialog?.kind === 'connection') closeDialog();
  reveal(reply.value.id);
  return null;
}

/**
 * Saves many databases as connections, shows them, and offers to take all of it back.
 *
 * @returns what went wrong, for the dialog to say
 */
export async function saveMany(drafts: readonly Draft[]): Promise<Failure | null> {
  const reply = await ask((bridge) => bridge.connections.saveMany({ drafts: [...drafts] }));
  if (!reply.ok) return reply.error;
  if (getState().dialog?.kind === 'saveMany') closeDialog();
  const { ids } = reply.value;
  const [first] = ids;
  if (first !== undefined) reveal(first);
  const undo = async (): Promise<void> => {
    await report(ask((bridge) => bridge.connections.removeMany({ ids })));
    catchFocus();
  };
  toast({ tone: 'done', message: `Saved ${counted(ids.length)}`, undo: () => void undo() });
  return null;
}

/** Changes a saved connection without the dialog, and offers to take it back. */
export async function changeConnection(
  connection: Connection,
  change: Partial<Draft>,
  message: string,
): Promise<void> {
  const { id } = connection;
  const before = draftOf(formOfConnection(connection));
  if (before === null) return;
  const put = (draft: Draft) => ask((bridge) => bridge.connections.save({ id, draft }));
  const reply = await put({ ...before, ...change });
  if (!reply.ok) return toastFailure(reply.error);
  catchFocus();
  const undo = async (): Promise<void> => {
    await report(put(before));
    catchFocus();
  };
  toast({ tone: 'done', message, undo: () => void undo() });
}

/** Puts a copy beside a connection and selects it. */
export async function duplicateConnection({ id }: Connection): Promise<void> {
  const reply = await ask((bridge) => bridge.connections.duplicate({ connectionId: id }));
  if (reply.ok) reveal(reply.value.id);
  else toastFailure(reply.error);
}

/** Deletes a connection, selects the one that takes its place, and offers to bring it back. */
export async function removeConnection({ id, name, environment }: Connection): Promise<void> {
  const order = shownConnections(getState()).map((one) => one.id);
  const at = order.indexOf(id);
  const reply = await ask((bridge) => bridge.connections.remove({ connectionId: id }));
  if (!reply.ok) return toastFailure(reply.error);
  if (getState().selectedConnectionId === id) selectConnection(order[at + 1] ?? order[at - 1] ?? null);
  catchFocus();
  const label = environment === null ? '' : ` · ${environment.label}`;
  toast({ tone: 'done', message: `Deleted ${name}${label}`, undo: () => void restore(id) });
}

/** Pins a connection, or unpins it. */
export async function togglePin({ id, pinned }: Connection): Promise<void> {
  await report(ask((bridge) => bridge.connections.pin({ connectionId: id, pinned: !pinned })));
}

/** Puts a connection before another in the user's own order, or last. */
export async function moveConnection(id: string, before: string | null): Promise<void> {
  await report(ask((bridge) => bridge.connections.move({ connectionId: id, before })));
}

/** Moves a pinned connection one place up or down among the pinned ones. */
export async function stepConnection({ id }: Pick<Connection, 'id'>, step: -1 | 1): Promise<void> {
  const position = positionAfterStep(getState().connections, id, step);
  if (position !== null) await moveConnection(id, position.before);
}

/** Has main ask for a CA file, which goes into the dialog. */
export async function chooseCa(): Promise<Failure | null> {
  const reply = await ask((bridge) => bridge.connections.chooseCa({}));
  if (!reply.ok) return reply.error;
  const { caFile } = reply.value;
  if (caFile !== null) changeForm((form) => ({ ...form, caFile }));
  return null;
}

/**
 * Has main write connections to a file of the user's choice.
 *
 * @param ids null for all
 */
export async function exportConnections(ids: readonly string[] | null): Promise<void> {
  const reply = await ask((bridge) => bridge.connections.export({ ids: ids === null ? null : [...ids] }));
  if (!reply.ok) return toastFailure(reply.error);
  const { file, count } = reply.value;
  if (file === null) return;
  toast({
    tone: 'done',
    message: `Exported ${counted(count)} to ${file}`,
    hint: exportHint(ids),
  });
}

/** What is to be said of a file with connections; it has nothing of this machine. */
function exportHint(ids: readonly string[] | null): string {
  const kinds = getState()
    .connections.filter(({ id }) => ids === null || ids.includes(id))
    .map(({ networkRoute }) => networkRoute.kind);
  const own = [
    ...(kinds.includes('ssh') ? ['SSH destinations'] : []),
    ...(kinds.includes('proxy') ? ['proxies'] : []),
  ].join(' and ');
  const words = 'The file contains no secrets.';
  return own === ''
    ? words
    : `${words} ${own.charAt(0).toUpperCase()}${own.slice(1)} belong to this machine and are not in it.`;
}

/** Has main read a file of the user's choice, and shows what accepting it would do. */
export async function importConnections(): Promise<void> {
  const reply = await ask((bridge) => bridge.connections.import({}));
  if (!reply.ok) return toastFailure(reply.error);
  const { preview } = reply.value;
  if (preview !== null) openDialog({ kind: 'import', preview });
}

/**
 * Does what the preview says.
 *
 * @param leaveOut ids of entries that the user does not want
 * @returns what went wrong, for the dialog to say
 */
export async function acceptImport(
  { id, entries, recipes }: Pick<ImportPreview, 'id' | 'entries' | 'recipes'>,
  leaveOut: readonly string[],
): Promise<Failure | null> {
  const reply = await ask((bridge) =>
    bridge.connections.acceptImport({ importId: id, leaveOut: [...leaveOut] }),
  );
  if (!reply.ok) return reply.error;
  closeDialog();
  show('connections');
  const { added, changed } = reply.value;
  toast({ tone: 'done', message: `Imported ${counted(added + changed)}` });
  const used = new Set(entries.filter((one) => !leaveOut.includes(one.id)).map(({ profile }) => profile));
  addRecipes(recipes, used);
  return null;
}

async function restore(id: string): Promise<void> {
  const reply = await ask((bridge) => bridge.connections.restore({ connectionId: id }));
  if (reply.ok) selectConnection(id);
  else toastFailure(reply.error);
  catchFocus();
}

/** Shows a connection in the list; a search that hides it ends. */
function reveal(id: string): void {
  setState({ query: '' });
  show('connections');
  selectConnection(id);
  catchFocus();
}

/**
 * Puts the focus onto the list where the control that had it is gone, such as the button of an inspector that
 * now shows another connection. Two frames later: a dialog gives the focus back in the one after it closes.
 */
function catchFocus(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement === null || document.activeElement === document.body) focusList();
    }),
  );
}

function counted(count: number): string {
  return `${countText(count)} connection${count === 1 ? '' : 's'}`;
}

/** Takes the database that has a connection's address now for the right one. */
export async function acceptDatabase({ id }: Connection, resourceId: string): Promise<void> {
  const reply = await ask((bridge) => bridge.connections.acceptDatabase({ connectionId: id, resourceId }));
  if (reply.ok) catchFocus();
  else toastFailure(reply.error);
}
