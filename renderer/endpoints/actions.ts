import type { Endpoint, Scan } from '../../app/endpoints/model.ts';
import { databaseName, databaseUser } from '../../app/endpoints/model.ts';
import { ask } from '../api.ts';
import { keepListView, keepSelection } from '../remembered.ts';
import { getState, setState, type State } from '../store.ts';
import { report, toast, toastFailure } from '../toast.ts';
import { noFilters, type Filters } from './filter.ts';
import type { ListRows } from './list-layout.ts';
import { listRows } from './list-rows.ts';
import { merged, shownIdOf } from './merged.ts';
import type { ListProblem } from './region-problems.ts';
import { signInFor } from './sign-in.ts';
import { noneChosen, type Draft } from './state.ts';

/** The rows that are on the screen now. */
export function currentRows(state: State): ListRows {
  const { scans, profiles, signIns, settings, openClusters, query, filters, groupBy, sortBy } = state;
  return listRows({
    scans,
    profiles: profiles.profiles,
    signIns,
    preferred: settings.preferredProfiles,
    openClusters,
    query,
    filters,
    groupBy,
    sortBy,
  });
}

/** Selects an endpoint by its id, or what stands for it in the list. */
export function select(id: string | null): void {
  const selectedId = id === null ? null : shownIdOf(getState(), id);
  setState({ selectedId, chosen: noneChosen, chosenFrom: null, needsUser: null });
  keepSelection(selectedId);
}

/** Selects and chooses what stands in the list now for what was selected and chosen. */
export function followShown(): void {
  const state = getState();
  const { selectedId, chosen } = state;
  const shown = selectedId === null ? null : shownIdOf(state, selectedId);
  const shownChosen = new Set(chosen);
  if (chosen.size > 0) {
    for (const [{ id }, stands] of merged(state).hidden) {
      if (shownChosen.delete(id)) shownChosen.add(stands.id);
    }
  }
  if (shown !== selectedId) {
    setState({ selectedId: shown });
    keepSelection(shown);
  }
  if ([...shownChosen].some((id) => !chosen.has(id))) setState({ chosen: shownChosen });
}

/** Moves the selection by some rows, staying in the list. */
export function moveSelection(step: number): void {
  const next = currentRows(getState()).stepFrom(getState().selectedId, step);
  if (next !== null) select(next.id);
}

/** Narrows the list, also at the next start. */
export function filterBy(change: Partial<Filters>): void {
  setState(({ filters }) => ({
    filters: { ...filters, ...change },
    view: 'databases',
    chosen: noneChosen,
    chosenFrom: null,
  }));
  keepListView(getState());
}

/** Groups or sorts the list, also at the next start. */
export function arrangeBy(change: Partial<Pick<State, 'groupBy' | 'sortBy'>>): void {
  setState(change);
  keepListView(getState());
}

/** Shows the whole list again. */
export function clearSearch(): void {
  setState({ query: '', filters: noFilters });
  keepListView(getState());
}

/** Scans one region again. */
export function refreshRegion({ profile, region }: Pick<Scan, 'profile' | 'region'>): void {
  void report(ask((bridge) => bridge.endpoints.refresh({ only: { profile, region } })));
}

/** Copies the policy that allows what could not be listed, and says so. */
export async function copyListPolicy({
  calls,
  profile,
}: Pick<ListProblem, 'calls' | 'profile'>): Promise<void> {
  const reply = await ask((bridge) => bridge.endpoints.copyPolicy({ calls: [...calls] }));
  if (!reply.ok) return toastFailure(reply.error);
  toast({
    tone: 'done',
    message: 'Copied the policy',
    hint: `Add it to the role of ${profile}, or give it to who can.`,
  });
}

/** Scans all regions of a profile again. */
export function refreshProfile(profile: string): void {
  void report(ask((bridge) => bridge.endpoints.refresh({ only: { profile, region: null } })));
}

/** Ends what is being scanned; what was found stays. */
export function cancelScan(): void {
  void report(ask((bridge) => bridge.endpoints.cancel({})));
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
