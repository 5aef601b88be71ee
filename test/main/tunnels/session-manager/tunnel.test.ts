import type { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { tunnelEndOf, type TunnelEnd } from '../../../../app/tunnels/model.ts';
import { createTunnel } from '../../../../main/tunnels/session-manager/tunnel.ts';
import type { Outcome } from '../../../../main/tunnels/session-manager/wire.ts';
import type { Target } from './fake-agent.ts';
import { createFaultyService, type FaultyService } from './faulty-service.ts';
import { echo, watch } from './open-session.ts';
import { createTimeline } from './timeline.ts';

const MINUTE = 60_000;
const MEGABYTE = 1024 * 1024;

/** A tunnel whose sessions are started one after the other, each with an agent of its own. */
function openTunnel(target: Target = echo) {
  const timeline = createTimeline();
  const services: FaultyService[] = [];
  const state = { refusal: null as TunnelEnd | null, isUnanswered: false, ended: 0, changes: 0 };
  const tunnel = createTunnel({
    clock: timeline.clock,
    onChange: () => void (state.changes += 1),
    opener: () => (opening, events, signal) => {
      const service = services.at(-1);
      if (service === undefined) throw new Error('no session was started');
      return service.openWire(opening, events, signal);
    },
    async start() {
      if (state.isUnanswered) await new Promise(() => undefined);
      if (state.refusal !== null) return { ok: false, end: state.refusal };
      const service = createFaultyService(timeline, { target });
      services.push(service);
      return {
        ok: true,
        value: { opening: service.opening, resume: service.resume, onEnd: () => void (state.ended += 1) },
      };
    },
  });

  async function connect(): Promise<Duplex> {
    const outcome = await settle(tunnel.connect());
    if (!outcome.ok) throw new Error(outcome.end.code);
    return outcome.value;
  }

  /** Lets time pass until there is an outcome. */
  async function settle<T>(promise: Promise<Outcome<T>>): Promise<Outcome<T>> {
    let isSettled = false;
    void promise.then(() => (isSettled = true));
    await timeline.run(5 * MINUTE, () => isSettled);
    return promise;
  }

  return { timeline, services, state, tunnel, connect, settle };
}

it('starts a session with its first connection, shares it, and ends it two minutes after the last', async () => {
  const { timeline, services, state, tunnel, connect, settle } = openTunnel();
  expect(services).toHaveLength(0);
  const both = await Promise.all([settle(tunnel.connect()), settle(tunnel.connect())]);
  expect(both.every(({ ok }) => ok)).toBe(true);
  const third = await connect();
  expect(services).toHaveLength(1);
  expect(tunnel.status()).toMatchObject([{ state: 'open', connections: 3 }]);
  for (const one of both) if (one.ok) one.value.destroy();
  await timeline.run(5 * MINUTE);
  expect(tunnel.status()).toHaveLength(1);
  third.destroy();
  await timeline.run(1.9 * MINUTE);
  expect(tunnel.status()).toHaveLength(1);
  await timeline.run(0.2 * MINUTE);
  expect([tunnel.status().length, state.ended, services[0]?.agent.state.isTerminated]).toEqual([0, 1, true]);
  // one that is closed is no failure
  expect(tunnel.lastEnd()).toBeNull();
  expect(timeline.tickers()).toBe(0);
  const again = watch(await connect());
  again.stream.write('again');
  await timeline.run(1_000);
  expect(again.text()).toBe('again');
});

it('gives connections beside a large one sessions of their own, and no more than four in all', async () => {
  const sunk: Target = ({ write }) => ({
    onData: (bytes) => bytes.length < 100 && write(bytes),
    onClose: () => undefined,
  });
  const { timeline, services, connect } = openTunnel(sunk);
  for (const expected of [1, 2, 3, 4, 4]) {
    const stream = await connect();
    expect(services).toHaveLength(expected);
    stream.write(Buffer.alloc(2 * MEGABYTE));
    await timeline.run(10_000);
  }
  const small = watch(await connect());
  small.stream.write('small');
  await timeline.run(10_000);
  expect(small.text()).toBe('small');
  expect(services).toHaveLength(4);
});

it('looks the host up anew after the node could not connect to it', async () => {
  let isDown = true;
  const { timeline, services, state, tunnel, connect } = openTunnel((connection) =>
    isDown ? 'refused' : echo(connection),
  );
  const refused = watch(await connect());
  await timeline.run(1_000);
  expect(refused.end()).toBe('tunnel-target-unreachable');
  expect([tunnel.status().length, state.ended]).toEqual([0, 1]);
  isDown = false;
  const next = watch(await connect());
  next.stream.write('up');
  await timeline.run(1_000);
  expect([next.text(), services.length]).toEqual(['up', 2]);
});

it('says why there is no connection, and asks again for the next one', async () => {
  const { state, tunnel, connect, settle } = openTunnel();
  state.refusal = tunnelEndOf('tunnel-denied', 'ssm:StartSession');
  expect(await settle(tunnel.connect())).toEqual({ ok: false, end: state.refusal });
  state.refusal = null;
  state.isUnanswered = true;
  expect(await settle(tunnel.connect())).toMatchObject({ ok: false, end: { code: 'tunnel-lost' } });
  state.isUnanswered = false;
  expect((await connect()).destroyed).toBe(false);
});

it('lets a connection wait for others rather than refuse it where no further session can be had', async () => {
  const { timeline, state, tunnel, connect } = openTunnel(() => ({
    onData: () => undefined,
    onClose: () => undefined,
  }));
  (await connect()).write(Buffer.alloc(2 * MEGABYTE));
  await timeline.run(10_000);
  state.refusal = tunnelEndOf('tunnel-denied');
  expect((await connect()).destroyed).toBe(false);
  expect(tunnel.status()).toMatchObject([{ connections: 2 }]);
});

it('remembers why its last session was lost', async () => {
  const { timeline, services, state, tunnel, connect } = openTunnel();
  const watched = watch(await connect());
  services[0]?.refuseToResume(tunnelEndOf('tunnel-idle'));
  services[0]?.sayGoodbye();
  await timeline.run(1_000);
  expect([watched.end(), tunnel.lastEnd()?.code, state.ended]).toEqual(['tunnel-idle', 'tunnel-idle', 1]);
});

it('is closed with all its sessions, those on their way among them', async () => {
  const { timeline, services, state, tunnel, connect, settle } = openTunnel();
  const watched = watch(await connect());
  tunnel.close();
  await timeline.run(1_000);
  expect([watched.end(), state.ended, services[0]?.agent.state.isTerminated]).toEqual([
    'tunnel-closed',
    1,
    true,
  ]);
  expect(await settle(tunnel.connect())).toMatchObject({ ok: false, end: { code: 'tunnel-closed' } });

  const early = openTunnel();
  const onItsWay = early.tunnel.connect();
  early.tunnel.close();
  expect(await early.settle(onItsWay)).toMatchObject({ ok: false, end: { code: 'tunnel-closed' } });
  expect(timeline.tickers() + early.timeline.tickers()).toBe(0);
});
