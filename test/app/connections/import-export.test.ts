import { describe, expect, it } from 'vitest';
import { importPreview, type Connection } from '../../../app/connections/model.ts';
import { writeShared } from '../../../app/connections/sharing.ts';
import { fail, succeed } from '../../../app/common/result.ts';
import { many } from './any-connection.ts';
import { connection, idOf } from './sample-connection.ts';
import { connectionsModule, draft, named } from './connections-module.ts';

type TestModule = Awaited<ReturnType<typeof connectionsModule>>;

async function preview({ world, connections }: TestModule, list: readonly Connection[] | string) {
  const text = typeof list === 'string' ? list : writeShared(list);
  world.opened = succeed({ name: 'team.json', text });
  const read = await connections.importFile();
  if (!read.ok || read.value.preview === null) throw new Error('no preview');
  return read.value.preview;
}
const over = {
  ok: false,
  error: { code: 'invalid-input', message: expect.stringContaining('import is over') },
};

describe('an export', () => {
  it('writes all, or those that are named, once each', async () => {
    const { connections, saveShared } = await connectionsModule(named('a', 'b', 'c'));
    expect(await connections.exportFile(null)).toEqual(succeed({ file: 'team.json', count: 3 }));
    expect(saveShared).toHaveBeenLastCalledWith(
      'latchkey-connections.json',
      writeShared(named('a', 'b', 'c')),
      'connections',
    );
    expect(await connections.exportFile([idOf(2), idOf(2)])).toEqual(
      succeed({ file: 'team.json', count: 1 }),
    );
    expect(saveShared).toHaveBeenLastCalledWith(
      'latchkey-connections.json',
      writeShared(named('a', 'b').slice(1)),
      'connections',
    );
  });

  it('says nothing where no file was chosen, and what went wrong where it could not be written', async () => {
    const { connections, world } = await connectionsModule(named('a'));
    world.exported = succeed(null);
    expect(await connections.exportFile(null)).toEqual(succeed({ file: null, count: 0 }));
    world.exported = fail('file-unwritable', 'Disk full.');
    expect(await connections.exportFile(null)).toEqual(world.exported);
  });

  it('of one that is gone is refused, and nothing is written', async () => {
    const { connections, saveShared } = await connectionsModule(named('a', 'b'));
    await connections.remove(idOf(2));
    expect(await connections.exportFile([idOf(1), idOf(2)])).toMatchObject({
      error: { code: 'connection-not-found' },
    });
    expect(saveShared).not.toHaveBeenCalled();
  });

  it('that could not be imported again is refused', async () => {
    const { connections, saveShared } = await connectionsModule(
      many(2_500).map((one) => ({ ...one, notes: 'n'.repeat(4_000) })),
    );
    expect(await connections.exportFile(null)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(saveShared).not.toHaveBeenCalled();
  });
});

describe('an import', () => {
  it('is looked at first, changes nothing, and is then taken but for what is left out', async () => {
    const module = await connectionsModule(named('a', 'b'));
    const { connections, saves, names, world } = module;
    const newer = { changedAt: Date.UTC(2026, 5, 1) };
    const theirs = [
      ...named('a', 'b2', 'c', 'd')
        .slice(1)
        .map((one) => ({ ...one, ...newer })),
      ...named('a'),
    ];
    const seen = await preview(module, theirs);
    expect(importPreview.safeParse(seen).success).toBe(true);
    expect(seen.file).toBe('team.json');
    expect(seen.entries.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'a same',
      'b2 change',
      'c add',
      'd add',
    ]);
    expect(saves).not.toHaveBeenCalled();
    expect(await connections.acceptImport(seen.id, [idOf(3)])).toEqual(succeed({ added: 1, changed: 1 }));
    expect(names()).toEqual(['a', 'b2', 'd']);
    expect(world.onDisk).toEqual(connections.list());
  });

  it('of no file changes nothing', async () => {
    const { connections, world } = await connectionsModule();
    expect(await connections.importFile()).toEqual(succeed({ preview: null }));
    world.opened = fail('file-unreadable', 'No.');
    expect(await connections.importFile()).toEqual(world.opened);
    world.opened = succeed({ name: 'x', text: 'x' });
    expect(await connections.importFile()).toMatchObject({ error: { code: 'file-unreadable' } });
  });

  it('is accepted once, and only the newest', async () => {
    const module = await connectionsModule();
    const older = await preview(module, named('a'));
    const newer = await preview(module, named('b'));
    expect(await module.connections.acceptImport(older.id, [])).toMatchObject(over);
    expect(await module.connections.acceptImport(idOf(7), [])).toMatchObject(over);
    const both = [newer, newer].map(({ id }) => module.connections.acceptImport(id, []));
    expect(await Promise.all(both)).toMatchObject([{ ok: true }, over]);
    expect(module.names()).toEqual(['b']);
  });

  it('is compared with the list as it is when it is accepted', async () => {
    const module = await connectionsModule(named('a', 'b'));
    const { connections, clock, names } = module;
    const theirs = named('a2', 'b2', 'c').map((one) => ({ ...one, changedAt: clock.now() + 1_000 }));
    const { id, entries } = await preview(module, theirs);
    expect(entries.map(({ outcome }) => outcome)).toEqual(['change', 'change', 'add']);
    clock.advance(5_000);
    await connections.save(idOf(1), draft({ name: 'a3' }));
    await connections.remove(idOf(2));
    expect(await connections.acceptImport(id, [])).toEqual(succeed({ added: 2, changed: 0 }));
    expect(names()).toEqual(['a3', 'b2', 'c']);
    // what came back by the import is there already
    expect(await connections.restore(idOf(2))).toMatchObject({ error: { code: 'connection-not-found' } });
  });

  it('leaves what was removed where it can be restored', async () => {
    const module = await connectionsModule(named('a', 'b', 'c'));
    await module.connections.remove(idOf(2));
    const { id } = await preview(module, [connection({ id: idOf(9), name: 'z' })]);
    await module.connections.acceptImport(id, []);
    await module.connections.restore(idOf(2));
    expect(module.names()).toEqual(['a', 'b', 'c', 'z']);
  });

  it('of more than there is room for is refused as a whole, and can be tried again', async () => {
    const module = await connectionsModule(many(4_999));
    const theirs = named('a', 'b').map((one, index) => ({ ...one, id: idOf(6_000 + index) }));
    const { id } = await preview(module, theirs);
    expect(await module.connections.acceptImport(id, [])).toMatchObject({
      error: { code: 'not-allowed' },
    });
    expect(module.connections.list()).toHaveLength(4_999);
    expect(await module.connections.acceptImport(id, [idOf(6_001)])).toEqual(
      succeed({ added: 1, changed: 0 }),
    );
  });

  it('names bad entries one by one up to a number, and counts the others', async () => {
    const module = await connectionsModule();
    const text = JSON.stringify({
      format: 'latchkey-connections',
      version: 1,
      connections: Array.from({ length: 1_500 }, () => 0),
    });
    const seen = await preview(module, text);
    expect(importPreview.safeParse(seen).success).toBe(true);
    expect(seen.refused).toHaveLength(1_000);
    expect(seen.refused.at(-1)).toEqual({ which: '501 more', why: 'cannot be used either' });
  });
});
