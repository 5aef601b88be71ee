import type { Clock } from '../common/clock.ts';
import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import type { Credentials } from '../profiles/model.ts';
import type { StateFile } from '../common/state-file.ts';
import { createCache } from './cache.ts';
import { withFormerIds } from './former-ids.ts';
import { endpointsFrom, inOrder } from './from-descriptions.ts';
import { blockedBy, type DiscoveryCall, type Endpoint, type Scan, type SignIn } from './model.ts';
import type { DescribedCluster, DescribedInstance, Discovery, ScanScope } from './ports.ts';
import { renamedSignIns } from './renamed-sign-ins.ts';

/** What the user typed for endpoints, by endpoint id. */
export type SignIns = Record<string, SignIn>;

/** What the endpoints module needs from outside. */
export interface EndpointsPorts {
  readonly discovery: Discovery;
  readonly credentials: (profile: string) => Promise<Result<Credentials>>;
  /** Every profile and region to look into. */
  readonly scopes: () => readonly ScanScope[];
  /** Runs a task now or, where many run already, soon. */
  readonly limit: <T>(task: () => Promise<T>) => Promise<T>;
  readonly signIns: StateFile<SignIns>;
  /** What was found before, to be on show at once at the next start. */
  readonly cache: StateFile<Scan[]>;
  readonly clock: Pick<Clock, 'now' | 'every'>;
  readonly onScan: (scan: Scan) => void;
  readonly onRemoved: (scope: ScanScope) => void;
  readonly onRemembered: (endpointId: string, signIn: SignIn) => void;
  /** AWS refused this profile's credentials. */
  readonly onRefused: (profile: string) => void;
}

