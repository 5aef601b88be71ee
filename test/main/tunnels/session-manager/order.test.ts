import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createIncoming } from '../../../../main/tunnels/session-manager/incoming.ts';
import { decodeMessage, type Message } from '../../../../main/tunnels/session-manager/message.ts';
import { createOutgoing } from '../../../../main/tunnels/session-manager/outgoing.ts';
import { createRoundTrip } from '../../../../main/tunnels/session-manager/round-trip.ts';
import { createTimeline } from './timeline.ts';

const stream = (sequence: number, payload = Buffer.from([sequence])): Message => ({
  type: 'output_stream_data',
  sequence,
  flags: 0,
  id: Buffer.alloc(16),
  payloadType: 1,
  payload,
});

it('gives messages in order and once, however they come, and acknowledges each time', () => {
  const arrivals = fc.array(fc.nat(30), { maxLength: 200 });
  fc.assert(
    fc.property(arrivals, (some) => {
      const incoming = createIncoming();
      const given: number[] = [];
      for (const sequence of some) {
        const { inOrder, isAcknowledged } = incoming.take(stream(sequence));
        expect(isAcknowledged).toBe(true);
        given.push(...inOrder.map((one) => one.sequence));
      }
      const whole = new Set(some);
      let expected = 0;
      while (whole.has(expected)) expected += 1;
      expect(given).toEqual(Array.from({ length: expected }, (_, at) => at));
      expect(incoming.hasGap()).toBe(Math.max(-1, ...some) >= expected);
    }),
  );
});

it('acknowledges nothing that it has no room for', () => {
  const incoming = createIncoming();
  const megabyte = Buffer.alloc(1024 * 1024);
  for (let at = 1; at <= 16; at += 1) expect(incoming.take(stream(at, megabyte)).isAcknowledged).toBe(true);
  expect(incoming.take(stream(17, megabyte)).isAcknowledged).toBe(false);
  expect(incoming.take(stream(0)).inOrder).toHaveLength(17);
  // what was taken out leaves room
  for (let at = 18; at <= 33; at += 1) expect(incoming.take(stream(at, megabyte)).isAcknowledged).toBe(true);
  expect(incoming.take(stream(34, megabyte)).isAcknowledged).toBe(false);
  const many = createIncoming();
  const acknowledged = Array.from(
    { length: 30_000 },
    (_, at) => many.take(stream(at + 1, Buffer.alloc(0))).isAcknowledged,
  );
  expect(acknowledged.filter(Boolean)).toHaveLength(20_000);
});

function outgoingOf() {
  const timeline = createTimeline();
  const sent: { readonly at: number; readonly sequence: number }[] = [];
  const begun = timeline.clock.now();
  const roundTrip = createRoundTrip();
  const outgoing = createOutgoing({
    clock: timeline.clock,
    roundTrip,
    transmit: (bytes) =>
      void sent.push({ at: timeline.clock.now() - begun, sequence: decodeMessage(bytes)?.sequence ?? -1 }),
  });
  return { timeline, sent, outgoing, roundTrip };
}

it('numbers messages from 0 and keeps them until they are acknowledged', () => {
  const { sent, outgoing, timeline } = outgoingOf();
  for (let at = 0; at < 3; at += 1) outgoing.send(1, Buffer.from('x'));
  expect(sent.map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
  expect(outgoing.acknowledge(1)).toBe(true);
  expect(outgoing.acknowledge(1)).toBe(false);
  expect(outgoing.acknowledge(99)).toBe(false);
  expect(outgoing.unacknowledged()).toBe(2);
  outgoing.resendAll();
  expect(sent.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 0, 2]);
  outgoing.acknowledge(0);
  outgoing.acknowledge(2);
  expect(timeline.tickers()).toBe(0);
});

it('sends again later and later, the oldest first, and not all at once', async () => {
  const { sent, outgoing, timeline } = outgoingOf();
  for (let at = 0; at < 100; at += 1) outgoing.send(1, Buffer.from('x'));
  sent.length = 0;
  await timeline.run(4_900);
  const looks = [...new Set(sent.map(({ at }) => at))];
  // 200 ms doubled: the first ones at 200 ms, the next ones when 400 ms are over, and so on
  expect(looks).toEqual([200, 400, 800, 1_600, 3_200]);
  for (const look of looks) expect(sent.filter(({ at }) => at === look)).toHaveLength(16);
  expect(sent.slice(0, 16).map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 16 }, (_, at) => at),
  );
});

it('waits for the measured round trip before it sends again', async () => {
  const { sent, outgoing, timeline, roundTrip } = outgoingOf();
  for (let at = 0; at < 40; at += 1) {
    outgoing.send(1, Buffer.from('x'));
    await timeline.run(600);
    outgoing.acknowledge(at);
  }
  expect(roundTrip.smoothed()).toBeGreaterThan(550);
  sent.length = 0;
  outgoing.send(1, Buffer.from('x'));
  await timeline.run(600);
  expect(sent).toHaveLength(1);
});

it('measures as RFC 6298 does, and never waits for ever', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(10_000), fc.constant(null)), { maxLength: 100 }), (some) => {
      const roundTrip = createRoundTrip();
      for (const ms of some) {
        if (ms === null) roundTrip.backOff();
        else roundTrip.measured(ms);
        expect(roundTrip.timeout()).toBeGreaterThanOrEqual(200);
        expect(roundTrip.timeout()).toBeLessThanOrEqual(5_000);
      }
    }),
  );
  const roundTrip = createRoundTrip();
  expect(roundTrip.timeout()).toBe(200);
  roundTrip.measured(100);
  expect(roundTrip.timeout()).toBe(100 + 4 * 50);
  roundTrip.measured(180);
  // variation 50 + (80 - 50) / 4, smoothed 100 + 80 / 8
  expect(roundTrip.timeout()).toBe(110 + 4 * 57.5);
  roundTrip.backOff();
  roundTrip.backOff();
  expect(roundTrip.timeout()).toBe(4 * 340);
  roundTrip.measured(110);
  expect(roundTrip.timeout()).toBeLessThan(340);
});

it('has room for a window, and none beyond it', () => {
  const { outgoing } = outgoingOf();
  for (let at = 0; at < 1_000; at += 1) {
    expect(outgoing.hasRoom()).toBe(true);
    outgoing.send(1, Buffer.from('x'));
  }
  expect(outgoing.hasRoom()).toBe(false);
  outgoing.acknowledge(500);
  expect(outgoing.hasRoom()).toBe(true);
});
