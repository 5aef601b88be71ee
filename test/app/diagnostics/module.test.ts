import { describe, expect, it, vi } from 'vitest';
import { createApp } from '../../../app/create-app.ts';
import { succeed } from '../../../app/common/result.ts';
import { configOf } from '../profiles/config-of.ts';
import { instance } from '../endpoints/descriptions.ts';
import { memoryPorts, ORIGIN } from '../memory-ports.ts';
import { sampleConnection, sampleDraft } from '../sample-requests.ts';
import { memoryDiagnostics } from './memory-diagnostics.ts';

/** Latchkey on one profile with one database, started; its log, and what the window is told. */
async function started() {
  const events: unknown[][] = [];
  const diagnostics = memoryDiagnostics();
  const section = { aws_access_key_id: 'A', aws_secret_access_key: 's', region: 'eu-west-1' };
  const { ports, seen } = memoryPorts({
    diagnostics,
    profiles: {
      files: {
        read: async () => ({ config: configOf([{ name: 'dev', section }]), files: [], error: null }),
        watch: () => () => undefined,
        confirm: async () => succeed(null),
      },
    },
    endpoints: {
      discovery: {
        page: async ({ call }) => {
          const instances = call === 'DescribeDBInstances' ? [instance('orders')] : [];
          return succeed({ found: { instances }, next: null });
        },
        forget: () => undefined,
      },
    },
    surroundings: { emit: (...event) => void events.push(event) },
  });
  const app = createApp(ports);
  await app.start();
  const ask = (channel: string, input: unknown = {}) =>
    app.dispatch({ origin: ORIGIN, isMainFrame: true }, channel, input);
  const log = async (): Promise<string> => {
    const lines = await diagnostics.logFile.tail(1_000);
    return lines.ok ? lines.value.join('\n') : '';
  };
  await vi.waitFor(async () => expect(await log()).toContain('scanned'));
  return { ask, log, seen, events };
}

describe('the log of a run', () => {
  it('tells of sign-in states and scans', async () => {
    const { log } = await started();
    expect((await log()).split('\n')).toEqual([
      'info profiles sign-in state {"profile":"dev","state":"usable","expires":"never"}',
      'info endpoints scanned {"profile":"dev","region":"eu-west-1","code":"ok","endpoints":1,"ms":0}',
    ]);
  });

  it('tells of each request in a debug log, with its outcome and time and nothing that it held', async () => {
    const { ask, log, seen } = await started();
    await ask('diagnostics:setDebug', { isDebug: true });
    await ask('connections:save', { id: null, draft: sampleDraft });
    await ask('connect:copyToken', { connectionId: sampleConnection.id });
    await ask('endpoints:copyHost', { endpointId: 'gone' });
    expect(seen.text).toContain('SECRET');
    expect(await log()).toContain(
      [
        'debug requests answered {"channel":"connections:save","code":"ok","ms":0}',
        'debug requests answered {"channel":"connect:copyToken","code":"ok","ms":0}',
        'info requests answered {"channel":"endpoints:copyHost","code":"endpoint-not-found","ms":0}',
      ].join('\n'),
    );
    expect(await log()).not.toMatch(/SECRET|orders|alice/);
  });

  it('tells only of refused requests otherwise', async () => {
    const { ask, log } = await started();
    await ask('connections:save', { id: null, draft: sampleDraft });
    await ask('endpoints:copyHost', { endpointId: 'gone' });
    expect((await log()).split('\n').filter((line) => line.includes('answered'))).toEqual([
      'info requests answered {"channel":"endpoints:copyHost","code":"endpoint-not-found","ms":0}',
    ]);
  });

  it('tells of gateways that listen', async () => {
    const { ask, log } = await started();
    await ask('connections:save', { id: null, draft: sampleDraft });
    await ask('gateway:start', { connectionId: sampleConnection.id });
    expect(await log()).toMatch(/info gateway gateway {"connection":"[^"]+","port":\d+,"state":"running"}/);
  });
});

it('copies diagnostics with the end of that log', async () => {
  const { ask, seen } = await started();
  expect(await ask('diagnostics:copy')).toEqual(succeed({}));
  expect(seen.text).toMatch(/^Latchkey 0\n[\s\S]*info endpoints scanned/);
  expect(seen.secrets).toEqual([]);
});

it('becomes a debug log when the window asks for it, and says so', async () => {
  const { ask, log, events } = await started();
  expect(await ask('window:snapshot')).toMatchObject({ value: { diagnostics: { isDebug: false } } });
  await ask('diagnostics:setDebug', { isDebug: true });
  expect(events).toContainEqual(['diagnostics:changed', { isDebug: true }]);
  expect(await ask('window:snapshot')).toMatchObject({ value: { diagnostics: { isDebug: true } } });
  await ask('endpoints:refresh', { only: null });
  expect(await log()).toContain('debug endpoints scan begins {"profile":"dev","region":"eu-west-1"}');
});
