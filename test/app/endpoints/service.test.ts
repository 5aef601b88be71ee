import { describe, expect, it } from 'vitest';
import { fail, type Failure, type FailureCode, type Result } from '../../../app/common/result.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import { deferred, settled } from '../deferred.ts';
import { cluster, globalCluster, instance, scope } from './descriptions.ts';
import type { ScanScope } from '../../../app/endpoints/ports.ts';
import { endpointsModule } from './endpoints-module.ts';

const failed = (code: FailureCode): Failure => ({ code, message: code });

/** A module that has scanned a cluster of one member and a database of its own. */
async function scanned() {
  const module = endpointsModule();
  const scan = module.endpoints.scanAll();
  const { instances, clusters } = await module.opened();
  await instances.page(instance('alone'), instance('orders-1', { cluster: 'orders' }));
  await clusters.page(cluster('orders', { members: [{ name: 'orders-1', writer: true }] }));
  instances.end();
  clusters.end();
  await scan;
  return module;
}
const everything = ['alone instance', 'orders writer', 'orders reader'];

describe('a first scan', () => {
  it('shows pages as they arrive, and members only once their cluster is known', async () => {
    const { endpoints, opened, shown, last, clock } = endpointsModule();
    const scan = endpoints.scanAll();
    const { instances, clusters } = await opened();
    expect(last()).toEqual({
      ...scope,
      status: 'scanning',
      endpoints: [],
      problems: [],
      finishedAt: null,
    });
    await instances.page(instance('alone'), instance('orders-1', { cluster: 'orders' }));
    expect(shown()).toEqual(['alone instance']);
    await clusters.page(cluster('orders'), cluster('users', { reader: null }));
    expect(shown()).toEqual([...everything, 'users writer']);
    instances.end();
    clusters.end();
    await scan;
    expect(last()).toMatchObject({ status: 'done', problems: [], finishedAt: clock.now() });
    expect(shown()).toEqual([...everything, 'users writer']);
    expect(endpoints.scans()).toEqual([last()]);
  });

  it('is followed by ones that change no row where all is as it was', async () => {
    const module = endpointsModule();
    module.world.globals = [globalCluster()];
    for (const count of [1, 2]) {
      const scan = module.endpoints.scanAll();
      const { instances, clusters } = await module.opened(count);
      await instances.page(instance('alone'));
      await clusters.page(cluster('ledger-eu', { globalCluster: 'ledger' }));
      instances.end();
      clusters.end();
      await scan;
    }
    const [first] = module.scans.filter(({ status }) => status === 'done');
    expect(first?.endpoints.map(({ global }) => global?.primary)).toContain(true);
    const later = module.scans.slice(module.scans.findIndex(({ status }) => status === 'done'));
    expect(later.length).toBeGreaterThan(3);
    for (const { endpoints } of later) expect(endpoints).toBe(first?.endpoints);
  });

  it('in which the cluster call is denied shows the members and says so', async () => {
    const { endpoints, opened, shown, last } = endpointsModule();
    const scan = endpoints.scanAll();
    const { instances, clusters } = await opened();
    await instances.page(instance('orders-1', { cluster: 'orders' }));
    instances.end();
    clusters.end(failed('access-denied'));
    await scan;
    expect(shown()).toEqual(['orders-1 member']);
    expect(last()?.problems).toEqual([{ call: 'DescribeDBClusters', error: failed('access-denied') }]);
  });

  it('of a profile that cannot be used says nothing of its regions', async () => {
    const { endpoints, world, scans, onRemoved } = endpointsModule();
    world.credentials = async () => fail('sign-in-needed', 'Sign in.');
    await endpoints.scanAll();
    expect(scans).toEqual([]);
    expect(onRemoved).not.toHaveBeenCalled();
  });

  it('of thousands of databases reports a handful of times', async () => {
    const { endpoints, opened, scans } = endpointsModule();
    const scan = endpoints.scanAll();
    const { instances, clusters } = await opened();
    for (let page = 0; page < 20; page += 1) {
      await instances.page(...Array.from({ length: 100 }, (_, index) => instance(`db-${page}-${index}`)));
    }
    instances.end();
    clusters.end();
    await scan;
    expect(scans.at(-1)?.endpoints).toHaveLength(2_000);
    // at the start, at 100 · 2^n up to 1,600, and at the end
    expect(scans).toHaveLength(7);
  }, 30_000);
});

