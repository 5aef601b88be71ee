import type { Found } from '../../app/common/search/search-index.ts';
import { blockedBy, type Endpoint, type SignIn } from '../../app/endpoints/model.ts';
import type { Settings } from '../../app/settings/model.ts';
import { isNarrowed, passes, type Filters } from './filter.ts';
import { groupsOf, type Group, type GroupInput } from './groups.ts';
import { layoutOf, type ListRows } from './list-layout.ts';
import { foundThroughWays, mergedOf } from './merged.ts';
import { withMembers } from './with-members.ts';

/** What the list is made from. */
export interface ListInput extends GroupInput {
  readonly signIns: Readonly<Record<string, SignIn>>;
  /** Which profile to use for what several see. */
  readonly preferred: Settings['preferredProfiles'];
  /** Clusters whose members are shown. */
  readonly openClusters: ReadonlySet<string>;
  readonly query: string;
  readonly filters: Filters;
}

let last: { readonly input: ListInput; readonly output: ListRows } | null = null;

/** The rows for some state; the last answer is kept, because the list, the search and the keys all ask. */
export function listRows(input: ListInput): ListRows {
  if (last !== null && isSame(last.input, input)) return last.output;
  const output = makeRows(input);
  last = { input, output };
  return output;
}

function isSame(a: ListInput, b: ListInput): boolean {
  return (
    a.scans === b.scans &&
    a.profiles === b.profiles &&
    a.signIns === b.signIns &&
    a.preferred === b.preferred &&
    a.openClusters === b.openClusters &&
    a.query === b.query &&
    a.filters === b.filters &&
    a.groupBy === b.groupBy &&
    a.sortBy === b.sortBy
  );
}

function makeRows(input: ListInput): ListRows {
  const { query, filters, signIns } = input;
  const merged = mergedOf({ ...input, only: filters.profile });
  const found = foundThroughWays(merged, query);
  const narrowed = found !== null || isNarrowed({ ...filters, profile: null });
  const groups = groupsOf({ ...input, scans: merged.scans }).flatMap((group): readonly Group[] => {
    const endpoints = narrowedTo(group.endpoints, filters, found);
    // what is missing is only worth a line where nothing was asked for in particular
    const isOfProfile = filters.profile === null || filters.profile === group.profile;
    const isWaiting = group.isWaiting && !narrowed && isOfProfile;
    const problems = narrowed || !isOfProfile ? [] : group.problems;
    if (endpoints.length === 0 && !isWaiting && problems.length === 0) return [];
    return [{ ...group, endpoints, isWaiting, problems }];
  });
  const inOrder = found === null ? groups : bestFirst(groups, found, signIns);
  return layoutOf(withMembers(inOrder, merged, input.openClusters), found !== null);
}

/** What was kept of an array of endpoints when it was last narrowed, and by what. */
const kept = new WeakMap<
  readonly Endpoint[],
  {
    readonly filters: Filters;
    readonly found: Found<Endpoint> | null;
    readonly endpoints: readonly Endpoint[];
  }
>();

/** The endpoints that pass and that were found; a group that has not changed is gone through once. */
function narrowedTo(
  endpoints: readonly Endpoint[],
  filters: Filters,
  found: Found<Endpoint> | null,
): readonly Endpoint[] {
  const isFiltered = isNarrowed(filters);
  if (found === null && !isFiltered) return endpoints;
  const known = kept.get(endpoints);
  if (known?.filters === filters && known.found === found) return known.endpoints;
  const made = endpoints.filter(
    (one) => (found === null || found.scoreOf(one) > 0) && (!isFiltered || passes(one, filters)),
  );
  kept.set(endpoints, { filters, found, endpoints: made });
  return made;
}

/** Groups and what is in them by how well it fits; what fits alike stays in its order. */
function bestFirst(
  groups: readonly Group[],
  found: Found<Endpoint>,
  signIns: ListInput['signIns'],
): readonly Group[] {
  return groups
    .map((group) => {
      const scored = group.endpoints.map((endpoint) => ({
        endpoint,
        score: found.scoreOf(endpoint) + merit(endpoint, signIns),
      }));
      scored.sort((a, b) => b.score - a.score);
      const endpoints = scored.map(({ endpoint }) => endpoint);
      return { group: { ...group, endpoints }, score: scored[0]?.score ?? 0 };
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ group }) => group);
}

/** Among equals one that was used before comes first, and one that can be used at all. */
export function merit(endpoint: Endpoint, signIns: ListInput['signIns']): number {
  return (signIns[endpoint.id] === undefined ? 0 : 4) + (blockedBy(endpoint) === null ? 3 : 0);
}
