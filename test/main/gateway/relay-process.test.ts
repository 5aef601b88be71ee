import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { fail, failureCode, succeed, type Failure } from '../../../app/common/result.ts';
import type { ClientsNow, Listening } from '../../../app/gateway/ports.ts';
import { createExplanations } from '../../../main/gateway/explanations.ts';
import type { Order, Report } from '../../../main/gateway/messages.ts';
import { relayProcess, type StartChild } from '../../../main/gateway/relay-process.ts';
import { createRelay } from '../../../main/gateway/relay.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const id = '7f9c24e5-3b1a-4c0d-8a6e-5f2b1c9d0e11';

const node = { target: 'bastion', name: '', reason: 'Chosen.' };

/** Main's side of a relay, whose process says what a test has it say. */
function startRelayProcess(error: Failure) {
  const orders: Order[] = [];
  let say = (_message: unknown): void => undefined;
  let die = (): void => undefined;
  const ended: string[] = [];
  const onClients = vi.fn<(now: ClientsNow) => void>();
  const ca = join(temporaryFolder(), 'ca.pem');
  writeFileSync(ca, 'pem');
  const start: StartChild = (onReport, onEnd) => {
    say = onReport;
    die = onEnd;
    return { pid: () => 1, send: (order) => void orders.push(order), end: async () => undefined };
  };
  const relay = relayProcess(
    {
      start,
      caBundle: async () => succeed(ca),
      localCertificate: async () => fail('internal', 'none'),
      holderOf: async () => null,
      report: () => undefined,
      log: { info: () => undefined },
    },
    {
      onTokenWanted: async () => ({ ok: false, error }),
      onExplanationWanted: async (connectionId, { code, message }) => `${connectionId} ${code} ${message}`,
      onClients,
      onSessionWanted: async (_id, resumes) =>
        succeed({ session: resumes ?? `session-${orders.length}`, opening: { local: { port: 1 } }, node }),
      onSessionEnded: (session) => void ended.push(session),
      onDied: () => undefined,
    },
  );
  const to: Listening = {
    connectionId: id,
    port: 15_432,
    localSignIn: 'scram',
    admits: 'own-user',
    localTls: false,
    family: 'postgres',
    dbUser: 'app',
    database: '',
    localPassword: 'local',
    address: { host: 'db.example', port: 5432 },
    connectAddress: { host: 'db.example', port: 5432 },
    tunnel: null,
    caFile: null,
  };
  return { relay, to, orders, ended, onClients, say: (message: unknown) => say(message), die: () => die() };
}

describe('a client that gets no token', () => {
  it.each(failureCode.options)('for the cause %s tells main’s side the cause as it was', async (code) => {
    const cause: Failure = { code, message: 'Why.', hint: 'What to do.', command: 'aws sso login' };
    const { relay, to, orders, onClients, say } = startRelayProcess(cause);
    const listening = relay.listen(to);
    await vi.waitFor(() => expect(orders).toHaveLength(1));
    say({ kind: 'listening', id, error: null });
    expect(await listening).toEqual(succeed({}));
    say({ kind: 'token-wanted', request: 1, id });
    await vi.waitFor(() => expect(orders).toHaveLength(2));
    expect(orders[1]).toEqual({ kind: 'no-token', request: 1, failure: cause });
    const refusal = { code: 'no-token', message: 'Why.', hint: 'What to do.: aws sso login', cause };
    const lastFailure = { at: 1, program: 'psql', refusal };
    say({ kind: 'clients', id, sessions: [], sessionCount: 0, tunnel: null, lastFailure });
    expect(onClients.mock.lastCall?.[0].lastFailure).toEqual({ at: 1, program: 'psql', error: cause });
  });
});

it('asks main’s side why a database refused a client, and hands the words on', async () => {
  const { relay, to, orders, say } = startRelayProcess({ code: 'internal', message: 'none' });
  void relay.listen(to);
  await vi.waitFor(() => expect(orders).toHaveLength(1));
  say({ kind: 'explanation-wanted', request: 7, id, code: '28000', message: 'PAM authentication failed' });
  await vi.waitFor(() => expect(orders).toHaveLength(2));
  expect(orders[1]).toEqual({
    kind: 'explanation',
    request: 7,
    text: `${id} 28000 PAM authentication failed`,
  });
});

it('ends the sessions of a relay that has died, and no others', async () => {
  const { relay, to, orders, ended, say, die } = startRelayProcess({ code: 'internal', message: 'none' });
  void relay.listen(to);
  await vi.waitFor(() => expect(orders).toHaveLength(1));
  for (const request of [1, 2]) {
    say({ kind: 'session-wanted', request, id, resumes: null });
    await vi.waitFor(() => expect(orders).toHaveLength(1 + request));
  }
  relay.said('session-1', { code: 'ssh-unreachable', detail: '' }, true);
  expect(orders.at(-1)).toMatchObject({ kind: 'session-said', session: 'session-1', isOver: true });
  say({ kind: 'session-ended', session: 'session-1' });
  die();
  expect(ended).toEqual(['session-1', 'session-2']);
});

describe('an explanation', () => {
  it('reaches who asked for it, and is not waited for without end', async () => {
    vi.useFakeTimers();
    const told: Report[] = [];
    const explanations = createExplanations((message) => void told.push(message));
    const first = explanations.ask(id, { code: '1045', message: 'Access denied' });
    const second = explanations.ask(id, { code: '1045', message: 'Access denied' });
    expect(told).toMatchObject([
      { kind: 'explanation-wanted', request: 1, id, code: '1045' },
      { kind: 'explanation-wanted', request: 2 },
    ]);
    explanations.take(2, 'The user is locked.');
    expect(await second).toBe('The user is locked.');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await first).toBeNull();
    expect(() => explanations.take(1, 'late')).not.toThrow();
    vi.useRealTimers();
  });
});

it('a relay takes no order that it does not know of', () => {
  const take = createRelay(() => undefined);
  const failure: Failure = { code: 'access-denied', message: 'No.' };
  expect(() => take({ kind: 'no-token', request: 99, failure })).not.toThrow();
});
