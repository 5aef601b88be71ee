import { describe, expect, it } from 'vitest';
import type { Scan } from '../../../app/endpoints/model.ts';
import { fail, succeed, type Result } from '../../../app/failure.ts';
import { deferred, settled } from '../deferred.ts';
import { instance, place } from './descriptions.ts';
import { endpointsRoom } from './endpoints-room.ts';

const regions = ['eu-west-1', 'eu-west-2', 'eu-west-3'].map((region) => ({ ...place, region }));

/** A finished scan of a place. */
async function scanOf(name: string): Promise<Scan> {
  const room = endpointsRoom();
  await scan(room, name);
  const last = room.last();
  if (last === undefined) throw new Error('no scan');
  return last;
}

/** Scans the place, which holds one database. */
async function scan(room: ReturnType<typeof endpointsRoom>, name: string, at = place) {
  const count = room.instanceCalls.length + 1;
  const done = room.endpoints.scanOne(at);
  const { instances, clusters } = await room.opened(count);
  instances.page(instance(name));
  instances.end();
  clusters.end();
  await done;
}

describe('what was found before', () => {
  it('is on show before anything is scanned, and can be used', async () => {
    const room = endpointsRoom();
    const before = await scanOf('orders');
    room.world.cached = [{ ...before, status: 'scanning', problems: [], finishedAt: 7 }];
    expect(await room.endpoints.load()).toBeNull();
    expect(room.endpoints.scans()).toEqual([{ ...before, finishedAt: 7 }]);
    expect(room.endpoints.find(before.endpoints[0]?.id ?? '')).toMatchObject({ ok: true });
    expect(room.scans).toEqual([]);
  });

  it('stays until a scan is over, and then what is gone goes', async () => {
    const room = endpointsRoom();
    room.world.cached = [await scanOf('old')];
    await room.endpoints.load();
    const done = room.endpoints.scanAll();
    const { instances, clusters } = await room.opened();
    instances.page(instance('new'));
    expect(room.shown()).toEqual(['new instance', 'old instance']);
    instances.end();
    clusters.end();
    await done;
    expect(room.shown()).toEqual(['new instance']);
  });

  it('stays where its profile cannot be used', async () => {
    const room = endpointsRoom();
    room.world.cached = [await scanOf('orders')];
    room.world.credentials = async () => fail('unreachable', 'Offline.');
    await room.endpoints.load();
    await room.endpoints.scanAll();
    expect(room.endpoints.scans()).toEqual(room.world.cached);
  });

  it('goes where its place is no longer wanted, from the file too', async () => {
    const room = endpointsRoom();
    room.world.cached = [await scanOf('orders')];
    room.world.places = [];
    await room.endpoints.load();
    await room.endpoints.scanAll();
    expect(room.endpoints.scans()).toEqual([]);
    expect(room.onRemoved).toHaveBeenCalledOnce();
    room.clock.advance(1_000);
    expect(room.saveCache).toHaveBeenCalledExactlyOnceWith([]);
  });
});

describe('what is found', () => {
  it('is written soon after, without what is of the moment', async () => {
    const room = endpointsRoom();
    room.world.places = regions;
    const begun = room.endpoints.scanAll();
    await room.opened(3);
    room.clock.advance(5_000);
    expect(room.saveCache).not.toHaveBeenCalled();
    void begun;
    await scan(room, 'orders', regions[1]);
    const done = room.endpoints.scans()[1];
    room.clock.advance(1_000);
    // the regions that have not answered yet are not in it
    expect(room.saveCache).toHaveBeenCalledExactlyOnceWith([done]);
  });

  it('in a burst is written once in a second, the newest last, and then there is rest', async () => {
    const room = endpointsRoom();
    for (const name of ['a', 'b', 'c']) await scan(room, name);
    room.clock.advance(1_000);
    expect(room.saveCache).toHaveBeenCalledExactlyOnceWith([room.last()]);
    await settled();
    await scan(room, 'd');
    room.clock.advance(999);
    expect(room.saveCache).toHaveBeenCalledOnce();
    room.clock.advance(1);
    expect(room.saveCache).toHaveBeenLastCalledWith([room.last()]);
    await settled();
    room.clock.advance(60_000);
    expect(room.saveCache).toHaveBeenCalledTimes(2);
    expect(room.clock.watchers()).toBe(0);
  });

  it('is written at once at the end', async () => {
    const room = endpointsRoom();
    await room.endpoints.stop();
    expect(room.saveCache).not.toHaveBeenCalled();
    await scan(room, 'a');
    await room.endpoints.stop();
    expect(room.saveCache).toHaveBeenCalledExactlyOnceWith([room.last()]);
    expect(room.clock.watchers()).toBe(0);
  });

  it('is never written twice at a time', async () => {
    const room = endpointsRoom();
    const gate = deferred<Result<null>>();
    room.world.cacheSaved = () => gate.promise;
    await scan(room, 'a');
    room.clock.advance(1_000);
    await scan(room, 'b');
    room.clock.advance(10_000);
    expect(room.saveCache).toHaveBeenCalledOnce();
    gate.resolve(succeed(null));
    await settled();
    room.clock.advance(1_000);
    expect(room.saveCache).toHaveBeenCalledTimes(2);
    expect(room.saveCache).toHaveBeenLastCalledWith([room.last()]);
  });

  it.each([
    ['refused', async () => fail('file-unwritable', 'Disk full.')],
    ['a defect', () => Promise.reject(new Error('defect'))],
  ])('goes on to be written after a write that was %s', async (_what, save) => {
    const room = endpointsRoom();
    room.world.cacheSaved = save;
    await scan(room, 'a');
    room.clock.advance(1_000);
    await settled();
    room.world.cacheSaved = async () => succeed(null);
    await scan(room, 'b');
    room.clock.advance(1_000);
    expect(room.saveCache).toHaveBeenCalledTimes(2);
  });
});
