import { expect, it } from 'vitest';
import { tunnelEndOf } from '../../../../app/tunnels/model.ts';
import type { Target } from './fake-agent.ts';
import { NO_FAULTS, startFaultyService } from './faulty-service.ts';
import { echo, expectEcho, openTestSession, watch } from './open-session.ts';
import { createTimeline } from './timeline.ts';

const MINUTE = 60_000;

it('is resumed with a fresh token whenever the service says goodbye', async () => {
  const open = await openTestSession();
  const { timeline, service, session } = open;
  const watched = watch(session.connect());
  for (let hour = 1; hour <= 12; hour += 1) {
    await timeline.run(60 * MINUTE);
    // what is on its way is lost with the wire
    watched.stream.write('<');
    service.sayGoodbye();
    expect(session.status().state).toBe('resuming');
    await expectEcho(open, watched, `${hour}>`);
    expect(session.status()).toMatchObject({ state: 'open', lastResume: { why: 'closed with 1000 Bye' } });
  }
  expect(watched.text()).toBe(Array.from({ length: 12 }, (_, at) => `<${at + 1}>`).join(''));
  expect(service.counts.resumed).toBe(12);
});

it('waits for a lost network for two minutes', async () => {
  const open = await openTestSession();
  const { timeline, service, session } = open;
  await timeline.run(MINUTE);
  const watched = watch(session.connect());
  service.cut();
  watched.stream.write('while away ');
  await timeline.run(1.9 * MINUTE);
  expect(session.status().state).toBe('resuming');
  service.reach();
  await timeline.run(10_000);
  await expectEcho(open, watched, 'and back');
  expect(watched.text()).toBe('while away and back');
  service.cut();
  await timeline.run(2.1 * MINUTE);
  expect(session.status()).toMatchObject({
    state: 'ended',
    end: { code: 'tunnel-lost', detail: 'no network' },
  });
  expect(watched.end()).toBe('tunnel-lost');
  // it asks about every five seconds
  expect(service.counts.resumed).toBeLessThan(70);
  expect(timeline.tickers()).toBe(0);
});

it('holds while a person signs in again, for twenty minutes, and goes on', async () => {
  const open = await openTestSession();
  const { timeline, service, session } = open;
  const watched = watch(session.connect());
  await timeline.run(MINUTE);
  service.refuseToResume(tunnelEndOf('tunnel-sign-in-needed'));
  service.sayGoodbye();
  await timeline.run(19 * MINUTE);
  expect(session.status().state).toBe('waiting-for-sign-in');
  // signed in, but the network is away for a moment
  service.refuseToResume(tunnelEndOf('tunnel-lost'));
  await timeline.run(MINUTE);
  expect(session.status().state).toBe('resuming');
  service.refuseToResume(null);
  await timeline.run(10_000);
  await expectEcho(open, watched, 'back');
  service.refuseToResume(tunnelEndOf('tunnel-sign-in-needed'));
  await timeline.run(MINUTE);
  service.sayGoodbye();
  await timeline.run(21 * MINUTE);
  expect(watched.end()).toBe('tunnel-sign-in-needed');
});

it('ends at once where the session cannot be resumed', async () => {
  const { timeline, service, session } = await openTestSession();
  const watched = watch(session.connect());
  service.refuseToResume(tunnelEndOf('tunnel-idle'));
  service.sayGoodbye();
  await timeline.run(100);
  expect([watched.end(), session.status().end?.code]).toEqual(['tunnel-idle', 'tunnel-idle']);
});

it('finds a service that no longer answers, and comes back by another wire', async () => {
  const open = await openTestSession();
  const { timeline, service, session } = open;
  const watched = watch(session.connect());
  await timeline.run(MINUTE);
  service.setMute(true);
  timeline.after(50_000, () => service.setMute(false));
  await timeline.run(51_000);
  expect(session.status().lastResume?.why).toBe('no answer to a ping');
  await timeline.run(20_000);
  await expectEcho(open, watched, 'back');
  service.setMute(true);
  await timeline.run(4 * MINUTE);
  expect(watched.end()).toBe('tunnel-lost');
});

