import { describe, expect, it } from 'vitest';
import type { Scan } from '../../../app/endpoints/model.ts';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import { deferred, settled } from '../deferred.ts';
import { instance, scope } from './descriptions.ts';
import { endpointsModule } from './endpoints-module.ts';

const regions = ['eu-west-1', 'eu-west-2', 'eu-west-3'].map((region) => ({ ...scope, region }));

/** A finished scan of a place. */
async function scanOf(name: string): Promise<Scan> {
  const module = endpointsModule();
  await scan(module, name);
  const last = module.last();
  if (last === undefined) throw new Error('no scan');
  return last;
}

/** Scans the place, which holds one database. */
async function scan(module: ReturnType<typeof endpointsModule>, name: string, at = scope) {
  const count = module.instanceCalls.length + 1;
  const done = module.endpoints.scanOne(at);
  const { instances, clusters } = await module.opened(count);
  await instances.page(instance(name));
  instances.end();
  clusters.end();
  await done;
}

describe('what was found before', () => {
  it('is on show before anything is scanned, and can be used', async () => {
    const module = endpointsModule();
    const before = await scanOf('orders');
    module.world.cached = [{ ...before, status: 'scanning', problems: [], finishedAt: 7 }];
    expect(await module.endpoints.load()).toBeNull();
    expect(module.endpoints.scans()).toEqual([{ ...before, finishedAt: 7 }]);
    expect(module.endpoints.find(before.endpoints[0]?.id ?? '')).toMatchObject({ ok: true });
    expect(module.scans).toEqual([]);
  });

  it('stays until a scan is over, and then what is gone goes', async () => {
    const module = endpointsModule();
    module.world.cached = [await scanOf('old')];
    await module.endpoints.load();
    const done = module.endpoints.scanAll();
    const { instances, clusters } = await module.opened();
    await instances.page(instance('new'));
    expect(module.shown()).toEqual(['new instance', 'old instance']);
    instances.end();
    clusters.end();
    await done;
    expect(module.shown()).toEqual(['new instance']);
    expect(module.gone()).toEqual(['old instance']);
  });

  it('stays where its profile cannot be used', async () => {
    const module = endpointsModule();
    module.world.cached = [await scanOf('orders')];
    module.world.credentials = async () => fail('unreachable', 'Offline.');
    await module.endpoints.load();
    await module.endpoints.scanAll();
    expect(module.endpoints.scans()).toEqual(module.world.cached);
  });

  it('goes where its place is no longer wanted, from the file too', async () => {
    const module = endpointsModule();
    module.world.cached = [await scanOf('orders')];
    module.world.scopes = [];
    await module.endpoints.load();
    await module.endpoints.scanAll();
    expect(module.endpoints.scans()).toEqual([]);
    expect(module.onRemoved).toHaveBeenCalledOnce();
    module.clock.advance(1_000);
    expect(module.saveCache).toHaveBeenCalledExactlyOnceWith([{ kind: 'removed', scope }]);
  });
});

describe('what is found', () => {
  it('is written soon after, without what is of the moment', async () => {
    const module = endpointsModule();
    module.world.scopes = regions;
    const begun = module.endpoints.scanAll();
    await module.opened(3);
    module.clock.advance(5_000);
    expect(module.saveCache).not.toHaveBeenCalled();
    void begun;
    await scan(module, 'orders', regions[1]);
    const done = module.endpoints.scans()[1];
    module.clock.advance(1_000);
    // the regions that have not answered yet are not in it
    expect(module.saveCache).toHaveBeenCalledExactlyOnceWith([{ kind: 'scanned', scan: done }]);
  });

  it('in a burst is written once in a second, the newest last, and then there is rest', async () => {
    const module = endpointsModule();
    for (const name of ['a', 'b', 'c']) await scan(module, name);
    module.clock.advance(1_000);
    expect(module.saveCache).toHaveBeenCalledExactlyOnceWith([{ kind: 'scanned', scan: module.last() }]);
    await settled();
    await scan(module, 'd');
    module.clock.advance(999);
    expect(module.saveCache).toHaveBeenCalledOnce();
    module.clock.advance(1);
    expect(module.saveCache).toHaveBeenLastCalledWith([{ kind: 'scanned', scan: module.last() }]);
    await settled();
    module.clock.advance(60_000);
    expect(module.saveCache).toHaveBeenCalledTimes(2);
    expect(module.clock.watchers()).toBe(0);
  });

  it('is written at once at the end', async () => {
    const module = endpointsModule();
    await module.endpoints.stop();
    expect(module.saveCache).not.toHaveBeenCalled();
    await scan(module, 'a');
    await module.endpoints.stop();
    expect(module.saveCache).toHaveBeenCalledExactlyOnceWith([{ kind: 'scanned', scan: module.last() }]);
    expect(module.clock.watchers()).toBe(0);
  });

  it('is never written twice at a time', async () => {
    const module = endpointsModule();
    const gate = deferred<Result<null>>();
    module.world.cacheSaved = () => gate.promise;
    await scan(module, 'a');
    module.clock.advance(1_000);
    await scan(module, 'b');
    module.clock.advance(10_000);
    expect(module.saveCache).toHaveBeenCalledOnce();
    gate.resolve(succeed(null));
    await settled();
    module.clock.advance(1_000);
    expect(module.saveCache).toHaveBeenCalledTimes(2);
    expect(module.saveCache).toHaveBeenLastCalledWith([{ kind: 'scanned', scan: module.last() }]);
  });

  it('that is as it was known is not written again, only when it was confirmed', async () => {
    const module = endpointsModule();
    await scan(module, 'a');
    module.clock.advance(1_000);
    await settled();
    await scan(module, 'a');
    module.clock.advance(1_000);
    expect(module.saveCache).toHaveBeenLastCalledWith([
      { kind: 'confirmed', scope, finishedAt: module.last()?.finishedAt },
    ]);
  });

  it('and confirmed before it was written is written once, as of then', async () => {
    const module = endpointsModule();
    await scan(module, 'a');
    await scan(module, 'a');
    module.clock.advance(1_000);
    expect(module.saveCache).toHaveBeenCalledExactlyOnceWith([{ kind: 'scanned', scan: module.last() }]);
  });

  it.each([
    ['refused', async () => fail('file-unwritable', 'Disk full.')],
    ['a defect', () => Promise.reject(new Error('defect'))],
  ])('goes on to be written after a write that was %s', async (_what, save) => {
    const module = endpointsModule();
    module.world.cacheSaved = save;
    await scan(module, 'a');
    module.clock.advance(1_000);
    await settled();
    module.world.cacheSaved = async () => succeed(null);
    await scan(module, 'b');
    module.clock.advance(1_000);
    expect(module.saveCache).toHaveBeenCalledTimes(2);
  });
});
