import type { CopyFormatsPorts } from '../../../app/copy-formats/ports.ts';
import type { Connection } from '../../../app/connections/model.ts';
import type { Gateway, GatewayChange } from '../../../app/gateway/model.ts';
import type { Failure, Result } from '../../../app/common/result.ts';
import type { FakeBridge } from '../fake-bridge.ts';
import { gateway } from '../samples.ts';

/** The port that another program holds, in the fake. */
export const HELD_PORT = 16_000;

const nothing = { ok: true, value: {} } as const;

/** The gateways of the fake: they change as main's do, and each change is told. */
export interface FakeGateways {
  /** Whether a client is opened through a connection's gateway, which begins to listen for it; one that gets no token always is. */
  readonly opens: (connectionId: string, isNeeded: boolean) => boolean;
  /** The port of a connection's gateway; null where it has none. */
  readonly gatewayOf: CopyFormatsPorts['gateway'];
}

/** Has a fake answer what is asked of gateways as main does. */
export function answerGateways(
  fake: FakeBridge,
  first: readonly Gateway[],
  find: (id: string) => Connection,
): FakeGateways {
  let all = [...first];
  const passwords = new Map<string, number>();
  const known = (id: string): Gateway | undefined => all.find(({ connectionId }) => connectionId === id);
  const change = (id: string, to: Partial<Gateway>): void => {
    const before = known(id) ?? gateway(find(id), { port: 15_432 + all.length, state: 'stopped' });
    const others = all.filter(({ connectionId }) => connectionId !== id);
    all = [...others, { ...before, ...to }];
    fake.emit('gateway:changed', all);
  };
  const start = (id: string): Result<Record<string, never>> => {
    change(id, { state: 'starting', error: null });
    if (known(id)?.port === HELD_PORT) {
      change(id, { state: 'stopped', error: portInUse(HELD_PORT) });
      return { ok: false, error: portInUse(HELD_PORT) };
    }
    change(id, { state: 'running' });
    return nothing;
  };

  fake.answer('gateway:start', ({ connectionId }) => start(connectionId));
  fake.answer('gateway:stop', ({ connectionId }) => {
    change(connectionId, { state: 'stopped', error: null, sessions: [], sessionCount: 0, waitingFor: null });
    return nothing;
  });
  fake.answer('gateway:change', ({ connectionId, change: wanted }) => {
    if (wanted.port === HELD_PORT && known(connectionId)?.state === 'running') {
      return { ok: false, error: portInUse(HELD_PORT) };
    }
    change(connectionId, given(wanted));
    return nothing;
  });
  fake.answer('gateway:password', ({ connectionId }) => ({
    ok: true,
    value: { password: passwordNow(passwords.get(connectionId) ?? 0) },
  }));
  fake.answer('gateway:renewPassword', ({ connectionId }) => {
    passwords.set(connectionId, (passwords.get(connectionId) ?? 0) + 1);
    return nothing;
  });
  fake.answer('gateway:closeSessions', ({ connectionId, sessions: ids }) => {
    const sessions = (known(connectionId)?.sessions ?? []).filter(
      ({ id }) => ids !== null && !ids.includes(id),
    );
    change(connectionId, { sessions, sessionCount: sessions.length });
    return nothing;
  });
  fake.answer('gateway:retry', () => nothing);

  return {
    gatewayOf(id) {
      const found = known(id);
      if (found === undefined) return null;
      const { port, localSignIn, localTls } = found;
      const localCa = localTls ? '/home/alex/.config/Latchkey/gateway-certificate.pem' : null;
      return { port, localSide: { localSignIn, localCa } };
    },
    opens: (id, isNeeded) => {
      const one = known(id);
      const routesThroughGateway = one !== undefined && (one.start !== 'by-hand' || one.state === 'running');
      if (!routesThroughGateway && !isNeeded) return false;
      if (one?.state !== 'running') start(id);
      return true;
    },
  };
}

/** What is said where another program has the port. */
export function portInUse(port: number): Failure {
  return {
    code: 'port-in-use',
    message: `Port ${port} is in use by postgres (process 812).`,
    hint: 'Choose another port, or stop that program.',
  };
}

/** The local password of the fake, after so many renewals. */
export function passwordNow(renewals: number): string {
  return `k7Qp2mXv9RtLw4Zs8HdY3nB${renewals}`;
}

function given(change: GatewayChange): Partial<Gateway> {
  const { port, start, idleMinutes, localSignIn, localTls, allowsOthers, keepsPort } = change;
  return {
    ...(port !== undefined && { port }),
    ...(start !== undefined && { start }),
    ...(idleMinutes !== undefined && { idleMinutes }),
    ...(localSignIn !== undefined && { localSignIn }),
    ...(localTls !== undefined && { localTls }),
    ...(allowsOthers !== undefined && { allowsOthers }),
    ...(keepsPort !== undefined && { keepsPort }),
  };
}
