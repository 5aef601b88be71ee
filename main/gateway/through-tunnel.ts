import type { Duplex } from 'node:stream';
import { describeTunnelEnd, tunnelEndOf, type TunnelEnd } from '../../app/tunnels/model.ts';
import type { Failure } from '../../app/common/result.ts';
import { ForwardedSocket } from '../tunnels/ssh/forwarded-socket.ts';
import { TunnelError } from '../tunnels/tunnel-error.ts';
import type { Tunnel } from '../tunnels/session-manager/tunnel.ts';
import { SILENT } from './answer-in-time.ts';
import type { Arrived, Refusal, Step } from './session.ts';

/** What connects to a database through a tunnel. */
export interface ConnectThrough {
  readonly connect: Tunnel['connect'];
  /** What main said where it gave no session, for an end of this tunnel; null where it was not asked. */
  readonly causeOf: (end: TunnelEnd) => Failure | null;
}

/**
 * Opens a connection through a tunnel.
 *
 * @param opened told of it, so that it can be closed
 * @param to an earlier connection, whose session is taken where it is still open
 * @returns `unreachable` with the tunnel's own cause
 */
export async function connectThrough(
  tunnel: ConnectThrough,
  opened: (stream: Duplex) => void,
  to?: Arrived,
): Promise<Step<Duplex>> {
  const beside = to !== undefined && 'beside' in to ? to.beside : undefined;
  const connected = await tunnel.connect(beside);
  if (!connected.ok) {
    return { ok: false, refusal: refusalOf(connected.end, tunnel.causeOf(connected.end)) };
  }
  // a failure is told by the end of the stream; without a listener it would be thrown
  connected.value.on('error', () => undefined);
  opened(connected.value);
  return { ok: true, value: connected.value };
}

/** How a tunnel has ended this connection; null where it has not. */
export function endRefusal(stream: Duplex): { readonly ok: false; readonly refusal: Refusal } | null {
  const { errored } = stream;
  return errored instanceof TunnelError ? { ok: false, refusal: refusalOf(errored.end, null) } : null;
}

/** Whether a connection goes through a tunnel: what was dialled from here is a plain socket, with an address. */
export function isTunnelled(stream: Duplex): boolean {
  return stream instanceof ForwardedSocket || !('remoteAddress' in stream);
}

/** What a database is called that says nothing: through a tunnel nobody says whether it was reached. */
export function silenceRefusal(stream: Duplex): Refusal {
  if (!isTunnelled(stream)) return SILENT;
  const code = stream instanceof ForwardedSocket ? 'ssh-target-unreachable' : 'tunnel-target-unreachable';
  return refusalOf(tunnelEndOf(code, 'no answer'), null);
}

/** @param cause what main said, which has a next step of its own */
function refusalOf(end: TunnelEnd, cause: Failure | null): Refusal {
  const failure = cause ?? { code: end.code, ...describeTunnelEnd(end) };
  const { message, hint, command } = failure;
  const next = command === undefined ? hint : `${hint ?? 'Run'}: ${command}`;
  return { code: 'unreachable', message, ...(next !== undefined && { hint: next }), cause: failure };
}
