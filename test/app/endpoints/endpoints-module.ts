import { vi } from 'vitest';
import type { Endpoint, Scan, SignIn } from '../../../app/endpoints/model.ts';
import type { DescribedCluster, DescribedInstance, ScanScope } from '../../../app/endpoints/ports.ts';
import { createEndpoints, type SignIns } from '../../../app/endpoints/service.ts';
import { succeed, type Failure, type Result } from '../../../app/common/result.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import { deferred } from '../deferred.ts';
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
  page(...entries: T[]): void;
  end(error?: Failure): void;
}

/** The endpoints module over an AWS whose answers a test gives by hand. */
export function endpointsModule() {
  const clock = testClock();
  const world = {
    scopes: [scope] as ScanScope[],
    credentials: (async () => succeed(keys)) as () => Promise<Result<Credentials>>,
    saved: { ok: true, value: null } as Result<null>,
    cached: [] as Scan[],
    cacheSaved: async (): Promise<Result<null>> => succeed(null),
  };
  const instanceCalls: OpenCall<DescribedInstance>[] = [];
  const clusterCalls: OpenCall<DescribedCluster>[] = [];
  const scans: Scan[] = [];
  const onRemoved = vi.fn<(gone: ScanScope) => void>();
  const onRefused = vi.fn<(profile: string) => void>();
  const onRemembered = vi.fn<(id: string, signIn: SignIn) => void>();
  const save = vi.fn<(value: SignIns) => Promise<Result<null>>>(async () => world.saved);

  const saveCache = vi.fn<(value: Scan[]) => Promise<Result<null>>>(() => world.cacheSaved());

  function answering<T>(calls: OpenCall<T>[]) {
    return (
      at: ScanScope,
      _keys: Credentials,
      onPage: (page: readonly T[]) => void,
    ): Promise<Result<null>> => {
      const gate = deferred<Result<null>>();
      calls.push({
        scope: at,
        page: (...entries) => onPage(entries),
        end: (error) => gate.resolve(error === undefined ? succeed(null) : { ok: false, error }),
      });
      return gate.promise;
    };
  }

  const endpoints = createEndpoints({
    discovery: { instances: answering(instanceCalls), clusters: answering(clusterCalls) },
    credentials: () => world.credentials(),
    scopes: () => world.scopes,
    limit: (task) => task(),
    signIns: { load: async () => ({ value: {}, problem: null }), save },
    cache: { load: async () => ({ value: world.cached, problem: null }), save: saveCache },
    clock,
    onScan: (scan) => scans.push(scan),
    onRemoved,
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
    instanceCalls,
    onRemoved,
    onRefused,
    onRemembered,
    save,
    saveCache,
    opened,
    /** What is on show. */
    shown: () => names(scans.at(-1)?.endpoints),
    last: () => scans.at(-1),
  };
}
