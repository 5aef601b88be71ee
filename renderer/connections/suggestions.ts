import type { Connection } from '../../app/connections/model.ts';
import { environmentOf } from '../../app/endpoints/environment.ts';
import type { Endpoint, Scan } from '../../app/endpoints/model.ts';

/** From how alike on a name is offered for another; below it the offer would be a guess. */
const ALIKE = 0.7;

/**
 * How alike two names are, from 0 to 1: the same but for case and separators, the same words, one's words
 * among the other's, or few letters apart. Names of different environments are never alike: production
 * must not be offered for development.
 */
export function likeness(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  const [kindOfA, kindOfB] = [kindIn(a), kindIn(b)];
  if (kindOfA !== undefined && kindOfB !== undefined && kindOfA !== kindOfB) return 0;
  const [wordsOfA, wordsOfB] = [wordsIn(a), wordsIn(b)];
  if (wordsOfA.join('') === wordsOfB.join('')) return 1;
  return Math.max(lettersAlike(a, b), wordsAlike(wordsOfA, wordsOfB));
}

/**
 * The profile to offer where a connection's own has gone: one that sees the very database, else one whose
 * name is alike.
 *
 * @returns null where none is near enough
 */
export function suggestProfile(
  connection: Pick<Connection, 'profile' | 'address'>,
  profiles: readonly string[],
  scans: readonly Scan[],
): string | null {
  const seeing = new Set(
    scans
      .filter(({ endpoints }) => endpoints.some(({ address }) => isSame(address, connection.address)))
      .map(({ profile }) => profile),
  );
  const scored = profiles.map((name) => ({
    what: name,
    score: likeness(name, connection.profile) + (seeing.has(name) ? 1 : 0),
  }));
  return best(scored);
}

/**
 * The endpoint to offer where AWS does not list a connection's own any more: of the same engine and seen by
 * the same profile, with the same host on another port, or a name that is alike.
 *
 * @returns null where none is near enough
 */
export function suggestEndpoint(
  connection: Pick<Connection, 'profile' | 'region' | 'address' | 'family' | 'environment'>,
  scans: readonly Scan[],
): Endpoint | null {
  const { family, environment } = connection;
  const { host } = connection.address;
  const mine = firstLabel(host);
  const scored = scans
    .filter(({ profile }) => profile === connection.profile)
    .flatMap(({ endpoints }) => endpoints)
    .filter((one) => one.lastSeenAt === null && one.family === family && one.iam === 'on')
    .filter((one) => fits(one, environment))
    .flatMap((what) => {
      const { address, region } = what;
      if (address === null) return [];
      const alike = likeness(firstLabel(address.host), mine);
      if (alike < ALIKE) return [];
      const isSameHost = address.host.toLowerCase() === host.toLowerCase();
      const isSameKind = kindOfHost(address.host) === kindOfHost(host);
      const score = alike + (isSameHost ? 1 : 0) + (isSameKind ? 0.3 : 0);
      return [{ what, score: score + (region === connection.region ? 0.2 : 0) }];
    });
  return best(scored);
}

/** Whether an address is the same, as DNS compares names. */
function isSame(address: Endpoint['address'], other: Connection['address']): boolean {
  if (address === null || address.port !== other.port) return false;
  return address.host.toLowerCase() === other.host.toLowerCase();
}

function best<T>(scored: ReadonlyArray<{ readonly what: T; readonly score: number }>): T | null {
  const [first] = scored.filter(({ score }) => score >= ALIKE).toSorted((a, b) => b.score - a.score);
  return first?.what ?? null;
}

function fits({ environment }: Endpoint, mine: Connection['environment']): boolean {
  const isSaid = (one: Connection['environment']) => one !== null && one.kind !== 'other';
  return !isSaid(environment) || !isSaid(mine) || environment?.kind === mine?.kind;
}

function firstLabel(host: string): string {
  return host.split('.')[0] ?? host;
}

/** What a name stands for, which RDS writes into its second label: a cluster, its readers, or an instance. */
function kindOfHost(host: string): string {
  return /^(cluster-ro|cluster-custom|cluster)-/i.exec(host.split('.')[1] ?? '')?.[1]?.toLowerCase() ?? '';
}

function kindIn(name: string): string | undefined {
  return environmentOf({}, [name])?.kind;
}

/** The words of a name, with every word for an environment as that environment. */
function wordsIn(name: string): readonly string[] {
  return name
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => kindIn(word) ?? word);
}

/** Dice's coefficient of two names' words, without those that only say the environment. */
function wordsAlike(one: readonly string[], other: readonly string[]): number {
  const [a, b] = [one, other].map((words) => new Set(words.filter((word) => kindIn(word) === undefined)));
  if (a === undefined || b === undefined || a.size === 0 || b.size === 0) return 0;
  const both = [...a].filter((word) => b.has(word)).length;
  if (both === Math.min(a.size, b.size) && Math.max(...[...a].map(({ length }) => length)) > 2) {
    return Math.max(0.75, (2 * both) / (a.size + b.size));
  }
  return (2 * both) / (a.size + b.size);
}

/** One less Levenshtein's distance over the longer length. */
function lettersAlike(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries()) {
      const swapped = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(swapped, (next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1));
    }
    row = next;
  }
  return 1 - (row.at(-1) ?? 0) / Math.max(a.length, b.length, 1);
}