describe('a scan anew', () => {
  it('lets nothing vanish before it is done, and then what is gone', async () => {
    const { endpoints, opened, shown, last } = await scanned();
    const scan = endpoints.scanAll();
    const { instances, clusters } = await opened(2);
    expect(shown()).toEqual(everything);
    await instances.page(instance('fresh'));
    expect(shown()).toEqual(['alone instance', 'fresh instance', 'orders writer', 'orders reader']);
    expect(last()?.finishedAt).not.toBeNull();
    instances.end();
    clusters.end();
    await scan;
    expect(shown()).toEqual(['fresh instance']);
  });

  it.each(['unreachable', 'aws-error', 'credentials-expired'] as const)(
    'that meets "%s" keeps what was known',
    async (code) => {
      const { endpoints, opened, shown, last } = await scanned();
      const scan = endpoints.scanAll();
      const { instances, clusters } = await opened(2);
      instances.end(failed(code));
      clusters.end(failed(code));
      await scan;
      expect(shown()).toEqual(everything);
      expect(last()?.problems.map(({ call }) => call)).toEqual(['DescribeDBClusters', 'DescribeDBInstances']);
    },
  );

  it('whose clusters are out of reach does not show their members beside them', async () => {
    const { endpoints, opened, shown } = await scanned();
    const scan = endpoints.scanAll();
    const { instances, clusters } = await opened(2);
    await instances.page(instance('alone'), instance('orders-1', { cluster: 'orders' }));
    instances.end();
    clusters.end(failed('unreachable'));
    await scan;
    expect(shown()).toEqual(everything);
  });

  it('that is denied drops what may not be seen any more', async () => {
    const { endpoints, opened, shown } = await scanned();
    const scan = endpoints.scanAll();
    const { instances, clusters } = await opened(2);
    await instances.page(instance('alone'));
    instances.end();
    clusters.end(failed('access-denied'));
    await scan;
    expect(shown()).toEqual(['alone instance']);
  });

  it('drops what an older run still brings', async () => {
    const { endpoints, opened, instanceCalls, scans, shown, onRefused } = endpointsModule();
    const older = endpoints.scanAll();
    const first = await opened();
    const newer = endpoints.scanAll();
    const second = await opened(2);
    const told = scans.length;
    await instanceCalls[0]?.page(instance('stale'));
    first.instances.end(failed('credentials-expired'));
    first.clusters.end();
    await older;
    expect(first.instances.isCancelled()).toBe(true);
    expect(first.clusters.isCancelled()).toBe(true);
    expect(scans).toHaveLength(told);
    expect(onRefused).not.toHaveBeenCalled();
    await second.instances.page(instance('fresh'));
    second.instances.end();
    second.clusters.end();
    await newer;
    expect(shown()).toEqual(['fresh instance']);
  });
});

describe('credentials that AWS refuses', () => {
  it.each(['credentials-expired', 'credentials-invalid'] as const)('(%s) are told of', async (code) => {
    const { endpoints, opened, onRefused } = endpointsModule();
    const scan = endpoints.scanAll();
    const { instances, clusters } = await opened();
    instances.end(failed(code));
    clusters.end();
    await scan;
    expect(onRefused).toHaveBeenCalledExactlyOnceWith('dev');
  });
});

describe('an endpoint that AWS lists no more', () => {
  /** Scans once more, and finds these. */
  async function scanAgain(module: Awaited<ReturnType<typeof scanned>>, count: number, ...names: string[]) {
    module.clock.advance(60_000);
    const scan = module.endpoints.scanAll();
    const { instances, clusters } = await module.opened(count);
    await instances.page(...names.map((name) => instance(name)));
    instances.end();
    clusters.end();
    await scan;
  }

  it('stays with when it was last seen, cannot be used, and is itself again where it comes back', async () => {
    const module = await scanned();
    const seenAt = module.last()?.finishedAt ?? 0;
    await scanAgain(module, 2, 'fresh');
    await scanAgain(module, 3, 'fresh');
    expect(module.gone()).toEqual(everything);
    const gone = module.last()?.endpoints.find(({ name }) => name === 'alone');
    expect(gone?.lastSeenAt).toBe(seenAt);
    expect(module.endpoints.find(gone?.id ?? '')).toMatchObject({
      error: { code: 'endpoint-not-found', message: 'AWS no longer lists alone.' },
    });
    await scanAgain(module, 4, 'fresh', 'alone');
    expect(module.shown()).toEqual(['alone instance', 'fresh instance']);
    expect(module.endpoints.find(gone?.id ?? '')).toMatchObject({ ok: true });
  });

  it('goes after a week', async () => {
    const module = await scanned();
    await scanAgain(module, 2, 'fresh');
    module.clock.advance(7 * 24 * 3_600_000);
    await scanAgain(module, 3, 'fresh');
    expect(module.gone()).toEqual([]);
  });

  it('goes at once where it had no address yet, or is named by its cluster now', async () => {
    const module = endpointsModule();
    const first = module.endpoints.scanAll();
    const denied = await module.opened();
    await denied.instances.page(instance('young', { address: null }), instance('m-1', { cluster: 'm' }));
    denied.instances.end();
    denied.clusters.end(failed('access-denied'));
    await first;
    expect(module.shown()).toEqual(['m-1 member', 'young instance']);
    const second = module.endpoints.scanAll();
    const { instances, clusters } = await module.opened(2);
    await instances.page(instance('m-1', { cluster: 'm' }));
    await clusters.page(cluster('m', { members: [{ name: 'm-1', writer: true }] }));
    instances.end();
    clusters.end();
    await second;
    expect(module.shown()).toEqual(['m writer', 'm reader']);
    expect(module.gone()).toEqual([]);
  });
});

