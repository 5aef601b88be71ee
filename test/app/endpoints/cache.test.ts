import { describe, expect, it } from 'vitest';
import type { Scan } from '../../../app/endpoints/model.ts';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import { deferred, settled } from '../deferred.ts';
import { instance, scope } from './descriptions.ts';
import { endpointsModule } from './endpoints-module.ts';

const regions = ['eu-west-1', 'eu-west-2', 'eu-west-3'].map((region) => ({ ...scope, region }));

/** A finished scan of a place. */
async function scanOf(name: string): Promise<Scan> {
  const setUpModule = endpointsModule();
  await scan(setUpModule, name);
  const last = setUpModule.last();
  if (last === undefined) throw new Error('no scan');
  return last;
}

/** Scans the place, which holds one database. */
async function scan(setUpModule: ReturnType<typeof endpointsModule>, name: string, at = scope) {
  const count = setUpModule.instanceCalls.length + 1;
  const done = setUpModule.endpoints.scanOne(at);
  const { instances, clusters } = await setUpModule.opened(count);
  instances.page(instance(name));
  instances.end();
  clusters.end();
  await done;
}

describe('what was found before', () => {
  it('is on show before anything is scanned, and can be used', async () => {
    const setUpModule = endpointsModule();
    const before = await scanOf('orders');
    setUpModule.world.cached = [{ ...before, status: 'scanning', problems: [], finishedAt: 7 }];
    expect(await setUpModule.endpoints.load()).toBeNull();
    expect(setUpModule.endpoints.scans()).toEqual([{ ...before, finishedAt: 7 }]);
    expect(setUpModule.endpoints.find(before.endpoints[0]?.id ?? '')).toMatchObject({ ok: true });
    expect(setUpModule.scans).toEqual([]);
  });

  it('stays until a scan is over, and then what is gone goes', async () => {
    const setUpModule = endpointsModule();
    setUpModule.world.cached = [await scanOf('old')];
    await setUpModule.endpoints.load();
    const done = setUpModule.endpoints.scanAll();
    const { instances, clusters } = await setUpModule.opened();
    instances.page(instance('new'));
    expect(setUpModule.shown()).toEqual(['new instance', 'old instance']);
    instances.end();
    clusters.end();
    await done;
    expect(setUpModule.shown()).toEqual(['new instance']);
  });

  it('stays where its profile cannot be used', async () => {
    const setUpModule = endpointsModule();
    setUpModule.world.cached = [await scanOf('orders')];
    setUpModule.world.credentials = async () => fail('unreachable', 'Offline.');
    await setUpModule.endpoints.load();
    await setUpModule.endpoints.scanAll();
    expect(setUpModule.endpoints.scans()).toEqual(setUpModule.world.cached);
  });

  it('goes where its place is no longer wanted, from the file too', async () => {
    const setUpModule = endpointsModule();
    setUpModule.world.cached = [await scanOf('orders')];
    setUpModule.world.scopes = [];
    await setUpModule.endpoints.load();
    await setUpModule.endpoints.scanAll();
    expect(setUpModule.endpoints.scans()).toEqual([]);
    expect(setUpModule.onRemoved).toHaveBeenCalledOnce();
    setUpModule.clock.advance(1_000);
    expect(setUpModule.saveCache).toHaveBeenCalledExactlyOnceWith([]);
  });
});

describe('what is found', () => {
  it('is written soon after, without what is of the moment', async () => {
    const setUpModule = endpointsModule();
    setUpModule.world.scopes = regions;
    const begun = setUpModule.endpoints.scanAll();
    await setUpModule.opened(3);
    setUpModule.clock.advance(5_000);
    expect(setUpModule.saveCache).not.toHaveBeenCalled();
    void begun;
    await scan(setUpModule, 'orders', regions[1]);
    const done = setUpModule.endpoints.scans()[1];
    setUpModule.clock.advance(1_000);
    // the regions that have not answered yet are not in it
    expect(setUpModule.saveCache).toHaveBeenCalledExactlyOnceWith([done]);
  });

  it('in a burst is written once in a second, the newest last, and then there is rest', async () => {
    const setUpModule = endpointsModule();
    for (const name of ['a', 'b', 'c']) await scan(setUpModule, name);
    setUpModule.clock.advance(1_000);
    expect(setUpModule.saveCache).toHaveBeenCalledExactlyOnceWith([setUpModule.last()]);
    await settled();
    await scan(setUpModule, 'd');
    setUpModule.clock.advance(999);
    expect(setUpModule.saveCache).toHaveBeenCalledOnce();
    setUpModule.clock.advance(1);
    expect(setUpModule.saveCache).toHaveBeenLastCalledWith([setUpModule.last()]);
    await settled();
    setUpModule.clock.advance(60_000);
    expect(setUpModule.saveCache).toHaveBeenCalledTimes(2);
    expect(setUpModule.clock.watchers()).toBe(0);
  });

  it('is written at once at the end', async () => {
    const setUpModule = endpointsModule();
    await setUpModule.endpoints.stop();
    expect(setUpModule.saveCache).not.toHaveBeenCalled();
    await scan(setUpModule, 'a');
    await setUpModule.endpoints.stop();
    expect(setUpModule.saveCache).toHaveBeenCalledExactlyOnceWith([setUpModule.last()]);
    expect(setUpModule.clock.watchers()).toBe(0);
  });

  it('is never written twice at a time', async () => {
    const setUpModule = endpointsModule();
    const gate = deferred<Result<null>>();
    setUpModule.world.cacheSaved = () => gate.promise;
    await scan(setUpModule, 'a');
    setUpModule.clock.advance(1_000);
    await scan(setUpModule, 'b');
    setUpModule.clock.advance(10_000);
    expect(setUpModule.saveCache).toHaveBeenCalledOnce();
    gate.resolve(succeed(null));
    await settled();
    setUpModule.clock.advance(1_000);
    expect(setUpModule.saveCache).toHaveBeenCalledTimes(2);
    expect(setUpModule.saveCache).toHaveBeenLastCalledWith([setUpModule.last()]);
  });

  it.each([
    ['refused', async () => fail('file-unwritable', 'Disk full.')],
    ['a defect', () => Promise.reject(new Error('defect'))],
  ])('goes on to be written after a write that was %s', async (_what, save) => {
    const setUpModule = endpointsModule();
    setUpModule.world.cacheSaved = save;
    await scan(setUpModule, 'a');
    setUpModule.clock.advance(1_000);
    await settled();
    setUpModule.world.cacheSaved = async () => succeed(null);
    await scan(setUpModule, 'b');
    setUpModule.clock.advance(1_000);
    expect(setUpModule.saveCache).toHaveBeenCalledTimes(2);
  });
});
