import { describe, expect, it } from 'vitest';
import { connections as connectionsSchema, LAST_CHANGE_TIME } from '../../../app/connections/model.ts';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import { deferred, settled } from '../deferred.ts';
import { many } from './any-connection.ts';
import { connection, idOf } from './sample-connection.ts';
import { connectionsModule, draft, named } from './connections-module.ts';

const unwritable = fail('file-unwritable', 'Disk full.');
const [first, second, third] = [1, 2, 3].map(idOf);
if (first === undefined || second === undefined || third === undefined) throw new Error('three ids');
const notFound = { ok: false, error: { code: 'connection-not-found', hint: expect.any(String) } };

describe('loading', () => {
  it('shows what the file holds, and says what is wrong with it', async () => {
    const { connections, names } = await connectionsModule(named('a', 'b'));
    expect(names()).toEqual(['a', 'b']);
    expect(connections.find(first)).toMatchObject({ ok: true, value: { name: 'a' } });
    expect(connections.find(third)).toMatchObject(notFound);
  });
});

describe('saving', () => {
  it('makes one at the end, with what the module adds to it', async () => {
    const { connections, clock, names, onChanged, world } = await connectionsModule(named('a'));
    const made = {
      ...draft({ name: 'b' }),
      id: idOf(901),
      pinned: false,
      changedAt: clock.now(),
      usedAt: null,
    };
    expect(await connections.save(null, draft({ name: 'b' }))).toEqual(succeed(made));
    expect(names()).toEqual(['a', 'b']);
    expect(world.onDisk).toEqual(connections.list());
    expect(onChanged).toHaveBeenCalledExactlyOnceWith(connections.list());
    expect(connectionsSchema.safeParse(connections.list()).success).toBe(true);
  });

  it('changes one in its place, and keeps what was not typed', async () => {
    const [one] = named('a');
    const local = { pinned: true, usedAt: 7 };
    const { connections, clock } = await connectionsModule([
      { ...connection(one), ...local },
      ...named('x').map((c) => ({ ...c, id: second })),
    ]);
    clock.advance(5_000);
    const saved = await connections.save(first, draft({ name: 'z', notes: 'n' }));
    expect(saved).toEqual(
      succeed({ ...draft({ name: 'z', notes: 'n' }), id: first, ...local, changedAt: clock.now() }),
    );
    expect(connections.list().map(({ name }) => name)).toEqual(['z', 'x']);
  });

  it('of one that is gone, or is none, is refused', async () => {
    const { connections, saves } = await connectionsModule(named('a'));
    expect(await connections.save(second, draft())).toMatchObject(notFound);
    expect(saves).not.toHaveBeenCalled();
  });

  it('of what is as it was writes nothing', async () => {
    const { connections, saves, onChanged, clock } = await connectionsModule(named('a'));
    clock.advance(1);
    expect(await connections.save(first, draft({ name: 'a' }))).toEqual(succeed(named('a')[0]));
    expect(saves).not.toHaveBeenCalled();
    expect(onChanged).not.toHaveBeenCalled();
  });
});