describe('a call that does not come to an end', () => {
  it('because AWS gives the same page again is ended, says so, and keeps what was found', async () => {
    const module = endpointsModule();
    module.world.marker = 'same';
    const scan = module.endpoints.scanAll();
    const { instances, clusters } = await module.opened();
    clusters.end();
    await instances.page(instance('a'));
    await instances.page(instance('a'));
    await scan;
    expect(module.shown()).toEqual(['a instance']);
    expect(module.last()?.problems).toMatchObject([
      {
        call: 'DescribeDBInstances',
        error: { code: 'aws-error', message: expect.stringContaining('the same page again') },
      },
    ]);
  });

  it('because there are always more pages is ended, too', async () => {
    const module = endpointsModule();
    const scan = module.endpoints.scanAll();
    const { instances, clusters } = await module.opened();
    clusters.end();
    for (let page = 0; page < 200; page += 1) await instances.page(instance(`db-${page}`));
    await scan;
    expect(module.last()?.endpoints).toHaveLength(200);
    expect(module.last()?.problems).toMatchObject([
      { error: { message: expect.stringContaining('more pages') } },
    ]);
  });
});

describe('a call that AWS throttles', () => {
  it('asks for the same page again after a rest', async () => {
    const module = endpointsModule();
    const scan = module.endpoints.scanAll();
    const { instances, clusters } = await module.opened();
    clusters.end();
    await instances.page(instance('a'));
    instances.end(failed('throttled'));
    await settled();
    expect(module.asked.filter((call) => call === 'DescribeDBInstances')).toHaveLength(2);
    module.clock.advance(1_000);
    await settled();
    expect(module.asked.filter((call) => call === 'DescribeDBInstances')).toHaveLength(3);
    await instances.page(instance('b'));
    instances.end();
    await scan;
    expect(module.shown()).toEqual(['a instance', 'b instance']);
    expect(module.last()?.problems).toEqual([]);
  });

  it('gives up after some tries, says so, and keeps what was known', async () => {
    const module = await scanned();
    const scan = module.endpoints.scanAll();
    const { instances, clusters } = await module.opened(2);
    clusters.end();
    for (let tries = 0; tries < 8; tries += 1) {
      instances.end(failed('throttled'));
      await settled();
      module.clock.advance(10_000);
      await settled();
    }
    await scan;
    expect(module.shown()).toEqual(everything);
    expect(module.last()?.problems).toMatchObject([{ error: { code: 'throttled' } }]);
  });
});

