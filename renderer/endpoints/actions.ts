import type { Page } from '../../app/window/model.ts';
import type { Endpoint, Scan } from '../../app/endpoints/model.ts';
import { databaseName, databaseUser } from '../../app/endpoints/model.ts';
import { ask } from '../api.ts';
import { keepSelection } from '../remembered.ts';
import { getState, setState, toastFailure } from '../store.ts';
import { noFilters, type Filters } from './filter.ts';
import { listRows, type ListRows } from './list-rows.ts';
import { signInFor, type Draft } from './sign-in.ts';

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
  void report(ask((bridge) => bridge.window.openPage({ page })));
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

/** Says what went wrong with a request whose success needs no words. */
export async function report(request: ReturnType<typeof ask>): Promise<void> {
  const reply = await request;
  if (!reply.ok) toastFailure(reply.error);
}
