import { vi } from 'vitest';
import type { Cancelled } from '../../../app/common/cancellation.ts';
import type { DiscoveryCall, Endpoint, Scan, SignIn } from '../../../app/endpoints/model.ts';
import type {
  CacheChange,
  Described,
  DescribedCluster,
  DescribedGlobalCluster,
  DescribedInstance,
  Discovery,
  DiscoveryPage,
  ScanScope,
} from '../../../app/endpoints/ports.ts';
import type { Finished, ScanProgress } from '../../../app/endpoints/scan-change.ts';
import { createLabels } from '../../../app/endpoints/labels.ts';
import { createEndpoints } from '../../../app/endpoints/service.ts';
import type { SignIns } from '../../../app/endpoints/sign-ins.ts';
import { fail, succeed, type Failure, type Result } from '../../../app/common/result.ts';
import { finish } from '../../../app/common/steps.ts';
import type { EnvironmentRule } from '../../../app/endpoints/environment-rules.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import { deferred, settled } from '../deferred.ts';
import { testClock } from '../test-clock.ts';
import { scope } from './descriptions.ts';

const keys: Credentials = {
  accessKeyId: 'AKIA',
  secretAccessKey: 's',
  sessionToken: null,
  expiry: { kind: 'never' },
};

/** One call of AWS that a test answers page by page. */
export interface OpenCall<T> {
  readonly scope: ScanScope;
  /** Whether the module has told that it is no longer wanted. */
  isCancelled(): boolean;
  /** Answers with a page that is not the last; resolves when it has been taken in. */
  page(...entries: T[]): Promise<void>;
  /** Answers with an empty last page, or with a failure. */
  end(error?: Failure): void;
}

/** A call whose pages are answered by hand, in order, whenever they are asked for. */
function openCall<T>(
  scope: ScanScope,
  marker: string | null,
  toFound: (entries: readonly T[]) => Partial<Described>,
) {
  const answers: Result<DiscoveryPage>[] = [];
  let waiting: ((answer: Result<DiscoveryPage>) => void) | null = null;
  let isCancelled = false;
  let serial = 0;
  const give = (answer: Result<DiscoveryPage>): void => {
    if (waiting === null) return void answers.push(answer);
    const resolve = waiting;
    waiting = null;
    resolve(answer);
  };
  const open: OpenCall<T> = {
    scope,
    isCancelled: () => isCancelled,
    page(...entries) {
      serial += 1;
      give(succeed({ found: toFound(entries), next: marker ?? String(serial) }));
      return settled();
    },
    end(error) {
      give(error === undefined ? succeed({ found: {}, next: null }) : { ok: false, error });
    },
  };
  const ask: Discovery['page'] = (_request, cancelled) => {
    const answer = answers.shift();
    if (answer !== undefined) return Promise.resolve(answer);
    const gate = deferred<Result<DiscoveryPage>>();
    waiting = gate.resolve;
    cancelled.onCancel(() => {
      isCancelled = true;
      gate.resolve(fail('cancelled', 'Cancelled.'));
    });
    return gate.promise;
  };
  return { open, ask };
}