describe('scanning', () => {
  const places: ScanScope[] = ['eu-west-1', 'eu-west-2', 'eu-west-3'].map((region) => ({ ...scope, region }));

  it('tells how far it is, and which scopes are done', async () => {
    const module = endpointsModule();
    module.world.scopes = places;
    const scan = module.endpoints.scanAll();
    await module.opened(3);
    module.clock.advance(250);
    expect(module.progress.at(-1)).toEqual({ done: 0, total: 3 });
    for (const call of [...module.instanceCalls.slice(0, 2), ...module.clusterCalls.slice(0, 2)]) call.end();
    await settled();
    module.clock.advance(250);
    expect(module.progress.at(-1)).toEqual({ done: 2, total: 3 });
    expect(module.finished.map(({ region }) => region)).toEqual(['eu-west-1', 'eu-west-2']);
    const told = module.progress.length;
    module.clock.advance(5_000);
    expect(module.progress).toHaveLength(told);
    module.instanceCalls[2]?.end();
    module.clusterCalls[2]?.end();
    await scan;
    expect(module.progress.at(-1)).toBeNull();
    expect(module.endpoints.progress()).toBeNull();
  });

  it('can be cancelled: what was found stays, and every call ends', async () => {
    const module = await scanned();
    module.world.scopes = places;
    const scan = module.endpoints.scanAll();
    const { instances } = await module.opened(4);
    await instances.page(instance('found in time'));
    module.endpoints.cancel();
    await scan;
    expect(module.instanceCalls.slice(1).map((call) => call.isCancelled())).toEqual([true, true, true]);
    expect(module.progress.at(-1)).toBeNull();
    expect(module.endpoints.scans().map(({ region, status }) => [region, status])).toEqual([
      ['eu-west-1', 'done'],
      ['eu-west-3', 'done'],
    ]);
    expect(module.endpoints.scans().flatMap(({ endpoints }) => endpoints.map(({ name }) => name))).toEqual([
      'alone',
      'orders',
      'orders',
      'found in time',
    ]);
  });

  it('of a scope that does not answer holds up no other', async () => {
    const module = endpointsModule();
    module.world.scopes = places;
    void module.endpoints.scanAll();
    await module.opened(3);
    for (const call of [module.instanceCalls[0], module.clusterCalls[0]]) call?.end();
    await settled();
    expect(module.last()).toMatchObject({ region: 'eu-west-1', status: 'done' });
    // a refresh is not held up either
    void module.endpoints.scanAll();
    await module.opened(6);
    expect(module.instanceCalls.slice(1, 3).map((call) => call.isCancelled())).toEqual([true, true]);
  });

  it('anew, because profiles have changed, ends what runs before it lets go of connections', async () => {
    const module = endpointsModule();
    void module.endpoints.scanAll();
    const { instances } = await module.opened();
    module.forget.mockImplementation(() => expect(instances.isCancelled()).toBe(true));
    void module.endpoints.profilesChanged();
    await module.opened(2);
    expect(module.forget).toHaveBeenCalledOnce();
  });

  it('does not ask for more where the first calls met nobody', async () => {
    const module = endpointsModule();
    const scan = module.endpoints.scanAll();
    const { instances, clusters } = await module.opened();
    instances.end(failed('unreachable'));
    clusters.end(failed('unreachable'));
    await scan;
    expect(new Set(module.asked)).toEqual(new Set(['DescribeDBInstances', 'DescribeDBClusters']));
  });
});

describe('a place that is no longer wanted', () => {
  it('goes, with its databases', async () => {
    const { endpoints, world, onRemoved } = await scanned();
    world.scopes = [];
    await endpoints.scanAll();
    expect(onRemoved).toHaveBeenCalledOnce();
    expect(endpoints.scans()).toEqual([]);
  });

  it('does not come back with a scan that had hardly begun', async () => {
    const { endpoints, world, scans } = endpointsModule();
    const gate = deferred<Result<Credentials>>();
    world.credentials = () => gate.promise;
    const begun = endpoints.scanAll();
    world.scopes = [];
    await endpoints.scanAll();
    gate.resolve({
      ok: true,
      value: { accessKeyId: 'A', secretAccessKey: 's', sessionToken: null, expiry: { kind: 'never' } },
    });
    await begun;
    expect(scans).toEqual([]);
  });
});

describe('a place whose profile cannot be used now', () => {
  const signedOut = async () => fail('sign-in-needed', 'Sign in.');

  it('keeps what is known of it, as it was', async () => {
    const { endpoints, world, onRemoved, shown, last, scans, clock } = await scanned();
    const [before, told] = [last(), scans.length];
    clock.advance(5_000);
    world.credentials = signedOut;
    await endpoints.scanProfile('dev');
    await endpoints.scanAll();
    expect(onRemoved).not.toHaveBeenCalled();
    expect(shown()).toEqual(everything);
    expect(endpoints.scans()).toEqual([before]);
    // nothing has changed, so nothing is told
    expect(scans).toHaveLength(told);
  });

  it('says no more that it is being scanned, and nothing of an earlier problem', async () => {
    const { endpoints, opened, world, last, shown } = await scanned();
    const finishedAt = last()?.finishedAt;
    const failing = endpoints.scanAll();
    const second = await opened(2);
    second.instances.end(failed('unreachable'));
    second.clusters.end();
    await failing;
    expect(last()?.problems).toHaveLength(1);
    const begun = endpoints.scanAll();
    const third = await opened(3);
    world.credentials = signedOut;
    await endpoints.scanAll();
    expect(last()).toMatchObject({ status: 'done', problems: [], finishedAt });
    expect(shown()).toEqual(everything);
    third.instances.end();
    third.clusters.end();
    await begun;
    expect(shown()).toEqual(everything);
  });

  it.each([
    ['goes where nothing was found yet', [], []],
    ['stays where a part was found', [instance('alone')], ['alone instance']],
  ])('and whose first scan was not over %s', async (_what, page, expected) => {
    const { endpoints, opened, world, onRemoved } = endpointsModule();
    void endpoints.scanAll();
    const { instances } = await opened();
    await instances.page(...page);
    world.credentials = signedOut;
    await endpoints.scanAll();
    const kept = endpoints.scans().flatMap((scan) => scan.endpoints);
    expect(kept.map(({ name, role }) => `${name} ${role}`)).toEqual(expected);
    expect(endpoints.scans().map(({ status, finishedAt }) => [status, finishedAt])).toEqual(
      expected.map(() => ['done', null]),
    );
    expect(onRemoved).toHaveBeenCalledTimes(expected.length === 0 ? 1 : 0);
  });
});

