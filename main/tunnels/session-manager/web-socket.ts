import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { succeed } from '../../../app/common/result.ts';
import { DIRECT } from '../../../app/proxies/model.ts';
import { tunnelEndOf, type TunnelEnd } from '../../../app/tunnels/model.ts';
import { httpsAgent } from '../../proxies/agents.ts';
import { interceptionOf } from '../../proxies/interception.ts';
import { ProxyError } from '../../proxies/proxy-error.ts';
import { CLIENT_VERSION } from './handshake.ts';
import type { Opening, OpenWire, Outcome, Wire, WireEvents } from './wire.ts';

/** How long the service may take to accept, in milliseconds. */
const OPEN_TIMEOUT_MS = 10_000;
/** How long it may take to say goodbye, in milliseconds. */
const CLOSE_TIMEOUT_MS = 2_000;
/** The longest message that is taken, in bytes; agents' have a little more than 1 kB. */
const MAX_MESSAGE_BYTES = 128 * 1024;
/** How much may wait to be sent before streams wait, in bytes. */
const CONGESTED_BYTES = 1024 * 1024;
/** How much more of acknowledgements may wait before nothing more is read that needs them, in bytes. */
const BLOCKED_BYTES = 8 * 1024 * 1024;

/**
 * Makes what opens a session's WebSockets.
 *
 * @param clientId the same for all of a session's wires
 */
export function webSocketOpener(clientId: string): OpenWire {
  return (opening, events, signal) =>
    new Promise((resolve) => {
      if (!isAllowed(opening.url)) {
        return resolve({ ok: false, end: tunnelEndOf('tunnel-malformed', 'the address is no wss: address') });
      }
      const socket = new WebSocket(opening.url, {
        headers: opening.headers,
        perMessageDeflate: false,
        maxPayload: MAX_MESSAGE_BYTES,
        ...(opening.url.startsWith('wss:') && {
          agent: httpsAgent({}, opening.ca ?? null, () => succeed(opening.proxies ?? DIRECT)),
        }),
      });
      // once it is open its failures are told by its end
      let fail = (end: TunnelEnd): void => settle({ ok: false, end });
      const giveUp = (): void => fail(tunnelEndOf('tunnel-closed'));
      const timer = setTimeout(
        () => fail(tunnelEndOf('tunnel-lost', `no answer in ${OPEN_TIMEOUT_MS / 1_000} s`)),
        OPEN_TIMEOUT_MS,
      );
      function settle(outcome: Outcome<Wire>): void {
        fail = () => undefined;
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        if (!outcome.ok) socket.terminate();
        resolve(outcome);
      }
      signal.addEventListener('abort', giveUp);
      socket.on('error', (cause) => fail(endOf(cause)));
      socket.once('close', () => fail(tunnelEndOf('tunnel-lost', 'closed at once')));
      socket.once('unexpected-response', (_request, { statusCode }) => {
        const isRefused = statusCode === 401 || statusCode === 403;
        fail(tunnelEndOf(isRefused ? 'tunnel-denied' : 'tunnel-lost', `HTTP status ${statusCode}`));
      });
      socket.once('upgrade', ({ socket: connection }) => {
        socket.once('open', () => {
          socket.send(firstWords(opening, clientId));
          settle({ ok: true, value: wireOf(socket, connection, events) });
        });
      });
    });
}

/** What gives the service the token (`OpenDataChannelInput` of the plugin). */
function firstWords({ token }: Opening, clientId: string): string {
  return JSON.stringify({
    MessageSchemaVersion: '1.0',
    RequestId: randomUUID(),
    TokenValue: token,
    ClientId: clientId,
    ClientVersion: CLIENT_VERSION,
  });
}

/** @param connection what the WebSocket runs over */
function wireOf(
  socket: WebSocket,
  connection: Socket,
  { onMessage, onPong, onDrained, onLost }: WireEvents,
): Wire {
  let isCorked = false;
  let isCongested = false;
  let isBlocked = false;
  let isPaused = false;

  function judge(): void {
    const waiting = socket.bufferedAmount;
    const wasCongested = isCongested;
    const wasBlocked = isBlocked;
    isCongested = waiting >= (isCongested ? CONGESTED_BYTES / 2 : CONGESTED_BYTES);
    isBlocked = waiting >= (isBlocked ? BLOCKED_BYTES / 2 : BLOCKED_BYTES);
    if (wasBlocked !== isBlocked) read();
    if (wasCongested && !isCongested) onDrained();
  }

  function read(): void {
    if (isPaused || isBlocked) socket.pause();
    else socket.resume();
  }

  /** Has all messages of a moment written at once: each is small, and a write of its own takes longer than all else. */
  function gather(): void {
    if (isCorked) return;
    isCorked = true;
    connection.cork();
    process.nextTick(() => {
      isCorked = false;
      connection.uncork();
    });
  }

  const take = (data: unknown): void => {
    if (Buffer.isBuffer(data)) onMessage(data);
  };
  const lost = (code: number, said: Buffer): void => onLost(`closed with ${code} ${said.toString()}`.trim());
  socket.on('message', take);
  socket.on('pong', onPong);
  socket.once('close', lost);
  return {
    send(bytes) {
      gather();
      socket.send(bytes, judge);
      judge();
    },
    isCongested: () => isCongested,
    ping: () => socket.ping(undefined, undefined, () => undefined),
    pause() {
      isPaused = true;
      read();
    },
    resume() {
      isPaused = false;
      read();
    },
    close() {
      socket.off('message', take).off('pong', onPong).off('close', lost);
      const timer = setTimeout(() => socket.terminate(), CLOSE_TIMEOUT_MS);
      socket.once('close', () => clearTimeout(timer));
      socket.resume();
      socket.close(1000);
    },
  };
}

/** A token travels over TLS only; a loopback address is a test's or the sandbox's. */
function isAllowed(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'wss:' || (protocol === 'ws:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
  );
}

function endOf(cause: Error): TunnelEnd {
  const fault = interceptionOf(cause) ?? cause;
  return fault instanceof ProxyError
    ? tunnelEndOf(fault.code, fault.message)
    : tunnelEndOf('tunnel-lost', reason(cause));
}

function reason(cause: Error): string {
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
