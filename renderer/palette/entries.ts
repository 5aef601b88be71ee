import type { Connection } from '../../app/connections/model.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import type { Profile } from '../../app/profiles/model.ts';
import type { QueryWord } from '../../app/common/search/query.ts';
import { createSearchIndex, type Found, type SearchField } from '../../app/common/search/search-index.ts';
import { foundConnections, shownConnections } from '../connections/list-order.ts';
import { findEndpoint } from '../endpoints/catalogue.ts';
import { waysText, whatItIs } from '../endpoints/describe.ts';
import { merit } from '../endpoints/list-rows.ts';
import { foundThroughWays, merged, shownIdOf } from '../endpoints/merged.ts';
import { wordsOf } from '../endpoints/search.ts';
import type { State } from '../store.ts';
import { subjectOf, subjectOfConnection, type Subject } from '../subject.ts';
import { actionsFor, type ActionEntry } from './actions-for.ts';

/** One line of the palette. */
export type Entry =
  | { readonly kind: 'subject'; readonly key: string; readonly subject: Subject; readonly detail: string }
  | ActionEntry
  | ProfileEntry;

interface ProfileEntry {
  readonly kind: 'profile';
  readonly key: string;
  readonly profile: Profile;
}

/** A heading and its lines. */
export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** How many lines a section has at most: what does not fit is found with another letter. */
const MOST = { quiet: 6, searching: 8 } as const;

/**
 * What the palette lists. With nothing typed: what was used last, connections first, so that the key that
 * opens it and the key that copies are all there is to press. Else what fits what was typed, the best first. What only
 * fits if a mistake is forgiven is not listed beside what fits as it stands.
 */
export function sectionsOf(query: string, from: State): readonly Section[] {
  const words = wordsOf(query);
  const sections: ReadonlyArray<Section & { readonly isGuess?: boolean }> =
    words.length === 0
      ? [
          { title: 'Connections', entries: recentConnections(from).map(ofConnection) },
          { title: 'Databases', entries: recentEndpoints(from).map((one) => ofEndpoint(one, from)) },
          { title: 'Actions', entries: actionsFor(from, false) },
        ]
      : [
          {
            title: 'Connections',
            entries: shownConnections({ ...from, query })
              .slice(0, MOST.searching)
              .map(ofConnection),
            isGuess: foundConnections({ ...from, query })?.isGuess ?? false,
          },
          {
            title: 'Databases',
            entries: foundEndpoints(from, query).map((one) => ofEndpoint(one, from)),
            isGuess: foundThroughWays(merged(from), query)?.isGuess ?? false,
          },
          { title: 'Actions', ...bestOf(actionsFor(from, true), words, actionFields) },
          { title: 'AWS profiles', ...bestOf(from.profiles.profiles.map(ofProfile), words, profileFields) },
        ];
  const filled = sections.filter(({ entries }) => entries.length > 0);
  const certain = filled.filter(({ isGuess }) => isGuess !== true);
  return certain.length > 0 ? certain : filled;
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

function ofEndpoint(endpoint: Endpoint, from: State): Entry {
  const subject = subjectOf(endpoint);
  const profile = waysText(endpoint, merged(from)) ?? endpoint.profile;
  const detail = `${whatItIs(endpoint)} · ${profile} · ${endpoint.region}`;
  return { kind: 'subject', key: subject.key, subject, detail };
}

function ofProfile(profile: Profile): ProfileEntry {
  return { kind: 'profile', key: `profile ${profile.name}`, profile };
}

/** The last used first; those that were never used in the user's own order. */
function recentConnections({ connections }: State): readonly Connection[] {
  return connections.toSorted((a, b) => (b.usedAt ?? 0) - (a.usedAt ?? 0)).slice(0, MOST.quiet);
}

/** Databases that a token was made for in this run, the newest first, that no connection stands for. */
function recentEndpoints(from: State): readonly Endpoint[] {
  const saved = new Set(from.connections.map((one) => subjectOfConnection(one).endpointId));
  const unsaved = from.leases
    .toSorted((a, b) => b.signedAt - a.signedAt)
    .flatMap(({ endpointId }) => (saved.has(endpointId) ? [] : shownIdOf(from, endpointId)));
  return [...new Set(unsaved)].flatMap((id) => findEndpoint(from.scans, id) ?? []).slice(0, MOST.quiet);
}

function foundEndpoints(from: State, query: string): readonly Endpoint[] {
  const { signIns } = from;
  const found = foundThroughWays(merged(from), query);
  if (found === null) return [];
  return merged(from)
    .scans.flatMap(({ endpoints }) => endpoints.filter((one) => found.scoreOf(one) > 0))
    .map((endpoint) => ({ endpoint, score: found.scoreOf(endpoint) + merit(endpoint, signIns) }))
    .toSorted((a, b) => b.score - a.score || (a.endpoint.name < b.endpoint.name ? -1 : 1))
    .slice(0, MOST.searching)
    .map(({ endpoint }) => endpoint);
}

function actionFields({ text }: ActionEntry): readonly SearchField[] {
  return [{ kind: 'name', text }];
}

function profileFields({ profile }: ProfileEntry): readonly SearchField[] {
  const account = profile.identity?.account ?? '';
  return [
    { kind: 'name', text: profile.name },
    { kind: 'word', text: 'profile' },
    { kind: 'code', text: account },
  ];
}

/** Those of a few things that fit, the best first; what fits alike stays in its order. */
function bestOf<T>(
  things: readonly T[],
  words: readonly QueryWord[],
  fieldsOf: (thing: T) => readonly SearchField[],
): { readonly entries: readonly T[]; readonly isGuess: boolean } {
  const index = createSearchIndex(fieldsOf);
  things.forEach(index.add);
  const found: Found<T> = index.search(words);
  const entries = things
    .filter((thing) => found.scoreOf(thing) > 0)
    .toSorted((a, b) => found.scoreOf(b) - found.scoreOf(a))
    .slice(0, MOST.searching);
  return { entries, isGuess: found.isGuess };
}