/** Makes the endpoints module. */
export function createEndpoints(ports: EndpointsPorts) {
  const scans = new Map<string, Scan>();
  /** The newest run of each place: what an older one still brings is dropped. */
  const runs = new Map<string, symbol>();
  let signIns: SignIns = {};
  const cache = createCache({ file: ports.cache, clock: ports.clock, scans: () => [...scans.values()] });

  const keyOf = ({ profile, region }: ScanScope): string => `${profile}\n${region}`;

  function publish(scan: Scan): void {
    scans.set(keyOf(scan), scan);
    ports.onScan(scan);
    if (scan.status === 'done') cache.changed();
  }

  function remove(scope: ScanScope): void {
    runs.delete(keyOf(scope));
    if (!scans.delete(keyOf(scope))) return;
    ports.onRemoved(scope);
    cache.changed();
  }

  /** What is known of a place that cannot be looked into now stays on show; its profile says why. */
  function keepKnown(scope: ScanScope): void {
    const known = scans.get(keyOf(scope));
    if (known === undefined) return;
    if (known.finishedAt === null && known.endpoints.length === 0) return remove(scope);
    if (known.status === 'scanning' || known.problems.length > 0) {
      publish({ ...known, status: 'done', problems: [] });
    }
  }

  async function scanScope(scope: ScanScope): Promise<void> {
    const run = Symbol(keyOf(scope));
    runs.set(keyOf(scope), run);
    const isCurrent = (): boolean => runs.get(keyOf(scope)) === run;
    const credentials = await ports.credentials(scope.profile);
    if (!isCurrent()) return;
    if (!credentials.ok) return keepKnown(scope);
    await ports.limit(async () => {
      if (isCurrent()) await describe(scope, credentials.value, isCurrent);
    });
  }

  async function describe(
    scope: ScanScope,
    credentials: Credentials,
    isCurrent: () => boolean,
  ): Promise<void> {
    const before = scans.get(keyOf(scope));
    const instances: DescribedInstance[] = [];
    const clusters: DescribedCluster[] = [];
    const problems: { call: DiscoveryCall; error: Failure }[] = [];
    let clustersAnswered = false;

    /** While scanning, what is already shown stays, so that no row vanishes only to come back. */
    const report = (status: Scan['status']): void => {
      if (!isCurrent()) return;
      // before the clusters are known their members would be shown as instances, only to vanish
      const ready = clustersAnswered ? instances : instances.filter(({ cluster }) => cluster === null);
      const found = withFormerIds(endpointsFrom(scope, ready, clusters), before?.endpoints ?? []);
      const keep = status === 'scanning' || problems.some(({ error }) => error.code !== 'access-denied');
      publish({
        ...scope,
        status,
        endpoints: keep ? mergeById(found, before?.endpoints ?? []) : found,
        problems: status === 'scanning' ? (before?.problems ?? []) : problems,
        finishedAt: status === 'done' ? ports.clock.now() : (before?.finishedAt ?? null),
      });
    };

    /** Says so at the first page and then each time the list has doubled: thousands of rows cost no more than they must. */
    let reported = 0;
    const onPage = (): void => {
      const size = instances.length + clusters.length;
      if (reported > 0 && size < reported * 2) return;
      reported = size;
      report('scanning');
    };

    const call = async (name: DiscoveryCall, result: Promise<Result<null>>): Promise<void> => {
      const outcome = await result;
      if (!outcome.ok) problems.push({ call: name, error: outcome.error });
    };

    report('scanning');
    await Promise.all([
      call(
        'DescribeDBInstances',
        ports.discovery.instances(scope, credentials, (page) => {
          instances.push(...page);
          onPage();
        }),
      ),
      call(
        'DescribeDBClusters',
        ports.discovery.clusters(scope, credentials, (page) => {
          clusters.push(...page);
          onPage();
        }),
      ).then(() => {
        clustersAnswered = true;
      }),
    ]);
    problems.sort((a, b) => a.call.localeCompare(b.call));
    report('done');
    const refusal = problems.some(
      ({ error }) => error.code === 'credentials-expired' || error.code === 'credentials-invalid',
    );
    if (refusal && isCurrent()) ports.onRefused(scope.profile);
  }

  function find(endpointId: string): Endpoint | undefined {
    for (const scan of scans.values()) {
      const found = scan.endpoints.find(({ id }) => id === endpointId);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return {
    /** Reads what was remembered and what was found before; returns what is to be said of the user's own file. */
    async load(): Promise<Failure | null> {
      for (const scan of await cache.load()) scans.set(keyOf(scan), scan);
      const { value, problem } = await ports.signIns.load();
      signIns = value;
      return problem;
    },
    /** Writes down what was found last. */
    stop: cache.stop,
    scans: (): Scan[] => [...scans.values()],
    signIns: (): SignIns => signIns,
    /** Scans every place anew and drops those that are no longer wanted. */
    async scanAll(): Promise<void> {
      const scopes = ports.scopes();
      const wanted = new Set(scopes.map(keyOf));
      for (const scan of scans.values()) if (!wanted.has(keyOf(scan))) remove(scan);
      // also those that have not shown anything yet
      for (const key of runs.keys()) if (!wanted.has(key)) runs.delete(key);
      await Promise.all(scopes.map(scanScope));
    },
    /** Scans one profile's regions anew. */
    async scanProfile(profile: string): Promise<void> {
      await Promise.all(
        ports
          .scopes()
          .filter((scope) => scope.profile === profile)
          .map(scanScope),
      );
    },
    /** Scans one place anew, if it is one of those to look into. */
    async scanOne(scope: ScanScope): Promise<void> {
      const known = ports.scopes().find((one) => keyOf(one) === keyOf(scope));
      if (known !== undefined) await scanScope(known);
    },
    /**
     * An endpoint on which a token can be used now.
     *
     * @returns `endpoint-not-found`, `iam-off` or `endpoint-not-ready`
     */
    find(
      endpointId: string,
    ): Result<
      Endpoint & { address: NonNullable<Endpoint['address']>; family: NonNullable<Endpoint['family']> }
    > {
      const endpoint = find(endpointId);
      if (endpoint === undefined) return notFound();
      const blocked = blockedBy(endpoint);
      if (blocked !== null) return { ok: false, error: blocked };
      const { address, family } = endpoint;
      if (address === null || family === null) return noAddress(endpoint);
      return succeed({ ...endpoint, address, family });
    },
    /** An endpoint, whether or not a token can be used on it. */
    get: find,
    /** The canonical host of an endpoint, whether or not a token can be used on it: `endpoint-not-found`, `endpoint-not-ready`. */
    host(endpointId: string): Result<string> {
      const endpoint = find(endpointId);
      if (endpoint === undefined) return notFound();
      return endpoint.address === null ? noAddress(endpoint) : succeed(endpoint.address.host);
    },
    /** Remembers whom to sign in as on an endpoint; returns `file-unwritable` where it could not be kept. */
    async remember(endpointId: string, signIn: SignIn): Promise<Result<Record<string, never>>> {
      if (find(endpointId) === undefined)
        return fail('endpoint-not-found', 'This database is no longer in the list.');
      signIns = { ...signIns, [endpointId]: signIn };
      ports.onRemembered(endpointId, signIn);
      const saved = await ports.signIns.save(signIns);
      return saved.ok ? succeed({}) : saved;
    },
    /**
     * Remembers for a profile's new name what it does for the old one, which stays for when the name is taken back.
     * Where that cannot be written it holds for this run, unsaid.
     */
    async renameProfile(from: string, to: string): Promise<void> {
      const renamed = Object.entries(renamedSignIns(signIns, from, to));
      if (renamed.length === 0) return;
      signIns = { ...signIns, ...Object.fromEntries(renamed) };
      for (const [endpointId, signIn] of renamed) ports.onRemembered(endpointId, signIn);
      await ports.signIns.save(signIns);
    },
  };
}

function notFound(): Result<never> {
  return fail('endpoint-not-found', 'This database is no longer in the list.', {
    hint: 'Refresh, and check that its profile and region are still in the list.',
  });
}

function noAddress({ name }: Pick<Endpoint, 'name'>): Result<never> {
  return fail('endpoint-not-ready', `${name} has no address yet.`, {
    hint: 'Wait until AWS says that it is available, then refresh.',
  });
}

function mergeById(found: readonly Endpoint[], before: readonly Endpoint[]): Endpoint[] {
  const ids = new Set(found.map(({ id }) => id));
  const kept = before.filter(({ id }) => !ids.has(id));
  // the members of a cluster that stays on show are shown by it
  const members = new Set(kept.flatMap((one) => one.members.map(({ name }) => name)));
  return inOrder([...found.filter(({ role, name }) => role !== 'member' || !members.has(name)), ...kept]);
}
