import type { Found } from '../../app/common/search/search-index.ts';
import { createMergedViews, type MergedViews } from '../../app/endpoints/merged-views.ts';
import { clusterKeyOf } from '../../app/endpoints/members.ts';
import type { WayChoice } from '../../app/endpoints/merge.ts';
import type { Endpoint, Scan } from '../../app/endpoints/model.ts';
import type { Profile } from '../../app/profiles/model.ts';
import type { Settings } from '../../app/settings/model.ts';
import type { State } from '../store.ts';
import { findEndpoint } from './catalogue.ts';
import { foundIn } from './search.ts';

/** What decides which of several profiles' views the list shows. */
export interface MergedInput {
  readonly scans: readonly Scan[];
  readonly profiles: readonly Profile[];
  readonly preferred: Settings['preferredProfiles'];
  /** The profile that the list is narrowed to; null for all. */
  readonly only: string | null;
}

const views = createMergedViews();
let lastChoice: { readonly input: Omit<MergedInput, 'scans'>; readonly choice: WayChoice } | null = null;
let lastRanks: { readonly profiles: readonly Profile[]; readonly ranks: Ranks } | null = null;

interface Ranks {
  /** Tells orders apart. */
  readonly text: string;
  readonly rankOf: WayChoice['rankOf'];
}

/**
 * What several profiles see as one: by the profile that the list is narrowed to, else by the one that was chosen for it,
 * else by the first in the AWS files that can be used. Whoever shows, counts, finds or uses a database asks here.
 */
export function mergedOf({ scans, ...input }: MergedInput): MergedViews {
  return views.update(scans, choiceOf(input));
}

/** What of the window's state decides it. */
type From = Pick<State, 'scans' | 'profiles' | 'settings' | 'filters'>;

/** The same for the state of the window. */
export function merged({ scans, profiles, settings, filters }: From): MergedViews {
  const { preferredProfiles: preferred } = settings;
  return mergedOf({ scans, profiles: profiles.profiles, preferred, only: filters.profile });
}

/** The ways into an endpoint that the list shows, or into a member of its cluster; the one that is used is the first. */
export function waysOf(state: From, endpoint: Endpoint): readonly Endpoint[] {
  const by = merged(state);
  const known = by.ways.get(endpoint);
  if (known !== undefined || endpoint.role !== 'member') return known ?? [endpoint];
  const key = clusterKeyOf(endpoint);
  const cluster = by.all
    .find(({ profile, region }) => profile === endpoint.profile && region === endpoint.region)
    ?.endpoints.find((one) => one.members.length > 0 && clusterKeyOf(one) === key);
  if (cluster === undefined) return [endpoint];
  const ofMembers = by.membersBehind(by.hidden.get(cluster) ?? cluster);
  return ofMembers.find((ways) => ways.some(({ id }) => id === endpoint.id)) ?? [endpoint];
}

/** The id of what stands in the list for an endpoint; its own where nothing else does. */
export function shownIdOf(state: From, id: string): string {
  const found = findEndpoint(state.scans, id);
  if (found === null) return id;
  const shown = merged(state).hidden.get(found) ?? found;
  return waysOf(state, shown)[0]?.id ?? id;
}

let lastFound: {
  readonly found: Found<Endpoint>;
  readonly merged: MergedViews;
  readonly through: Found<Endpoint>;
} | null = null;

/** What fits what was typed; an endpoint is found by each of its ways, their profiles and accounts among them. */
export function foundThroughWays(by: MergedViews, query: string): Found<Endpoint> | null {
  const found = foundIn(by.all, query);
  if (found === null || by.ways.size === 0) return found;
  if (lastFound?.found === found && lastFound.merged === by) return lastFound.through;
  const scoreOf = (one: Endpoint): number => {
    const ways = by.ways.get(one);
    return ways === undefined ? found.scoreOf(one) : Math.max(...ways.map(found.scoreOf));
  };
  lastFound = { found, merged: by, through: { ...found, scoreOf } };
  return lastFound.through;
}

function choiceOf(input: Omit<MergedInput, 'scans'>): WayChoice {
  const { profiles, preferred, only } = input;
  const before = lastChoice?.input;
  if (lastChoice !== null && before?.preferred === preferred && before.only === only) {
    if (before.profiles === profiles) return lastChoice.choice;
    const { rankOf } = ranksOf(profiles);
    if (lastChoice.choice.rankOf === rankOf) return lastChoice.choice;
  }
  lastChoice = { input, choice: { only, preferred, rankOf: ranksOf(profiles).rankOf } };
  return lastChoice.choice;
}

/** Profiles in the order of the AWS files, those that cannot be used after the others; the same as before if it is. */
function ranksOf(profiles: readonly Profile[]): Ranks {
  if (lastRanks?.profiles === profiles) return lastRanks.ranks;
  const texts = profiles.map(({ name, state }) => `${isUnusable(state) ? '-' : '+'}${name}`);
  const text = texts.join('\n');
  if (lastRanks?.ranks.text === text) {
    lastRanks = { profiles, ranks: lastRanks.ranks };
    return lastRanks.ranks;
  }
  const ranks = new Map(
    profiles.map(({ name, state }, index) => [name, isUnusable(state) ? index + profiles.length : index]),
  );
  const rankOf = (profile: string): number => ranks.get(profile) ?? profiles.length * 2;
  lastRanks = { profiles, ranks: { text, rankOf } };
  return lastRanks.ranks;
}

function isUnusable({ status }: Profile['state']): boolean {
  return status === 'unusable';
}
