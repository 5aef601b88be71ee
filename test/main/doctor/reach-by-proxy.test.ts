import { expect, it } from 'vitest';
import { fail, succeed } from '../../../app/common/result.ts';
import { reachByProxy } from '../../../main/doctor/reach-by-proxy.ts';
import { connectProxy, listening, proxyAt } from '../proxies/test-proxies.ts';

const to = { host: 'db.private.test', port: 5432 };
const signal = () => AbortSignal.timeout(20_000);

it('the doctor reaches a database as the gateway does, by its name at the proxy', async () => {
  const database = await listening(() => undefined);
  const proxy = await connectProxy({ leadsTo: database });
  const reached = await reachByProxy(succeed([proxyAt(proxy.port)]), to, signal());
  expect(reached.seen.state).toBe('connected');
  expect(proxy.asked.map((one) => one.to)).toEqual(['db.private.test:5432']);
  reached.socket?.destroy();
});

it('and says what the proxy says, with the next step', async () => {
  const proxy = await connectProxy({ refusal: '403 Forbidden' });
  const refused = await reachByProxy(succeed([proxyAt(proxy.port)]), to, signal());
  expect(refused).toMatchObject({ seen: { state: 'no-tunnel' }, socket: null });
  expect(JSON.stringify(refused.seen)).toMatch(/403 Forbidden.*allow this host and port/);
  const unknown = await reachByProxy(
    fail('invalid-input', 'It is none.', { hint: 'Correct it.' }),
    to,
    signal(),
  );
  expect(unknown.seen).toMatchObject({ state: 'no-tunnel', message: 'It is none.', hint: 'Correct it.' });
});

it('and dials it where no proxy applies', async () => {
  const database = await listening(() => undefined);
  const there = { host: '127.0.0.1', port: database };
  const reached = await reachByProxy(succeed(['direct']), there, signal());
  expect(reached.seen.state).toBe('connected');
  reached.socket?.destroy();
});