it('finds an agent that no longer answers although the service does', async () => {
  const { timeline, service, session } = await openTestSession();
  const watched = watch(session.connect());
  await timeline.run(5 * MINUTE);
  service.agent.state.isMute = true;
  watched.stream.write('select 1');
  await timeline.run(1.5 * MINUTE);
  expect(watched.end()).toBe('tunnel-silent');
  expect(session.status().end?.detail).toBe('no acknowledgement');
});

it('finds an agent gone while a client waits for its answer', async () => {
  const { timeline, service, session } = await openTestSession({
    target: () => ({ onData: () => undefined, onClose: () => undefined }),
  });
  const watched = watch(session.connect());
  watched.stream.write('select pg_sleep(3600)');
  await timeline.run(10 * MINUTE);
  // a keep-alive in every half a minute of waiting
  expect(service.agent.state.keepAlives).toBeGreaterThan(10);
  expect(watched.end()).toBeNull();
  service.agent.state.isMute = true;
  await timeline.run(2.5 * MINUTE);
  expect(watched.end()).toBe('tunnel-silent');
});

it('leaves an idle session idle, for its time-out is the account’s', async () => {
  const open = await openTestSession();
  const watched = watch(open.session.connect());
  await expectEcho(open, watched, 'hello');
  const before = open.service.counts.fromClient;
  await open.timeline.run(60 * MINUTE);
  expect(open.service.agent.state.keepAlives).toBe(1);
  expect(open.service.counts.fromClient - before).toBeLessThan(500);
  expect(open.service.counts.pings).toBeGreaterThan(100);
});

it('sends an old agent the keep-alives that it ends without', async () => {
  const { timeline, service } = await openTestSession({ version: '3.1.1511.0' });
  await timeline.run(10 * MINUTE);
  expect(service.agent.state.keepAlives).toBe(60);
});

it('pings at once after the computer has slept, and is back in half a minute', async () => {
  const open = await openTestSession();
  const { timeline, service, session } = open;
  const watched = watch(session.connect());
  await timeline.run(MINUTE);
  service.setMute(true);
  timeline.sleep(8 * 60 * MINUTE);
  await timeline.run(1_000);
  expect(session.status().state).toBe('open');
  timeline.after(20_000, () => service.setMute(false));
  await timeline.run(35_000);
  expect(session.status().lastResume?.why).toBe('no answer to a ping');
  await expectEcho(open, watched, 'awake');
});

it('does not count sleep among the two minutes for a lost network', async () => {
  const open = await openTestSession();
  const { timeline, service, session } = open;
  const watched = watch(session.connect());
  service.cut();
  await timeline.run(MINUTE);
  timeline.sleep(60 * MINUTE);
  await timeline.run(30_000);
  expect(session.status().state).toBe('resuming');
  service.reach();
  await timeline.run(6_000);
  await expectEcho(open, watched, 'awake');
});

it('asks again where main does not answer', async () => {
  const timeline = createTimeline();
  const service = startFaultyService(timeline, { target: echo });
  await timeline.run(MINUTE);
  const opened = await service.outcome;
  if (!opened.ok) throw new Error(opened.end.code);
  service.leaveUnanswered(true);
  service.sayGoodbye();
  await timeline.run(32_000);
  service.leaveUnanswered(false);
  await timeline.run(30_000);
  expect(opened.value.status().state).toBe('open');
});

it('acknowledges again what was acknowledged as the link was lost', async () => {
  const target: Target = ({ write }) => {
    write(Buffer.alloc(300_000));
    return { onData: () => undefined, onClose: () => undefined };
  };
  const { timeline, service, session } = await openTestSession({ target }, { ...NO_FAULTS, delayMs: 300 });
  const watched = watch(session.connect());
  await timeline.run(5_000, () => watched.length() === 300_000);
  service.sayGoodbye();
  const unknown = service.agent.unacknowledged();
  expect(unknown).toBeGreaterThan(100);
  // it sends ten of them a second
  await timeline.run(2_000);
  expect(service.agent.unacknowledged()).toBe(0);
});
