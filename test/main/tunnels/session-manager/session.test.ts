import { expect, it } from 'vitest';
import { encodeMessage, newMessageId, PAYLOAD } from '../../../../main/tunnels/session-manager/message.ts';
import { COMMAND, encodeFrame } from '../../../../main/tunnels/session-manager/smux/frames.ts';
import type { Target } from './fake-agent.ts';
import { startFaultyService } from './faulty-service.ts';
import { echo, expectEcho, openTestSession, watch } from './open-session.ts';
import { createTimeline } from './timeline.ts';

const MINUTE = 60_000;

it('moves bytes both ways, counts them, and closes at both ends', async () => {
  let closed = 0;
  const target: Target = ({ write }) => ({ onData: write, onClose: () => void (closed += 1) });
  const { timeline, service, session } = await openTestSession({ target });
  const watched = watch(session.connect());
  watched.stream.write('hello');
  watched.stream.end(' world');
  await timeline.run(500);
  expect(watched.text()).toBe('hello world');
  expect([watched.end(), closed, service.agent.connections()]).toEqual(['closed', 1, 0]);
  expect(session.status()).toMatchObject({
    state: 'open',
    connections: 0,
    sent: 11,
    received: 11,
    end: null,
  });
  expect(session.status().roundTripMs).toBeGreaterThan(0);
});

it('tells the reader of all that came before the database closed', async () => {
  const target: Target = ({ write, close }) => {
    write(Buffer.alloc(300_000, 'x'));
    close();
    return { onData: () => undefined, onClose: () => undefined };
  };
  const { timeline, session } = await openTestSession({ target });
  const stream = session.connect();
  await timeline.run(2_000);
  const watched = watch(stream);
  await timeline.run(500);
  expect([watched.length(), watched.end()]).toEqual([300_000, 'closed']);
});

it('waits half a minute for an agent to close what the client has closed', async () => {
  const { timeline, session } = await openTestSession({ isStuck: true });
  const watched = watch(session.connect());
  watched.stream.end();
  await timeline.run(25_000);
  expect([watched.end(), session.status().connections]).toEqual([null, 1]);
  await timeline.run(15_000);
  expect([watched.end(), session.status().connections]).toEqual(['closed', 0]);
});

it('says which connection the node could not make, and leaves the others', async () => {
  let asked = 0;
  const target: Target = (connection) => ((asked += 1) === 2 ? 'refused' : echo(connection));
  const open = await openTestSession({ target });
  const [first, second, third] = [1, 2, 3].map(() => watch(open.session.connect()));
  if (first === undefined || second === undefined || third === undefined) throw new Error('too few');
  await expectEcho(open, first, 'one');
  await expectEcho(open, third, 'three');
  expect(second.end()).toBe('tunnel-target-unreachable');
});

it('does not take one that the database closes meanwhile for the one that could not be made', async () => {
  const closes: (() => void)[] = [];
  const target: Target = ({ write, close }) => {
    closes.push(close);
    return { onData: write, onClose: () => undefined };
  };
  const open = await openTestSession({ target });
  const [first, second] = [watch(open.session.connect()), watch(open.session.connect())];
  await expectEcho(open, first, 'hello');
  open.service.agent.send(PAYLOAD.flag, Buffer.from([0, 0, 0, 3]));
  for (const close of closes) close();
  await open.timeline.run(500);
  expect([first.end(), second.end()]).toEqual(['closed', 'tunnel-target-unreachable']);
});

it('takes over the service’s words when it closes the channel, in one line', async () => {
  for (const [output, code, detail] of [
    ['Terminated\r\n by\u0007 an\u202e administrator', 'tunnel-ended', 'Terminated by an administrator'],
    ['Your session timed out.', 'tunnel-idle', 'Your session timed out.'],
    [7, 'tunnel-ended', ''],
    ['x'.repeat(3_000), 'tunnel-ended', 'x'.repeat(500)],
  ]) {
    const { timeline, service, session } = await openTestSession();
    const watched = watch(session.connect());
    service.inject(channelClosed({ Output: output }));
    await timeline.run(100);
    expect(session.status().end).toEqual({ code, detail });
    expect(watched.end()).toBe(code);
  }
});

it('ends with an agent that does not speak smux, and with one that has lost a message', async () => {
  const garbled = await openTestSession();
  garbled.service.agent.send(PAYLOAD.output, Buffer.from('HTTP/1.1 400 Bad Request'));
  await garbled.timeline.run(100);
  expect(garbled.session.status().end?.code).toBe('tunnel-malformed');

  const { timeline, service, session } = await openTestSession();
  service.inject(output(1_000, encodeFrame(COMMAND.keepAlive, 0)));
  await timeline.run(4 * MINUTE);
  expect(session.status().end).toEqual({ code: 'tunnel-silent', detail: 'a message is missing' });
});

it.each([
  [{ version: '3.0.100.0' }, 'tunnel-agent-too-old'],
  [{ actions: [{ ActionType: 'KMSEncryption', ActionParameters: {} }] }, 'tunnel-unsupported'],
])('does not open a session with an agent of %j', async (options, code) => {
  const timeline = createTimeline();
  const service = startFaultyService(timeline, { target: echo, ...options });
  await timeline.run(1_000);
  const opened = await service.outcome;
  expect(opened.ok ? null : opened.end.code).toBe(code);
  // the agent was answered, and ends the session, too
  expect(service.agent.state.responses).toHaveLength(1);
  expect(timeline.tickers()).toBe(0);
});

it('does not wait for ever for a handshake, and not longer than it is wanted', async () => {
  const timeline = createTimeline();
  const service = startFaultyService(timeline, { target: echo });
  service.agent.state.isMute = true;
  await timeline.run(36_000);
  const opened = await service.outcome;
  expect(opened.ok ? null : opened.end).toEqual({ code: 'tunnel-silent', detail: 'no handshake' });

  const unwanted = startFaultyService(timeline, { target: echo });
  unwanted.abort.abort();
  await timeline.run(100);
  const abandoned = await unwanted.outcome;
  expect(abandoned.ok ? null : abandoned.end.code).toBe('tunnel-closed');
  expect(timeline.tickers()).toBe(0);
});

it('ends with all its connections when it is closed, and connects no more', async () => {
  const { timeline, service, session } = await openTestSession();
  const watched = watch(session.connect());
  await timeline.run(100);
  session.close();
  await timeline.run(100);
  expect(watched.end()).toBe('tunnel-closed');
  const late = watch(session.connect());
  await timeline.run(100);
  expect([late.end(), session.status().connections]).toEqual(['tunnel-closed', 0]);
  expect(service.agent.state.isTerminated).toBe(true);
  expect(timeline.tickers()).toBe(0);
});

function message(type: string, sequence: number, payloadType: number, payload: Buffer): Buffer {
  return encodeMessage({ type, sequence, flags: 0, id: newMessageId(), payloadType, payload }, 1);
}

const output = (sequence: number, payload: Buffer): Buffer =>
  message('output_stream_data', sequence, PAYLOAD.output, payload);

const channelClosed = (content: unknown): Buffer =>
  message('channel_closed', 0, PAYLOAD.none, Buffer.from(JSON.stringify(content)));
