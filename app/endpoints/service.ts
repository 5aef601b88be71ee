import type { Clock } from '../common/clock.ts';
import { createCancellation, type Cancelled } from '../common/cancellation.ts';
import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import type { Credentials } from '../profiles/model.ts';
import type { StateFile } from '../common/state-file.ts';
import type { Steps } from '../common/steps.ts';
import { createCache } from './cache.ts';
import { createKnownScans, scopeKey } from './known-scans.ts';
import { blockedBy, type Endpoint, type Scan, type SignIn } from './model.ts';
import type { Discovery, ScanCache, ScanScope } from './ports.ts';
import { createProgress, type ProgressPorts } from './progress.ts';
import { scanScope } from './scan-scope.ts';
import { createSignIns, type SignIns } from './sign-ins.ts';
import { createSlots } from './slots.ts';

/** What the endpoints module needs from outside. */
export interface EndpointsPorts {
  readonly discovery: Discovery;
  readonly credentials: (profile: string) => Promise<Result<Credentials>>;
  /** The account of a profile; null where AWS has not said. */
  readonly accountOf: (profile: string) => string | null;
  /** Every profile and region to look into. */
  readonly scopes: () => readonly ScanScope[];
  readonly signIns: StateFile<SignIns>;
  /** What was found before, to be on show at once at the next start. */
  readonly cache: ScanCache;
  readonly clock: Pick<Clock, 'now' | 'every'>;
  /** Gives the endpoints of a scope what the user's settings say of them; the very list where nothing is different. */
  readonly label: (endpoints: Endpoint[]) => Endpoint[];
  /** Does work step by step, and lets everything else have its turn in between. */
  readonly inSlices: (steps: Steps<void>) => Promise<void>;
  readonly onScan: (scan: Scan) => void;
  /** What is known has other labels; AWS has said nothing new. */
  readonly onRelabelled: (scan: Scan) => void;
  readonly onRemoved: (scope: ScanScope) => void;
  readonly onProgress: ProgressPorts['tell'];
  readonly onRemembered: (endpointId: string, signIn: SignIn) => void;
  /** AWS refused this profile's credentials. */
  readonly onRefused: (profile: string) => void;
}

/** One run over a scope; a newer one of the same scope cancels it. */
interface Run {
  readonly scope: ScanScope;
  readonly cancelled: Cancelled & { cancel(): void };
}

/** An endpoint on which a token can be used now. */
type UsableEndpoint = Endpoint & {
  address: NonNullable<Endpoint['address']>;
  family: NonNullable<Endpoint['family']>;
};