describe('what cannot be written', () => {
  it('is not held either: each change says so and the list is as the file', async () => {
    const { connections, world, onChanged } = await connectionsModule(named('a', 'b', 'c'));
    await connections.remove(third);
    onChanged.mockClear();
    const before = connections.list();
    world.save = async () => unwritable;
    const text = JSON.stringify({ format: 'latchkey-connections', version: 1, connections: [] });
    world.opened = succeed({ name: 'x', text });
    const preview = await connections.importFile();
    const importId = preview.ok ? (preview.value.preview?.id ?? '') : '';
    for (const change of [
      () => connections.save(null, draft()),
      () => connections.save(first, draft({ name: 'z' })),
      () => connections.duplicate(first),
      () => connections.remove(first),
      () => connections.restore(third),
      () => connections.pin(first, true),
      () => connections.move(first, null),
      () => connections.acceptImport(importId, []),
    ]) {
      expect(await change()).toEqual(unwritable);
      expect(connections.list()).toEqual(before);
    }
    expect(onChanged).not.toHaveBeenCalled();
    // and once there is room again, all of it works, an import that was waiting too
    world.save = async () => succeed(null);
    expect(await connections.acceptImport(importId, [])).toEqual(succeed({ added: 0, changed: 0 }));
    expect(await connections.restore(third)).toEqual(succeed({}));
    expect(world.onDisk).toEqual(named('a', 'b', 'c'));
  });

  it('is not said to be there before it is', async () => {
    const { connections, world, names, onChanged } = await connectionsModule(named('a'));
    const gate = deferred<Result<null>>();
    world.save = () => gate.promise;
    const saving = connections.save(null, draft({ name: 'b' }));
    await settled();
    expect(names()).toEqual(['a']);
    expect(onChanged).not.toHaveBeenCalled();
    gate.resolve(succeed(null));
    await saving;
    expect(names()).toEqual(['a', 'b']);
  });
});