describe('what is scanned', () => {
  it('is one profile, or one place, and never a place that nobody set', async () => {
    const { endpoints, world, instanceCalls } = endpointsModule();
    world.scopes = [scope, { profile: 'prod', region: 'eu-west-1' }];
    void endpoints.scanProfile('prod');
    await settled();
    void endpoints.scanOne(scope);
    await settled();
    await endpoints.scanOne({ profile: 'prod', region: 'ap-south-1' });
    expect(instanceCalls.map((call) => call.scope)).toEqual([world.scopes[1], scope]);
  });
});

describe('finding an endpoint', () => {
  it('gives one that a token can be used on, else why not', async () => {
    const { endpoints, opened, last } = endpointsModule();
    const scan = endpoints.scanAll();
    const { instances, clusters } = await opened();
    await instances.page(
      instance('a-good'),
      instance('b-off', { iam: false }),
      instance('c-young', { address: null }),
      instance('d-oracle', { engine: 'oracle-ee' }),
    );
    instances.end();
    clusters.end();
    await scan;
    const codes = last()?.endpoints.map(({ id }) => {
      const found = endpoints.find(id);
      return found.ok ? found.value.address.host : found.error.code;
    });
    expect(codes).toEqual([instance('a-good').address?.host, 'iam-off', 'endpoint-not-ready', 'iam-off']);
    expect(endpoints.find('nothing')).toMatchObject({ error: { code: 'endpoint-not-found' } });
  });
});

describe('remembering a sign-in', () => {
  const signIn = { dbUser: 'alice', database: 'shop' };

  it('keeps it, says so, and writes it', async () => {
    const { endpoints, last, onRemembered, save } = await scanned();
    const id = last()?.endpoints[0]?.id ?? '';
    expect(await endpoints.remember(id, signIn)).toEqual({ ok: true, value: {} });
    expect(endpoints.signIns()).toEqual({ [id]: signIn });
    expect(onRemembered).toHaveBeenCalledExactlyOnceWith(id, signIn);
    expect(save).toHaveBeenCalledExactlyOnceWith({ [id]: signIn });
  });

  it('of an endpoint that is not there keeps nothing', async () => {
    const { endpoints, save } = await scanned();
    for (const id of ['nothing', '__proto__']) {
      expect(await endpoints.remember(id, signIn)).toMatchObject({ error: { code: 'endpoint-not-found' } });
    }
    expect(save).not.toHaveBeenCalled();
    expect(endpoints.signIns()).toEqual({});
  });

  it('that cannot be written holds for this run and says so', async () => {
    const { endpoints, last, world } = await scanned();
    world.saved = fail('file-unwritable', 'Disk full.');
    const id = last()?.endpoints[0]?.id ?? '';
    expect(await endpoints.remember(id, signIn)).toMatchObject({ error: { code: 'file-unwritable' } });
    expect(endpoints.signIns()).toEqual({ [id]: signIn });
  });

  it('is carried along where the profile is renamed, that of other profiles is not', async () => {
    const { endpoints, last, onRemembered, save } = await scanned();
    const id = last()?.endpoints[0]?.id ?? '';
    await endpoints.remember(id, signIn);
    await endpoints.renameProfile(scope.profile.slice(0, -1), 'not it');
    expect(save).toHaveBeenCalledTimes(1);
    await endpoints.renameProfile(scope.profile, 'new | name');
    const renamed = id.replace(`${scope.profile}|`, 'new%20%7C%20name|');
    expect(renamed).not.toBe(id);
    expect(onRemembered).toHaveBeenLastCalledWith(renamed, signIn);
    expect(save).toHaveBeenLastCalledWith({ [id]: signIn, [renamed]: signIn });
  });
});