/** Makes the endpoints module. */
export function createEndpoints(ports: EndpointsPorts) {
  const { clock, discovery } = ports;
  const known = createKnownScans();
  const runs = new Map<string, Run>();
  const slots = createSlots(clock);
  const cache = createCache({ file: ports.cache, clock });
  const progress = createProgress({ clock, tell: ports.onProgress });
  const signIns = createSignIns({
    file: ports.signIns,
    isKnown: (id) => known.endpoint(id) !== undefined,
    onRemembered: ports.onRemembered,
  });

  function publish(given: Scan): void {
    ports.onScan(keep({ ...given, endpoints: ports.label(given.endpoints) }));
  }

  function keep(given: Scan): Scan {
    const scan = known.set(given);
    if (scan.status === 'done' && scan.finishedAt !== null) cache.scanned(scan, scan.finishedAt);
    return scan;
  }

  /** A scope a step, each by the labels of that moment: another change meanwhile is right, too. */
  function* relabelSteps(): Steps<void> {
    for (const scope of known.all()) {
      const scan = known.of(scope);
      if (scan === undefined) continue;
      const endpoints = ports.label(scan.endpoints);
      if (endpoints !== scan.endpoints) ports.onRelabelled(keep({ ...scan, endpoints }));
      yield;
    }
  }

  function remove({ profile, region }: ScanScope): void {
    const scope = { profile, region };
    end(scope, null);
    if (!known.remove(scope)) return;
    ports.onRemoved(scope);
    cache.removed(scope);
  }

  /** What is known of a scope that cannot be looked into now stays on show; its profile says why. */
  function keepKnown(scope: ScanScope): void {
    const scan = known.of(scope);
    if (scan === undefined) return;
    if (scan.finishedAt === null && scan.endpoints.length === 0) return remove(scope);
    if (scan.status === 'scanning' || scan.problems.length > 0) {
      publish({ ...scan, status: 'done', problems: [] });
    }
  }

  function begin(scope: ScanScope): Run {
    runs.get(scopeKey(scope))?.cancelled.cancel();
    const run = { scope, cancelled: createCancellation() };
    runs.set(scopeKey(scope), run);
    progress.begin(scope);
    return run;
  }

  /** Ends the run over a scope, whichever it is. */
  function end(scope: ScanScope, finishedAt: number | null): void {
    runs.get(scopeKey(scope))?.cancelled.cancel();
    runs.delete(scopeKey(scope));
    progress.end(scope, finishedAt);
  }

  async function scan({ scope, cancelled }: Run): Promise<void> {
    const credentials = await ports.credentials(scope.profile);
    if (cancelled.isCancelled) return;
    if (!credentials.ok) {
      keepKnown(scope);
      return end(scope, null);
    }
    const problems = await scanScope(
      { discovery, slots, clock },
      {
        scope,
        credentials: credentials.value,
        account: ports.accountOf(scope.profile) ?? scope.profile,
        cancelled,
        before: known.of(scope),
        publish,
      },
    );
    if (cancelled.isCancelled) return;
    end(scope, known.of(scope)?.finishedAt ?? null);
    const isRefused = problems.some(
      ({ error }) => error.code === 'credentials-expired' || error.code === 'credentials-invalid',
    );
    if (isRefused) ports.onRefused(scope.profile);
  }

  /** Scans scopes anew, all at the same time. */
  async function scanThese(scopes: readonly ScanScope[]): Promise<void> {
    await Promise.all(scopes.map(begin).map(scan));
  }

  async function scanAll(): Promise<void> {
    const scopes = ports.scopes();
    const wanted = new Set(scopes.map(scopeKey));
    for (const one of known.all()) if (!wanted.has(scopeKey(one))) remove(one);
    // also those that have not shown anything yet
    for (const { scope } of runs.values()) if (!wanted.has(scopeKey(scope))) end(scope, null);
    await scanThese(scopes);
  }

  /** Ends what is being scanned; what was found stays. */
  function cancel(): void {
    for (const { scope, cancelled } of runs.values()) {
      cancelled.cancel();
      keepKnown(scope);
      end(scope, null);
    }
  }

  return {
    known,
    /** Reads what was remembered and what was found before; returns what is to be said of the user's own file. */
    async load(): Promise<Failure | null> {
      for (const one of await cache.load()) known.set(one);
      return signIns.load();
    },
    /** Ends all scans, and writes down what was found last. */
    async stop(): Promise<void> {
      cancel();
      discovery.forget();
      await cache.stop();
    },
    scans: known.all,
    progress: progress.now,
    signIns: signIns.all,
    remember: signIns.remember,
    renameProfile: signIns.renameProfile,
    /** Scans every scope anew and drops those that are no longer wanted. */
    scanAll,
    /** The same, with connections made anew: profiles may be others than they were. */
    async profilesChanged(): Promise<void> {
      for (const { cancelled } of runs.values()) cancelled.cancel();
      discovery.forget();
      await scanAll();
    },
    /** Scans one profile's regions anew. */
    scanProfile: (profile: string): Promise<void> =>
      scanThese(ports.scopes().filter((scope) => scope.profile === profile)),
    /** Scans one scope anew, if it is one of those to look into. */
    scanOne: (scope: ScanScope): Promise<void> =>
      scanThese(ports.scopes().filter((one) => scopeKey(one) === scopeKey(scope))),
    cancel,
    /** Labels anew what is known, as the settings are now. AWS is asked nothing. */
    relabel: (): Promise<void> => ports.inSlices(relabelSteps()),
    /**
     * An endpoint on which a token can be used now.
     *
     * @returns `endpoint-not-found`, `iam-off` or `endpoint-not-ready`
     */
    find(endpointId: string): Result<UsableEndpoint> {
      const endpoint = known.endpoint(endpointId);
      if (endpoint === undefined) return notFound();
      const blocked = blockedBy(endpoint);
      if (blocked !== null) return { ok: false, error: blocked };
      const { address, family } = endpoint;
      if (address === null || family === null) return noAddress(endpoint);
      return succeed({ ...endpoint, address, family });
    },
    /** An endpoint, whether or not a token can be used on it. */
    get: known.endpoint,
    /** The canonical host of an endpoint, whether or not a token can be used on it: `endpoint-not-found`, `endpoint-not-ready`. */
    host(endpointId: string): Result<string> {
      const endpoint = known.endpoint(endpointId);
      if (endpoint === undefined) return notFound();
      return endpoint.address === null ? noAddress(endpoint) : succeed(endpoint.address.host);
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
