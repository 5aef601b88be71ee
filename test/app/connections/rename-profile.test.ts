import { expect, it } from 'vitest';
import { connectionsModule, draft } from './connections-module.ts';
import { connection, idOf } from './sample-connection.ts';

const three = [
  connection({ id: idOf(1), profile: 'old', changedAt: 5 }),
  connection({ id: idOf(2), profile: 'other', changedAt: 5 }),
  connection({ id: idOf(3), profile: 'old', changedAt: 5 }),
];

it('a profile’s new name goes to its connections, and undo brings back exactly what was', async () => {
  const { connections, world } = await connectionsModule(three);
  await connections.remove(idOf(3));
  const renamed = await connections.renameProfile('old', 'new');
  expect(connections.list().map(({ profile }) => profile)).toEqual(['new', 'other']);
  // who shares them takes the change for newer
  expect(connections.list()[0]?.changedAt).toBeGreaterThan(5);
  await connections.used(idOf(1));
  expect(renamed.ok && (await renamed.value())).toMatchObject({ ok: true });
  await connections.restore(idOf(3));
  expect(connections.list().map(({ usedAt: _usedAt, ...rest }) => rest)).toEqual(
    three.map(({ usedAt: _usedAt, ...rest }) => rest),
  );
  expect(world.onDisk).toEqual(connections.list());
});

it('of a connection that was changed since, the profile alone goes back', async () => {
  const { connections } = await connectionsModule(three);
  const renamed = await connections.renameProfile('old', 'new');
  await connections.save(idOf(1), draft({ profile: 'new', name: 'mine' }));
  await connections.save(idOf(3), draft({ profile: 'third' }));
  if (renamed.ok) await renamed.value();
  expect(connections.list().map(({ name, profile }) => [name, profile])).toEqual([
    ['mine', 'old'],
    [three[1]?.name, 'other'],
    [three[2]?.name, 'third'],
  ]);
});

it('is refused as a whole where it cannot be written', async () => {
  const { connections, world } = await connectionsModule(three);
  world.save = async () => ({ ok: false, error: { code: 'file-unwritable', message: 'Full.' } });
  expect(await connections.renameProfile('old', 'new')).toMatchObject({ ok: false });
  expect(connections.list()).toEqual(three);
});
