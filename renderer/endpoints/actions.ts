import type { Endpoint, Scan } from '../../app/endpoints/model.ts';
import { databaseName, databaseUser } from '../../app/endpoints/model.ts';
import { ask } from '../api.ts';
import { keepSelection } from '../remembered.ts';
import { getState, setState, type State } from '../store.ts';
import { report } from '../toast.ts';
import { noFilters, type Filters } from './filter.ts';
import { listRows, type ListRows } from './list-rows.ts';
import { signInFor } from './sign-in.ts';
import type { Draft } from './state.ts';

/** The rows that are on the screen now. */
export function currentRows(state: State): ListRows {
  const { scans, profiles, signIns, query, filters } = state;
  return listRows({ scans, profiles: profiles.profiles, signIns, query, filters });
}

/** Selects an endpoint by its id. */
export function select(id: string | null): void {
  setState({ selectedId: id, needsUser: null });
  keepSelection(id);
}

/** Moves the selection by some rows, staying in the list. */
export function moveSelection(step: number): void {
  const { order } = currentRows(getState());
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

/** Scans one region again. */
export function refreshRegion({ profile, region }: Pick<Scan, 'profile' | 'region'>): void {
  void report(ask((bridge) => bridge.endpoints.refresh({ only: { profile, region } })));
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