describe('changes at the same time', () => {
  it('are made one after another, each on what the one before it left', async () => {
    const { connections, world, names } = await connectionsModule(named('a', 'b'));
    let writing = 0;
    world.save = async () => {
      writing += 1;
      await settled();
      expect(writing).toBe(1);
      writing -= 1;
      return succeed(null);
    };
    await Promise.all([
      connections.save(first, draft({ name: 'a2' })),
      connections.save(null, draft({ name: 'c' })),
      connections.used(second),
      connections.duplicate(second),
      connections.remove(first),
      connections.save(null, draft({ name: 'd' })),
    ]);
    expect(names()).toEqual(['b', 'b copy', 'c', 'd']);
    expect(world.onDisk).toEqual(connections.list());
  });

  it('of which one fails take nothing from the others', async () => {
    const { connections, world, names } = await connectionsModule();
    const replies: Result<null>[] = [succeed(null), unwritable, succeed(null)];
    world.save = async () => replies.shift() ?? succeed(null);
    const saved = await Promise.all(['a', 'b', 'c'].map((name) => connections.save(null, draft({ name }))));
    expect(saved.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(names()).toEqual(['a', 'c']);
    expect(world.onDisk).toEqual(connections.list());
  });

  it('go on after a defect in one', async () => {
    const { connections, world } = await connectionsModule();
    world.save = () => Promise.reject(new Error('defect'));
    await expect(connections.save(null, draft())).rejects.toThrow('defect');
    world.save = async () => succeed(null);
    expect(await connections.save(null, draft())).toMatchObject({ ok: true });
    expect(connections.list()).toHaveLength(1);
  });
});

describe('a CA file', () => {
  it('is taken where the user chose it in this run, and never otherwise', async () => {
    const { connections, world, saves } = await connectionsModule(named('a'));
    const typed = draft({ caFile: '/chosen.pem' });
    const refused = { ok: false, error: { code: 'invalid-input' } };
    expect(await connections.save(null, typed)).toMatchObject(refused);
    expect(await connections.save(first, typed)).toMatchObject(refused);
    expect(saves).not.toHaveBeenCalled();
    expect(await connections.chooseCa()).toEqual(succeed({ caFile: '/chosen.pem' }));
    expect(await connections.save(null, typed)).toMatchObject({ ok: true });
    expect(await connections.save(first, typed)).toMatchObject({
      ok: true,
      value: { caFile: '/chosen.pem' },
    });
    expect(await connections.save(first, draft({ caFile: '/etc/passwd' }))).toMatchObject(refused);
    world.caFile = succeed(null);
    expect(await connections.chooseCa()).toEqual(succeed({ caFile: null }));
    world.caFile = fail('file-unreadable', 'No certificate.');
    expect(await connections.chooseCa()).toEqual(world.caFile);
  });

  it('that a connection has may stay there, and nowhere else', async () => {
    const { connections } = await connectionsModule(
      named('a', 'b').map((one, index) => ({ ...one, caFile: `/${index}.pem` })),
    );
    expect(await connections.save(first, draft({ name: 'z', caFile: '/0.pem' }))).toMatchObject({ ok: true });
    expect(await connections.save(second, draft({ caFile: '/0.pem' }))).toMatchObject({
      error: { code: 'invalid-input' },
    });
    expect(await connections.save(null, draft({ caFile: '/0.pem' }))).toMatchObject({
      error: { code: 'invalid-input' },
    });
    expect(await connections.duplicate(first)).toMatchObject({ value: { caFile: '/0.pem' } });
  });
});

describe('the time of change', () => {
  it('moves with what is shared only', async () => {
    const { connections, clock } = await connectionsModule(named('a', 'b'));
    await connections.chooseCa();
    const before = connections.list()[0]?.changedAt;
    clock.advance(60_000);
    await connections.pin(first, true);
    await connections.move(first, null);
    await connections.used(first);
    await connections.save(first, draft({ name: 'a', caFile: '/chosen.pem' }));
    expect(connections.find(first)).toMatchObject({
      value: { pinned: true, usedAt: clock.now(), caFile: '/chosen.pem', changedAt: before },
    });
  });

  it.each([
    ['a clock that was set back', Date.UTC(2030, 0, 1), Date.UTC(2030, 0, 1) + 1],
    ['the end of time', LAST_CHANGE_TIME, LAST_CHANGE_TIME],
  ])('never goes backwards: %s', async (_what, changedAt, expected) => {
    const { connections } = await connectionsModule([connection({ changedAt })]);
    const saved = await connections.save(connection().id, draft({ name: 'z' }));
    expect(saved).toMatchObject({ value: { name: 'z', changedAt: expected } });
    expect(connectionsSchema.safeParse(connections.list()).success).toBe(true);
  });
});

describe('duplicating', () => {
  it('puts a copy of its own right after', async () => {
    const original = connection({ id: first, pinned: true, usedAt: 9, notes: 'n', changedAt: 3 });
    const { connections, clock } = await connectionsModule([original, ...named('x', 'b').slice(1)]);
    const copy = {
      ...original,
      id: idOf(901),
      name: 'orders copy',
      pinned: false,
      usedAt: null,
      changedAt: clock.now(),
    };
    expect(await connections.duplicate(first)).toEqual(succeed(copy));
    expect(connections.list()).toEqual([original, copy, ...named('x', 'b').slice(1)]);
    expect(await connections.duplicate(third)).toMatchObject(notFound);
  });
});

describe('removing', () => {
  it('can be taken back once, to the old place with the same fields, in any order', async () => {
    const all = named('a', 'b', 'c', 'd').map((one) => ({ ...one, pinned: true, usedAt: 5, caFile: '/x' }));
    for (const gone of [
      [first, second],
      [second, first],
      [third, second],
      [second, third],
    ]) {
      for (const back of [gone, gone.toReversed()]) {
        const { connections, world } = await connectionsModule(all);
        for (const id of gone) expect(await connections.remove(id)).toEqual(succeed({}));
        expect(connections.list()).toHaveLength(2);
        expect(world.onDisk).toHaveLength(2);
        for (const id of gone) {
          expect(connections.find(id)).toMatchObject(notFound);
          expect(await connections.remove(id)).toMatchObject(notFound);
          expect(await connections.pin(id, true)).toMatchObject(notFound);
        }
        for (const id of back) expect(await connections.restore(id)).toEqual(succeed({}));
        expect(connections.list()).toEqual(all);
        expect(world.onDisk).toEqual(all);
        expect(await connections.restore(first)).toMatchObject(notFound);
      }
    }
  });

  it('keeps the place among what has changed meanwhile', async () => {
    const { connections, names } = await connectionsModule(named('a', 'b', 'c'));
    await connections.remove(second);
    await connections.save(null, draft({ name: 'd' }));
    await connections.move(first, null);
    await connections.restore(second);
    expect(names()).toEqual(['b', 'c', 'd', 'a']);
  });
});

describe('the order', () => {
  it.each([
    [first, third, ['b', 'a', 'c']],
    [third, first, ['c', 'a', 'b']],
    [first, null, ['b', 'c', 'a']],
    [third, null, ['a', 'b', 'c']],
    [second, second, ['a', 'b', 'c']],
  ])('is the user’s (%#)', async (id, before, expected) => {
    const { connections, names, world } = await connectionsModule(named('a', 'b', 'c'));
    expect(await connections.move(id, before)).toEqual(succeed({}));
    expect(names()).toEqual(expected);
    expect(world.onDisk).toEqual(connections.list());
  });

  it('has no place before what is not there', async () => {
    const { connections } = await connectionsModule(named('a', 'b'));
    expect(await connections.move(first, third)).toMatchObject(notFound);
    expect(await connections.move(third, first)).toMatchObject(notFound);
  });
});

describe('a use', () => {
  it('is noted and written', async () => {
    const { connections, clock, world } = await connectionsModule(named('a'));
    clock.advance(1_000);
    await connections.used(first);
    expect(world.onDisk).toMatchObject([{ usedAt: clock.now() }]);
    await connections.used(third);
  });

  it('that cannot be written holds for this run, and comes with the next change', async () => {
    const { connections, clock, world, onChanged } = await connectionsModule(named('a'));
    world.save = async () => unwritable;
    await connections.used(first);
    expect(onChanged).toHaveBeenCalledOnce();
    expect(connections.list()).toMatchObject([{ usedAt: clock.now() }]);
    expect(world.onDisk).toMatchObject([{ usedAt: null }]);
    world.save = async () => succeed(null);
    await connections.pin(first, true);
    expect(world.onDisk).toMatchObject([{ usedAt: clock.now(), pinned: true }]);
  });
});

describe('as many as there may be', () => {
  it('leave room for no more, and say so', async () => {
    const { connections, saves, world } = await connectionsModule(many());
    const refused = {
      ok: false,
      error: { code: 'not-allowed', message: expect.stringContaining('at most 5000') },
    };
    expect(await connections.save(null, draft())).toMatchObject(refused);
    expect(await connections.duplicate(first)).toMatchObject(refused);
    expect(saves).not.toHaveBeenCalled();
    await connections.remove(first);
    expect(await connections.save(null, draft())).toMatchObject({ ok: true });
    expect(await connections.restore(first)).toMatchObject(refused);
    expect(world.onDisk).toHaveLength(5_000);
  });
});

describe('saving many', () => {
  it('adds all of them with one write, and takes them away with one', async () => {
    const { connections, names, onChanged, saves, world } = await connectionsModule(named('a'));
    const saved = await connections.saveMany([draft({ name: 'b' }), draft({ name: 'c' })]);
    if (!saved.ok) throw new Error('not saved');
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(saved.value.ids).toEqual(
      connections
        .list()
        .slice(1)
        .map(({ id }) => id),
    );
    expect(world.onDisk).toEqual(connections.list());
    expect(onChanged).toHaveBeenCalledTimes(1);
    // one of them was deleted meanwhile
    await connections.remove(saved.value.ids[0] ?? '');
    saves.mockClear();
    expect(await connections.removeMany(saved.value.ids)).toEqual(succeed({}));
    expect(names()).toEqual(['a']);
    expect(saves).toHaveBeenCalledTimes(1);
    expect(await connections.removeMany(saved.value.ids)).toEqual(succeed({}));
    expect(saves).toHaveBeenCalledTimes(1);
  });

  it('adds none where there would be too many, or one names a file that nobody chose', async () => {
    const { connections, names, saves } = await connectionsModule(many(4_999));
    const before = names().length;
    const two = [draft({ name: 'b' }), draft({ name: 'c' })];
    expect(await connections.saveMany(two)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect(await connections.saveMany([draft({ caFile: '/etc/passwd' })])).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    expect(names()).toHaveLength(before);
    expect(saves).not.toHaveBeenCalled();
  });
});
