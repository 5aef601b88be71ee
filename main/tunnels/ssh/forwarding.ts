import type { Duplex } from 'node:stream';
import type { Clock } from '../../../app/common/clock.ts';
import { tunnelEndOf, type LocalEnd, type TunnelEnd, type TunnelStatus } from '../../../app/tunnels/model.ts';
import type { Session } from '../session-manager/session.ts';
import { TunnelError } from '../tunnel-error.ts';
import { ForwardedSocket } from './forwarded-socket.ts';

/** How long main may take to say why `ssh` has closed a connection, in milliseconds. */
const WHY_TIMEOUT_MS = 1_000;

/** Told what main has heard of a session. */
export type Hear = (end: TunnelEnd, isOver: boolean) => void;

/** What a forwarding is given. */
export interface ForwardingPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly onChange: () => void;
  /** Has somebody told what main hears of it. */
  readonly listen: (hear: Hear) => void;
}

/** Whether nobody takes connections there any more; a refused connection is reset. */
function hasGone(cause: Error | null): boolean {
  return cause !== null && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED');
}

/** A session of `ssh`, which runs in main: its connections go to the local end. */
export function openForwarding(local: LocalEnd, { clock, onChange, listen }: ForwardingPorts): Session {
  const since = clock.now();
  const open = new Set<ForwardedSocket>();
  /** Those that were closed before their first byte, and wait to be told why. */
  const asking = new Set<(end: TunnelEnd) => void>();
  /** What was said last of one that was refused: it may be said before the connection is seen to be closed. */
  let lastSaid: { readonly end: TunnelEnd; readonly at: number } | null = null;
  const closed = { sent: 0, received: 0 };
  let end: TunnelEnd | null = null;
  let endedAt = since;

  /** What main says of it, or else what is known here: where nobody takes connections any more, `ssh` has gone. */
  function why(cause: Error | null): Promise<TunnelEnd> {
    if (end !== null) return Promise.resolve(end);
    if (lastSaid !== null && clock.now() - lastSaid.at < WHY_TIMEOUT_MS) return Promise.resolve(lastSaid.end);
    return new Promise((resolve) => {
      const settle = (said: TunnelEnd): void => {
        clearTimeout(timer);
        asking.delete(settle);
        resolve(said);
      };
      const timer = setTimeout(() => {
        if (hasGone(cause)) finish(tunnelEndOf('ssh-failed', 'it takes no more connections'));
        settle(end ?? tunnelEndOf('ssh-target-unreachable'));
      }, WHY_TIMEOUT_MS);
      asking.add(settle);
    });
  }

  function hear(said: TunnelEnd, isOver: boolean): void {
    if (isOver) finish(said);
    else lastSaid = { end: said, at: clock.now() };
    for (const settle of Array.from(asking)) settle(said);
  }

  function finish(said: TunnelEnd): void {
    if (end !== null) return;
    end = said;
    endedAt = clock.now();
    for (const socket of open) socket.destroy(new TunnelError(said));
    onChange();
  }

  listen(hear);
  return {
    connect(): Duplex {
      const socket = new ForwardedSocket(why);
      open.add(socket);
      socket.once('close', () => {
        open.delete(socket);
        closed.sent += socket.bytesWritten;
        closed.received += socket.bytesRead;
        onChange();
      });
      if (end !== null) socket.destroy(new TunnelError(end));
      else if ('path' in local) socket.connect(local.path);
      else socket.connect(local.port, '127.0.0.1');
      if (end === null) onChange();
      return socket;
    },
    // ssh has a channel with a window of its own for each connection
    isBusy: () => false,
    status(): TunnelStatus {
      const moved = { ...closed };
      for (const { bytesWritten, bytesRead } of open) {
        moved.sent += bytesWritten;
        moved.received += bytesRead;
      }
      return {
        state: end === null ? 'open' : 'ended',
        since: endedAt,
        connections: open.size,
        ...moved,
        roundTripMs: null,
        lastResume: null,
        end,
      };
    },
    close: () => finish(tunnelEndOf('tunnel-closed')),
  };
}
