import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expiryNote } from '../../../app/tokens/expiry-note.ts';
import { watchExpiry } from '../../../app/tokens/expiry-watch.ts';
import type { Lease } from '../../../app/tokens/model.ts';
import { testClock } from '../test-clock.ts';

const MINUTE = 60_000;

function watch() {
  const clock = testClock();
  const told: string[][] = [];
  const watching = watchExpiry(clock, (leases) => told.push(leases.map(({ endpointId }) => endpointId)));
  const lease = (endpointId: string, minutes: number, over: Partial<Lease> = {}): Lease => ({
    endpointId,
    dbUser: 'alice',
    deliveredTo: 'clipboard',
    signedAt: clock.now(),
    expiresAt: clock.now() + minutes * MINUTE,
    limitedBy: 'token',
    certain: true,
    ...over,
  });
  return { clock, told, watching, lease };
}

describe('a lease that ends', () => {
  it('is told once, within a second of its end', () => {
    const { clock, told, watching, lease } = watch();
    watching.update([lease('orders', 15)]);
    clock.advance(15 * MINUTE - 1);
    expect(told).toEqual([]);
    clock.advance(1_000);
    expect(told).toEqual([['orders']]);
    clock.advance(60 * MINUTE);
    expect(told).toEqual([['orders']]);
  });

  it('is not told again where the same leases are named again, nor where the clock is set back', () => {
    const { clock, told, watching, lease } = watch();
    const leases = [lease('orders', 15)];
    watching.update(leases);
    clock.advance(16 * MINUTE);
    watching.update(leases);
    clock.sleep(-5 * MINUTE);
    watching.update(leases);
    clock.advance(10 * MINUTE);
    expect(told).toEqual([['orders']]);
  });

  it('is not told where a newer one has replaced it, even in the second of its end', () => {
    const { clock, told, watching, lease } = watch();
    watching.update([lease('orders', 15)]);
    clock.advance(10 * MINUTE);
    const newer = lease('orders', 15);
    watching.update([newer]);
    clock.advance(14 * MINUTE);
    expect(told).toEqual([]);
    clock.sleep(MINUTE - 1);
    watching.update([lease('orders', 15)]);
    clock.advance(MINUTE);
    expect(told).toEqual([]);
  });

  it('is told even where others changed between its end and the next look', () => {
    const { clock, told, watching, lease } = watch();
    const orders = lease('orders', 15.001);
    watching.update([orders]);
    clock.advance(15 * MINUTE + 100);
    watching.update([orders, lease('billing', 15)]);
    clock.advance(1_000);
    expect(told).toEqual([['orders']]);
  });

  it('is told together with others that end at the same time, the earliest first', () => {
    const { clock, told, watching, lease } = watch();
    watching.update([lease('b', 15.005), lease('a', 15.002), lease('later', 20)]);
    clock.advance(16 * MINUTE);
    expect(told).toEqual([['a', 'b']]);
  });

  it('in sleep is told at waking, unless that was long ago', () => {
    const { clock, told, watching, lease } = watch();
    watching.update([lease('old', 5), lease('recent', 15)]);
    clock.sleep(20 * MINUTE);
    expect(told).toEqual([['recent']]);
    watching.update([lease('yesterday', 15)]);
    clock.sleep(24 * 60 * MINUTE);
    clock.advance(MINUTE);
    expect(told).toEqual([['recent']]);
  });
});

it('nothing ticks while there is nothing to wait for', () => {
  const { clock, watching, lease } = watch();
  expect(clock.watchers()).toBe(0);
  const leases = [lease('orders', 15)];
  watching.update(leases);
  watching.update(leases);
  expect(clock.watchers()).toBe(1);
  clock.advance(16 * MINUTE);
  expect(clock.watchers()).toBe(0);
  watching.update([lease('orders', 15)]);
  watching.stop();
  expect(clock.watchers()).toBe(0);
});

it('every lease is told exactly once if its end was seen before a newer one came, and else never', () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 8 * MINUTE }),
    who: fc.constantFrom('a', 'b', 'c'),
    minutes: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const { clock, watching, lease } = watch();
      const told: Lease[] = [];
      const precise = watchExpiry(clock, (leases) => told.push(...leases));
      watching.stop();
      const current = new Map<string, Lease>();
      const all: { lease: Lease; replacedAt: number }[] = [];
      for (const { wait, who, minutes } of steps) {
        // never the same moment twice: the moment tells leases of one database apart
        clock.advance(wait + 1);
        const next = lease(who, minutes);
        for (const one of all) {
          if (one.lease === current.get(who)) one.replacedAt = clock.now();
        }
        all.push({ lease: next, replacedAt: Number.POSITIVE_INFINITY });
        current.set(who, next);
        precise.update([...current.values()]);
      }
      clock.advance(60 * MINUTE);
      for (const one of all) {
        const times = told.filter((lease) => lease === one.lease).length;
        if (one.lease.expiresAt + 1_000 < one.replacedAt) expect(times).toBe(1);
        else if (one.lease.expiresAt > one.replacedAt) expect(times).toBe(0);
        else expect(times).toBeLessThanOrEqual(1);
      }
      expect(clock.watchers()).toBe(0);
    }),
  );
});

describe('the note', () => {
  it('names the database and says what to do', () => {
    expect(expiryNote(['orders'])).toEqual({
      title: 'The token for orders has expired',
      body: 'Open sessions keep working. Copy a new token to log in again.',
    });
  });

  it('of several is one, and names a few', () => {
    expect(expiryNote(['a', 'b'])).toMatchObject({
      title: '2 tokens have expired',
      body: expect.stringMatching(/^a, b\. Open sessions/),
    });
    expect(expiryNote(['a', 'b', 'c', 'd', 'e']).body).toMatch(/^a, b, c and 2 more\. /);
  });
});
