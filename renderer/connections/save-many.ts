import { draft, type Connection, type Draft } from '../../app/connections/model.ts';
import { blockedBy, type Endpoint, type SignIn } from '../../app/endpoints/model.ts';
import { defaultRouteOf, type DefaultRoute } from '../../app/tunnels/model.ts';
import { patternText } from './name-pattern.ts';

/** How many databases become connections. */
export interface Patterns {
  readonly name: string;
  readonly dbUser: string;
  readonly database: string;
}

/** What becomes of one database. */
export interface Planned {
  readonly endpoint: Endpoint;
  /** Null where it cannot be saved so; `problem` says why. */
  readonly draft: Draft | null;
  readonly name: string;
  readonly problem: string | null;
  /** The connection that leads there already, as the same user and to the same database. */
  readonly savedAs: string | null;
}

/**
 * What saving would do: each name is made different from those that there are and from those before it.
 *
 * @param signIns what is remembered for endpoints, by id
 * @param defaultRoutes how private networks are reached, as far as anybody has said
 */
export function planOf(
  endpoints: readonly Endpoint[],
  patterns: Patterns,
  connections: readonly Connection[],
  signIns: Readonly<Record<string, SignIn>>,
  defaultRoutes: readonly DefaultRoute[] = [],
): readonly Planned[] {
  const saved = new Map(connections.map((one) => [targetOf(one), one.name]));
  const taken = new Set(connections.map(({ name }) => name));
  return endpoints.map((endpoint): Planned => {
    const signIn = signIns[endpoint.id] ?? null;
    const text = (pattern: string): string => patternText(pattern, endpoint, signIn);
    const name = freeName(text(patterns.name), taken);
    const dbUser = text(patterns.dbUser);
    const database = text(patterns.database);
    const made = draft.safeParse({
      name,
      environment: endpoint.environment,
      notes: '',
      family: endpoint.family,
      profile: endpoint.profile,
      region: endpoint.region,
      address: endpoint.address,
      networkRoute: defaultRouteOf(endpoint, defaultRoutes) ?? { kind: 'direct' },
      dbUser,
      database,
      client: null,
      caFile: null,
    });
    if (!made.success) {
      return { endpoint, draft: null, name, savedAs: null, problem: problemOf(endpoint, name, dbUser) };
    }
    taken.add(name);
    const savedAs = saved.get(targetOf(made.data)) ?? null;
    return { endpoint, draft: made.data, name, savedAs, problem: null };
  });
}

/** Where a connection leads, as whom; with which of several profiles makes no difference. */
function targetOf({ address, dbUser, database }: Pick<Draft, 'address' | 'dbUser' | 'database'>): string {
  return [address.host.toLowerCase(), address.port, dbUser, database].join('\n');
}

/** A name, or the first of `name 2`, `name 3` and so on that is free. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let count = 2; ; count += 1) if (!taken.has(`${name} ${count}`)) return `${name} ${count}`;
}

function problemOf(endpoint: Endpoint, name: string, dbUser: string): string {
  if (endpoint.address === null) return 'It has no address yet.';
  if (endpoint.family === null) return blockedBy(endpoint)?.message ?? 'It has no IAM authentication.';
  if (dbUser === '') return 'The database user is missing.';
  return name === ''
    ? 'The name is empty.'
    : 'A name, user or database is too long, or has a character that it cannot have.';
}
