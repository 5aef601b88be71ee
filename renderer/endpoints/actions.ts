import type { Page } from '../../app/contract.ts';
import type { Endpoint, Scan } from '../../app/endpoints/model.ts';
import { databaseName, databaseUser } from '../../app/endpoints/model.ts';
import { ask } from '../api.ts';
import { keepSelection } from '../remembered.ts';
import { getState, setState, toast, toastFailure } from '../store.ts';
import { findEndpoint } from './catalogue.ts';
import { noFilters, type Filters } from './filter.ts';
import { listRows, type ListRows } from './list-rows.ts';
import { databaseProblem, signInFor, userProblem, type Draft } from './sign-in.ts';

/** The rows that are on the screen now. */
export function currentRows(): ListRows {
  const { scans, profiles, signIns, query, filters } = getState();
  return listRows({ scans, profiles: profiles.profiles, signIns, query, filters });
}

/** Selects an endpoint by its id. */
export function select(id: string | null): void {
  setState({ selectedId: id, needsUser: null });
  keepSelection(id);
}

/** The selected endpoint if it can be seen: nothing may be done to one that is filtered away. */
export function selectedShown(): Endpoint | null {
  const { view, selectedId, scans, leases } = getState();
  if (selectedId === null) return null;
  const isShown =
    view === 'active'
      ? leases.some((lease) => lease.endpointId === selectedId)
      : currentRows().position.has(selectedId);
  return isShown ? findEndpoint(scans, selectedId) : null;
}

/** Moves the selection by some rows, staying in the list. */
export function moveSelection(step: number): void {
  const { order } = currentRows();
  if (order.length === 0) return;
  const last = order.length - 1;
  const at = order.indexOf(getState().selectedId ?? '');
  // with nothing selected a single step goes to the near end, and a step over everything to the far one
  const from = at !== -1 ? at : step > 0 ? -1 : Math.abs(step) > last ? 0 : order.length;
  const next = Math.min(Math.max(from + step, 0), last);
  select(order[next] ?? null);
}

/** Searches, and selects the best match in the same step, so that Enter never acts on an older one. */
export function search(query: string): void {
  setState({ query, view: 'databases' });
  if (query.trim() !== '') select(currentRows().best);
}

/** Narrows the list. */
export function filterBy(change: Partial<Filters>): void {
  setState(({ filters }) => ({ filters: { ...filters, ...change }, view: 'databases' }));
}

/** Shows the whole list again. */
export function clearSearch(): void {
  setState({ query: '', filters: noFilters });
}

/** Folds the inspector away where it lies over the list. */
export function closeInspector(): void {
  setState({ inspectorOpen: false, needsUser: null });
}

/** Reads profiles, scans all regions and looks for clients again. */
export function refreshAll(): void {
  void report(ask((bridge) => bridge.profiles.refresh({ profile: null })));
  void report(ask((bridge) => bridge.endpoints.refresh({ only: null })));
  void report(ask((bridge) => bridge.clients.refresh({})));
}

/** Scans one region again. */
export function refreshRegion({ profile, region }: Pick<Scan, 'profile' | 'region'>): void {
  void report(ask((bridge) => bridge.endpoints.refresh({ only: { profile, region } })));
}

/** Opens a page in the browser. */
export function openPage(page: Page): void {
  void report(ask((bridge) => bridge.app.openPage({ page })));
}

/** Changes what is typed for an endpoint. */
export function changeDraft(endpoint: Endpoint, change: Partial<Draft>): void {
  setState((state) => ({
    drafts: { ...state.drafts, [endpoint.id]: { ...signInFor(state, endpoint), ...change } },
  }));
}

/** Has main remember what is typed for an endpoint, where it is valid and new. */
export async function remember(endpoint: Endpoint): Promise<void> {
  const state = getState();
  const { dbUser, database } = signInFor(state, endpoint);
  const known = state.signIns[endpoint.id];
  if (!databaseUser.safeParse(dbUser).success || !databaseName.safeParse(database).success) return;
  if (known?.dbUser === dbUser && known.database === database) return;
  await report(
    ask((bridge) => bridge.endpoints.remember({ endpointId: endpoint.id, signIn: { dbUser, database } })),
  );
}

const copied = { host: 'Host copied', command: 'Command copied', url: 'Connection URL copied' } as const;

/** Copies something about an endpoint that holds no token. */
export async function copyText(endpoint: Endpoint, what: keyof typeof copied): Promise<void> {
  const { dbUser, database } = signInFor(getState(), endpoint);
  if (what !== 'host' && (userProblem(dbUser) !== null || databaseProblem(database) !== null)) {
    setState({ inspectorOpen: true, needsUser: { endpointId: endpoint.id, action: what } });
    return;
  }
  const reply = await ask((bridge) =>
    bridge.endpoints.copy(
      what === 'host'
        ? { what, endpointId: endpoint.id }
        : { what, endpointId: endpoint.id, dbUser, database },
    ),
  );
  if (reply.ok) toast({ tone: 'done', message: copied[what] });
  else toastFailure(reply.error, endpoint.profile);
}

async function report(request: ReturnType<typeof ask>): Promise<void> {
  const reply = await request;
  if (!reply.ok) toastFailure(reply.error);
}
