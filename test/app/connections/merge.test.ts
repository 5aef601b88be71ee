import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../app/connections/model.ts';
import { merged, preview } from '../../../app/connections/merge.ts';
import type { SharedConnection } from '../../../app/connections/shared-connection.ts';
import { readShared, writeShared } from '../../../app/connections/sharing.ts';
import { anyConnection, shared } from './any-connection.ts';
import { connection, idOf } from './sample-connection.ts';

const at = (day: number): number => Date.UTC(2026, 0, day);
const mine = connection({ pinned: true, usedAt: 5, caFile: '/ca.pem', changedAt: at(5) });

describe('a merge', () => {
  it.each([
    ['newer', { name: 'theirs', changedAt: at(6) }, 'change', 'theirs', at(6)],
    ['older', { name: 'theirs', changedAt: at(4) }, 'older', 'orders', at(5)],
    ['the same', {}, 'same', 'orders', at(5)],
    ['the same, said later', { changedAt: at(6) }, 'same', 'orders', at(6)],
    ['the same, said earlier', { changedAt: at(4) }, 'same', 'orders', at(5)],
  ])('with what is %s', (_what, over, outcome, name, changedAt) => {
    const theirs = shared({ ...mine, ...over });
    expect(preview([mine], [theirs])[0]?.outcome).toBe(outcome);
    const { list, added, changed } = merged([mine], [theirs], []);
    // what belongs to this machine stays
    expect(list).toEqual([{ ...mine, name, changedAt }]);
    expect([added, changed]).toEqual([0, outcome === 'change' ? 1 : 0]);
  });

  it('keeps the order here and adds the new ones in the file’s', () => {
    const here = [1, 2].map((number) => connection({ id: idOf(number) }));
    const theirs = [4, 2, 3].map((number) =>
      shared(connection({ id: idOf(number), name: 'n', changedAt: at(9) })),
    );
    const { list, added, changed } = merged(here, theirs, []);
    expect(list.map(({ id }) => id)).toEqual([1, 2, 4, 3].map(idOf));
    expect(list[3]).toEqual(connection({ id: idOf(3), name: 'n', changedAt: at(9) }));
    expect([added, changed]).toEqual([2, 1]);
  });

  it('leaves an SSH server of this machine alone, and takes what others say beneath it', () => {
    const ssh = { kind: 'ssh', destination: 'bastion' } as const;
    const here = { ...mine, networkRoute: { ...ssh, shared: { kind: 'direct' } } } as const;
    expect(preview([here], [shared(mine)])[0]?.outcome).toBe('same');
    const found = { kind: 'session-manager', target: null } as const;
    const theirs = shared({ ...mine, name: 'theirs', networkRoute: found, changedAt: at(6) });
    expect(preview([here], [theirs])[0]?.changes).toEqual(['name', 'how it is reached']);
    const { list } = merged([here], [theirs], []);
    expect(list).toEqual([
      { ...here, name: 'theirs', changedAt: at(6), networkRoute: { ...ssh, shared: found } },
    ]);
    // who exports it then says what others said
    expect(writeShared(list)).not.toMatch(/bastion|ssh/);
    expect(preview(list, [theirs])[0]?.outcome).toBe('same');
  });

  it('leaves out what the user does not want', () => {
    const theirs = [1, 2].map((number) =>
      shared(connection({ id: idOf(number), name: 'n', changedAt: at(9) })),
    );
    const here = [connection({ id: idOf(1) })];
    expect(merged(here, theirs, [idOf(1), idOf(2)])).toEqual({ list: here, added: 0, changed: 0 });
  });
});

describe('a preview', () => {
  it('says whom and where, and what differs, in the order of the fields', () => {
    const theirs = shared({
      ...mine,
      changedAt: at(6),
      name: 'n',
      environment: null,
      notes: 'n',
      family: 'mysql',
      profile: 'n',
      region: 'us-east-1',
      address: { ...mine.address, port: 1 },
      networkRoute: { kind: 'address', address: { host: 'localhost', port: 1 } },
      dbUser: 'n',
      database: 'n',
      client: 'mysql',
    });
    expect(preview([mine], [theirs])).toEqual([
      {
        id: mine.id,
        name: 'n',
        target: 'n@orders.abc.eu-west-1.rds.amazonaws.com:1',
        through: 'localhost:1',
        profile: 'n',
        region: 'us-east-1',
        environment: null,
        outcome: 'change',
        changes: [
          'name',
          'environment',
          'notes',
          'engine',
          'profile',
          'region',
          'host and port',
          'how it is reached',
          'database user',
          'database',
          'client',
        ],
      },
    ]);
  });

  it('of what is new says so and nothing more', () => {
    expect(preview([], [shared(mine)])).toMatchObject([{ outcome: 'add', changes: [] }]);
  });
});

/** Exports of the same few connections, as different people have them: ids, times and contents clash. */
const anyExport: fc.Arbitrary<SharedConnection[]> = fc.uniqueArray(
  fc
    .tuple(anyConnection, fc.nat(3), fc.nat(2), fc.constantFrom('a', 'b', null))
    .map(([one, id, changedAt, name]) =>
      shared(
        name === null ? { ...one, id: idOf(id), changedAt } : connection({ id: idOf(id), changedAt, name }),
      ),
    ),
  { selector: ({ id }) => id, maxLength: 4 },
);
const all = (exports: readonly SharedConnection[][]): readonly Connection[] =>
  exports.reduce<readonly Connection[]>((list, one) => merged(list, one, []).list, []);

describe('merging exports', () => {
  it('does not depend on their order', () => {
    fc.assert(
      fc.property(anyExport, anyExport, anyExport, (a, b, c) => {
        const text = writeShared(all([a, b, c]));
        for (const order of [
          [a, c, b],
          [b, a, c],
          [b, c, a],
          [c, a, b],
          [c, b, a],
        ]) {
          expect(writeShared(all(order))).toBe(text);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on who merges: two who exchange their files have the same', () => {
    fc.assert(
      fc.property(anyExport, anyExport, (a, b) => {
        const [alice, bob] = [all([a]), all([b])];
        const sent = (list: readonly Connection[]): SharedConnection[] => {
          const read = readShared(writeShared(list));
          return read.ok ? read.value.connections : [];
        };
        expect(writeShared(merged(alice, sent(bob), []).list)).toBe(
          writeShared(merged(bob, sent(alice), []).list),
        );
      }),
    );
  });

  it('twice changes nothing more', () => {
    fc.assert(
      fc.property(anyExport, anyExport, (a, b) => {
        const once = all([a, b]);
        expect(merged(once, b, [])).toEqual({ list: once, added: 0, changed: 0 });
        expect(merged(once, a, [])).toEqual({ list: once, added: 0, changed: 0 });
      }),
    );
  });

  it('does what the preview said', () => {
    fc.assert(
      fc.property(anyExport, anyExport, (a, b) => {
        const here = all([a]);
        const outcomes = preview(here, b).map(({ outcome }) => outcome);
        const count = (wanted: string): number => outcomes.filter((one) => one === wanted).length;
        const { added, changed } = merged(here, b, []);
        expect([added, changed]).toEqual([count('add'), count('change')]);
      }),
    );
  });
});
