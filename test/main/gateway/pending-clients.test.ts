import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPendingClients } from '../../../main/gateway/pending-clients.ts';

it('the oldest gives way where nobody knows who they are', () => {
  const pending = createPendingClients<string>(2);
  expect(['a', 'b', 'c', 'd'].map((client) => pending.add(client, null))).toEqual([null, null, 'a', 'b']);
  pending.remove('c');
  expect(pending.add('e', null)).toBeNull();
  expect(pending.count()).toBe(2);
});

it('the oldest of the user who has most gives way, however old another’s is', () => {
  const pending = createPendingClients<string>(4);
  pending.add('mine', 1_000);
  for (const client of ['a', 'b', 'c']) pending.add(client, 65_534);
  expect(pending.add('d', 65_534)).toBe('a');
  expect(pending.add('mine too', 1_000)).toBe('b');
  expect(pending.takeOldest()).toBe('mine');
  for (const expected of ['c', 'd', 'mine too', null]) expect(pending.takeOldest()).toBe(expected);
});

it('no user who has less than another one ever gives way', () => {
  const users = fc.array(fc.constantFrom(null, 1, 2, 3), { maxLength: 60 });
  fc.assert(
    fc.property(users, fc.integer({ min: 1, max: 9 }), (arrivals, max) => {
      const pending = createPendingClients<number>(max);
      const inside = new Map<number, number | null>();
      for (const [client, user] of arrivals.entries()) {
        inside.set(client, user);
        const out = pending.add(client, user);
        expect(out === null).toBe(inside.size <= max);
        if (out === null) continue;
        const share = (of: number | null | undefined): number =>
          [...inside.values()].filter((one) => one === of).length;
        const given = share(inside.get(out));
        expect(Math.max(...[...inside.values()].map(share))).toBe(given);
        inside.delete(out);
        expect(pending.count()).toBe(inside.size);
      }
    }),
  );
});
