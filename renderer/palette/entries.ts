import type { Connection } from '../../app/connections/model.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import type { Profile } from '../../app/profiles/model.ts';
import { shownConnections } from '../connections/list-order.ts';
import { entriesOf } from '../endpoints/catalogue.ts';
import { whatItIs } from '../endpoints/describe.ts';
import { matches, scoreOf, wordsOf } from '../endpoints/search.ts';
import type { State } from '../store.ts';
import { subjectOf, subjectOfConnection, type Subject } from '../subject.ts';
import { actionsFor, type ActionEntry } from './actions-for.ts';

/** One line of the palette. */
export type Entry =
  | { readonly kind: 'subject'; readonly key: string; readonly subject: Subject; readonly detail: string }
  | ActionEntry
  | { readonly kind: 'profile'; readonly key: string; readonly profile: Profile };

/** A heading and its lines. */
export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** How many lines a section has at most: what does not fit is found with another letter. */
const MOST = { quiet: 6, searching: 8 } as const;

/**
 * What the palette lists. With nothing typed: what was used last, connections first, so that the key that
 * opens it and the key that copies are all there is to press. Else what holds every word that was typed.
 */
export function sectionsOf(query: string, from: State): readonly Section[] {
  const words = wordsOf(query);
  const sections: readonly Section[] =
    words.length === 0
      ? [
          { title: 'Connections', entries: recentConnections(from).map(ofConnection) },
          { title: 'Databases', entries: recentEndpoints(from).map(ofEndpoint) },
          { title: 'Actions', entries: actionsFor(from, words) },
        ]
      : [
          { title: 'Connections', entries: foundConnections(from, query).map(ofConnection) },
          { title: 'Databases', entries: foundEndpoints(from, words).map(ofEndpoint) },
          { title: 'Actions', entries: actionsFor(from, words) },
          { title: 'AWS profiles', entries: foundProfiles(from, words).map(ofProfile) },
        ];
  return sections.filter(({ entries }) => entries.length > 0);
}

function ofConnection(connection: Connection): Entry {
  const subject = subjectOfConnection(connection);
  return {
    kind: 'subject',
    key: subject.key,
    subject,
    detail: `${connection.dbUser} · ${connection.address.host}`,
  };
}

function ofEndpoint(endpoint: Endpoint): Entry {
  const subject = subjectOf(endpoint);
  const detail = `${whatItIs(endpoint)} · ${endpoint.profile} · ${endpoint.region}`;
  return { kind: 'subject', key: subject.key, subject, detail };
}

function ofProfile(profile: Profile): Entry {
  return { kind: 'profile', key: `profile ${profile.name}`, profile };
}

/** The last used first; those that were never used in the user's own order. */
function recentConnections({ connections }: State): readonly Connection[] {
  return connections.toSorted((a, b) => (b.usedAt ?? 0) - (a.usedAt ?? 0)).slice(0, MOST.quiet);
}

/** Databases that a token was made for in this run, the newest first, that no connection stands for. */
function recentEndpoints({ leases, scans, connections }: State): readonly Endpoint[] {
  const saved = new Set(connections.map((one) => subjectOfConnection(one).endpointId));
  const ids = new Set(leases.toSorted((a, b) => b.signedAt - a.signedAt).map(({ endpointId }) => endpointId));
  const all = new Map(scans.flatMap(({ endpoints }) => endpoints.map((one) => [one.id, one] as const)));
  return [...ids].flatMap((id) => (saved.has(id) ? [] : (all.get(id) ?? []))).slice(0, MOST.quiet);
}

function foundConnections({ connections }: State, query: string): readonly Connection[] {
  return shownConnections({ connections, query }).slice(0, MOST.searching);
}

function foundEndpoints({ scans, signIns }: State, words: readonly string[]): readonly Endpoint[] {
  return scans
    .flatMap((scan) => entriesOf(scan).filter((entry) => matches(entry, words)))
    .map((entry) => ({ entry, score: scoreOf(entry, words, signIns[entry.endpoint.id] !== undefined) }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST.searching)
    .map(({ entry }) => entry.endpoint);
}

function foundProfiles({ profiles }: State, words: readonly string[]): readonly Profile[] {
  return profiles.profiles
    .filter(({ name }) => words.every((word) => `${name} profile`.toLowerCase().includes(word)))
    .slice(0, MOST.searching);
}
