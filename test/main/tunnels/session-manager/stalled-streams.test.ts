import { expect, it } from 'vitest';
import type { Target } from './fake-agent.ts';
import { expectEcho, openTestSession, watch } from './open-session.ts';

const MINUTE = 60_000;
const MEGABYTE = 1024 * 1024;

/** Says what it is told, and after the word `flood` as many megabytes as the word has after it. */
const flooding: Target = ({ write }) => ({
  onData(bytes) {
    const [, megabytes] = /^flood (\d+)$/.exec(bytes.toString()) ?? [];
    if (megabytes === undefined) return write(bytes);
    for (let left = Number(megabytes) * 64; left > 0; left -= 1) write(Buffer.alloc(16 * 1024));
  },
  onClose: () => undefined,
});

it('does not let a client that does not read hold up the others, and fails it after a minute', async () => {
  const open = await openTestSession({ target: flooding });
  const { timeline, service, session } = open;
  const stalled = session.connect();
  const other = watch(session.connect());
  stalled.write('flood 20');
  await timeline.run(MINUTE / 2);
  await expectEcho(open, other, 'meanwhile');
  expect(service.agent.unacknowledged()).toBeLessThan(10);
  expect(stalled.destroyed).toBe(false);
  await timeline.run(MINUTE);
  expect(stalled.errored).toMatchObject({ code: 'tunnel-stalled' });
  await expectEcho(open, other, 'after');
  expect(service.counts.pauses).toBe(0);
  expect(service.agent.connections()).toBe(1);
});

it('reads no more than a bound for clients that do not read, and goes on when they do', async () => {
  const open = await openTestSession({ target: flooding });
  const { timeline, service, session } = open;
  const alone = session.connect();
  alone.write('flood 24');
  await timeline.run(5 * MINUTE);
  // nobody waits for it, so it may take its time
  expect(alone.destroyed).toBe(false);
  expect(service.counts.pauses).toBe(1);
  // nor over a wire that comes after this one
  service.sayGoodbye();
  await timeline.run(MINUTE);
  expect(service.counts.pauses).toBe(2);
  expect(service.counts.toClient).toBeLessThan(20 * MEGABYTE);
  const read = watch(alone);
  // the agent sends again what was lost with the wire, ten messages a second
  await timeline.run(30 * MINUTE, () => read.length() === 24 * MEGABYTE);
  expect(read.length()).toBe(24 * MEGABYTE);
  expect(session.status().received).toBe(24 * MEGABYTE);
  await expectEcho(open, watch(session.connect()), 'hello');
});

it('lets a small request pass between the pieces of a large one', async () => {
  const arrivals: string[] = [];
  const target: Target = () => ({
    onData: (bytes) => void arrivals.push(bytes.length < 100 ? bytes.toString() : 'large'),
    onClose: () => undefined,
  });
  const { timeline, session } = await openTestSession({ target });
  const [large, small] = [session.connect(), session.connect()];
  large.write(Buffer.alloc(5 * MEGABYTE));
  await timeline.run(40);
  const before = arrivals.length;
  expect(before).toBeLessThan(3_000);
  small.write('small');
  await timeline.run(60_000);
  // at most the window that was on its way is before it
  expect(arrivals.indexOf('small') - before).toBeLessThan(1_100);
  expect(arrivals.length).toBeGreaterThan(5_000);
});

it('makes the writer wait while the agent acknowledges nothing', async () => {
  const { timeline, service, session } = await openTestSession();
  const stream = session.connect();
  await timeline.run(100);
  service.agent.state.isMute = true;
  let written = 0;
  while (stream.write(Buffer.alloc(10_000)) && written < 100) {
    written += 1;
    await timeline.run(10);
  }
  // a window of messages, and what the stream holds
  expect(written).toBeLessThan(120);
  const sent = service.counts.fromClient;
  await timeline.run(100);
  expect(service.counts.fromClient).toBe(sent);
  expect(session.status().sent).toBeLessThan(1_100_000);
});

it('gives an agent that is busy with a database longer than one that is mute', async () => {
  const sunk: Target = () => ({ onData: () => undefined, onClose: () => undefined });
  const { timeline, service, session } = await openTestSession({ target: sunk });
  const watched = watch(session.connect());
  watched.stream.write(Buffer.alloc(5 * MEGABYTE));
  await timeline.run(10_000, () => session.status().sent === 5 * MEGABYTE);
  service.agent.state.isMute = true;
  watched.stream.write('more');
  await timeline.run(4.5 * MINUTE);
  expect(watched.end()).toBeNull();
  await timeline.run(6 * MINUTE);
  expect(watched.end()).toBe('tunnel-silent');
});