/** The endpoints module over an AWS whose answers a test gives by hand. */
export function endpointsModule() {
  const clock = testClock();
  const world = {
    scopes: [scope] as ScanScope[],
    credentials: (async () => succeed(keys)) as () => Promise<Result<Credentials>>,
    saved: { ok: true, value: null } as Result<null>,
    cached: [] as Scan[],
    rules: [] as readonly EnvironmentRule[],
    accountNames: {} as Readonly<Record<string, string>>,
    account: null as string | null,
    globals: [] as DescribedGlobalCluster[],
    /** Where every next page begins; null: each somewhere else. */
    marker: null as string | null,
    cacheSaved: async (): Promise<Result<null>> => succeed(null),
  };
  const instanceCalls: OpenCall<DescribedInstance>[] = [];
  const clusterCalls: OpenCall<DescribedCluster>[] = [];
  const scans: Scan[] = [];
  const relabelled: Scan[] = [];
  const onRemoved = vi.fn<(gone: ScanScope) => void>();
  const onRefused = vi.fn<(profile: string) => void>();
  const onRemembered = vi.fn<(id: string, signIn: SignIn) => void>();
  const save = vi.fn<(value: SignIns) => Promise<Result<null>>>(async () => world.saved);

  const saveCache = vi.fn<(changes: readonly CacheChange[]) => Promise<Result<null>>>(() =>
    world.cacheSaved(),
  );
  const forget = vi.fn<() => void>();
  const progress: (ScanProgress | null)[] = [];
  const finished: Finished[] = [];
  /** The calls that pages were asked of, in order. */
  const asked: DiscoveryCall[] = [];
  const underWay = new Map<string, Discovery['page']>();
  const running = new Map<string, Cancelled>();

  /** Begins a call, or goes on with the one whose page is asked for. */
  const page: Discovery['page'] = (request, cancelled) => {
    if (request.call === 'DescribeGlobalClusters') {
      return Promise.resolve(succeed({ found: { globals: world.globals }, next: null }));
    }
    // of all else there is nothing
    if (request.call !== 'DescribeDBInstances' && request.call !== 'DescribeDBClusters') {
      return Promise.resolve(succeed({ found: {}, next: null }));
    }
    asked.push(request.call);
    const key = `${request.call} ${request.scope.profile} ${request.scope.region}`;
    // a page that was throttled is asked for again
    const isRetry = request.marker === null && running.get(key)?.isCancelled === false;
    if (request.marker === null && !isRetry) {
      underWay.set(key, begin(request.call, request.scope));
      running.set(key, cancelled);
    }
    const ask = underWay.get(key);
    if (ask === undefined) throw new Error('no call');
    return ask(request, cancelled);
  };
  const begin = (call: DiscoveryCall, at: ScanScope): Discovery['page'] => {
    if (call === 'DescribeDBInstances') {
      const made = openCall<DescribedInstance>(at, world.marker, (entries) => ({ instances: [...entries] }));
      instanceCalls.push(made.open);
      return made.ask;
    }
    const made = openCall<DescribedCluster>(at, world.marker, (entries) => ({ clusters: [...entries] }));
    clusterCalls.push(made.open);
    return made.ask;
  };

  const endpoints = createEndpoints({
    discovery: { page, forget },
    accountOf: () => world.account,
    credentials: () => world.credentials(),
    scopes: () => world.scopes,
    signIns: { load: async () => ({ value: {}, problem: null }), save },
    cache: { load: async () => world.cached, save: saveCache },
    clock,
    label: createLabels({
      rules: () => world.rules,
      accountName: (account) => world.accountNames[account] ?? null,
    }),
    inSlices: async (steps) => finish(steps),
    onScan: (scan) => scans.push(scan),
    onRelabelled: (scan) => relabelled.push(scan),
    onRemoved,
    onProgress(now, done) {
      progress.push(now);
      finished.push(...done);
    },
    onRemembered,
    onRefused,
  });

  /** The newest call of each kind, once both are open. */
  async function opened(count = 1) {
    await vi.waitFor(() => {
      if (instanceCalls.length < count || clusterCalls.length < count) throw new Error('not yet');
    });
    const instances = instanceCalls.at(-1);
    const clusters = clusterCalls.at(-1);
    if (instances === undefined || clusters === undefined) throw new Error('no call');
    return { instances, clusters };
  }

  const names = (list: readonly Endpoint[] | undefined) => list?.map(({ name, role }) => `${name} ${role}`);
  return {
    clock,
    world,
    endpoints,
    scans,
    relabelled,
    instanceCalls,
    clusterCalls,
    asked,
    progress,
    finished,
    forget,
    onRemoved,
    onRefused,
    onRemembered,
    save,
    saveCache,
    opened,
    /** What is on show. */
    shown: () => names(scans.at(-1)?.endpoints.filter(({ lastSeenAt }) => lastSeenAt === null)),
    /** What AWS lists no more. */
    gone: () => names(scans.at(-1)?.endpoints.filter(({ lastSeenAt }) => lastSeenAt !== null)),
    last: () => scans.at(-1),
  };
}
