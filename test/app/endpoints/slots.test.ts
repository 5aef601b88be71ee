import { describe, expect, it } from 'vitest';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import type { Urgency } from '../../../app/endpoints/calls.ts';
import { createSlots } from '../../../app/endpoints/slots.ts';
import { deferred, settled } from '../deferred.ts';
import { testClock } from '../test-clock.ts';

const limits = { total: 6, perRegion: 4, perLane: 2 };

/** Slots with requests that a test ends by hand. */
function slotsOf() {
  const clock = testClock();
  const slots = createSlots(clock, limits);
  const running = new Map<string, (result: Result<null>) => void>();
  const results: Result<null>[] = [];
  return {
    clock,
    slots,
    results,
    /** The names of the requests that are under way, in the order in which they were started. */
    running: () => [...running.keys()],
    ask(name: string, account: string, region: string, urgency: Urgency = 'first') {
      void slots
        .run({ account, region, urgency }, () => {
          const gate = deferred<Result<null>>();
          running.set(name, gate.resolve);
          return gate.promise;
        })
        .then((result) => results.push(result));
    },
    async end(name: string, result: Result<null> = succeed(null)) {
      const resolve = running.get(name);
      if (resolve === undefined) throw new Error(`${name} is not running`);
      running.delete(name);
      resolve(result);
      await settled();
    },
  };
}

describe('requests', () => {
  it('of one account in one region are few, of one region more, and of all there is a limit', () => {
    const { ask, running, slots } = slotsOf();
    for (const name of ['a1', 'a2', 'a3']) ask(name, 'a', 'one');
    expect(running()).toEqual(['a1', 'a2']);
    for (const name of ['b1', 'b2']) ask(name, 'b', 'one');
    ask('c1', 'c', 'one');
    expect(running()).toEqual(['a1', 'a2', 'b1', 'b2']);
    for (const name of ['a1', 'a2', 'a3']) ask(`two ${name}`, 'a', 'two');
    ask('three', 'a', 'three');
    expect(running()).toEqual(['a1', 'a2', 'b1', 'b2', 'two a1', 'two a2']);
    expect(slots.running()).toBe(6);
  });

  it('that wait are started as others end, each region in its turn', async () => {
    const { ask, running, end } = slotsOf();
    for (const name of ['a1', 'a2']) ask(name, 'a', 'one');
    for (const name of ['b1', 'b2']) ask(name, 'b', 'one');
    for (const name of ['x1', 'x2']) ask(name, 'a', 'two');
    ask('c1', 'c', 'one');
    ask('y1', 'y', 'two');
    await end('x1');
    // the first region is full, the second is not
    expect(running().at(-1)).toBe('y1');
    await end('a1');
    expect(running().at(-1)).toBe('c1');
  });

  it('that are urgent go before those that only add something', async () => {
    const { ask, running, end } = slotsOf();
    for (const name of ['a1', 'a2']) ask(name, 'a', 'one');
    ask('a-later', 'a', 'one', 'later');
    ask('a-first', 'a', 'one', 'first');
    await end('a1');
    expect(running()).toEqual(['a2', 'a-first']);
    await end('a2');
    expect(running()).toEqual(['a-first', 'a-later']);
  });

  it('that throw leave their slot', async () => {
    const { slots, ask, running } = slotsOf();
    const turn = { account: 'a', region: 'one', urgency: 'first' } as const;
    const thrown = slots.run(turn, () => Promise.reject(new Error('defect')));
    await expect(thrown).rejects.toThrow('defect');
    expect(slots.running()).toBe(0);
    ask('a1', 'a', 'one');
    expect(running()).toEqual(['a1']);
  });
});

describe('an account that AWS throttles in a region', () => {
  it('rests, longer each time, and then is asked less at once; others are not held up', async () => {
    const { ask, running, end, clock } = slotsOf();
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) ask(name, 'a', 'one');
    await end('a1', fail('throttled', 'Rate exceeded.'));
    await end('a2', fail('throttled', 'Rate exceeded.'));
    expect(running()).toEqual([]);
    ask('b1', 'b', 'one');
    expect(running()).toEqual(['b1']);
    clock.advance(900);
    expect(running()).toEqual(['b1']);
    clock.advance(200);
    // one at a time
    expect(running()).toEqual(['b1', 'a3']);
    await end('a3');
    expect(running()).toEqual(['b1', 'a4']);
    await end('a4');
    await end('a5');
    await end('b1');
    expect(clock.watchers()).toBe(0);
  });

  it('is asked as before once it has gone well for a while', async () => {
    const { ask, running, end, clock } = slotsOf();
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) ask(name, 'a', 'one');
    await end('a1', fail('throttled', 'Rate exceeded.'));
    await end('a2');
    clock.advance(600);
    expect(running()).toEqual(['a3']);
    clock.advance(2_000);
    await end('a3');
    expect(running()).toEqual(['a4', 'a5']);
  });
});

describe('a region in which nothing answers', () => {
  const silence = fail('unreachable', 'No answer.');

  it('is given up for those who wait, once enough have tried', async () => {
    const { ask, running, end, results } = slotsOf();
    for (let serial = 0; serial < 20; serial += 1) ask(`r${serial}`, `account ${serial}`, 'dead');
    for (let missed = 0; missed < 7; missed += 1) await end(running()[0] ?? '', silence);
    expect(results).toHaveLength(7);
    await end(running()[0] ?? '', silence);
    expect(results).toHaveLength(17);
    expect(results.at(-1)).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    // those that are under way end by themselves
    expect(running()).toHaveLength(3);
    for (const name of running()) await end(name, silence);
    // and the next scan asks again
    ask('again', 'a', 'dead');
    expect(running()).toEqual(['again']);
  });

  it('is not given up where anybody was answered in between, be it with a refusal', async () => {
    const { ask, running, end, results } = slotsOf();
    for (let serial = 0; serial < 20; serial += 1) ask(`r${serial}`, `account ${serial}`, 'slow');
    for (let missed = 0; missed < 7; missed += 1) await end(running()[0] ?? '', silence);
    await end(running()[0] ?? '', fail('access-denied', 'No.'));
    await end(running()[0] ?? '', silence);
    expect(results).toHaveLength(9);
    expect(running()).toHaveLength(4);
  });
});
