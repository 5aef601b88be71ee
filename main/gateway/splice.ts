import type { Duplex } from 'node:stream';
import type { Inspected, Inspector } from './session.ts';

/** How long a side may stay open once it has taken all that came from the other one, in milliseconds. */
const FAREWELL_MS = 5_000;

/** Looks at nothing. */
const UNTOUCHED: Inspector = {
  fromClient: (chunk) => ({ toServer: chunk, toClient: null, ends: false }),
  fromServer: (chunk) => ({ toServer: null, toClient: chunk, ends: false }),
};

/** How long a database may take for what a client that is gone has sent, in milliseconds. */
const HALF_CLOSED_TIMEOUT_MS = 30_000;

/**
 * Passes bytes both ways, untouched and at the pace of the slower side, until both have ended.
 *
 * @param inspector looks at what the sides send; see `Served`
 * @returns when both are closed: which of them ended first
 */
export async function splice(
  client: Duplex,
  upstream: Duplex,
  inspector: Inspector = UNTOUCHED,
): Promise<'client' | 'database'> {
  // a failure is told by the streams' end; without a listener it would be thrown
  for (const side of [client, upstream]) side.on('error', () => undefined);
  const first = Promise.race([
    ended(client).then(() => 'client' as const),
    ended(upstream).then(() => 'database' as const),
  ]);
  pass(client, upstream, inspector);
  const clientClosed = closed(client).then(() => dismiss(upstream, HALF_CLOSED_TIMEOUT_MS));
  // a reader may be slow, and what it has not read yet is not lost
  const upstreamClosed = closed(upstream).then(() => dismiss(client, null));
  await Promise.all([clientClosed, upstreamClosed]);
  return first;
}

function pass(client: Duplex, upstream: Duplex, { fromClient, fromServer }: Inspector): void {
  const sendToClient = sender(upstream, client);
  const sendToServer = sender(client, upstream);
  const send = ({ toClient, toServer, ends }: Inspected): void => {
    if (toClient !== null) sendToClient(toClient);
    if (toServer !== null) sendToServer(toServer);
    if (ends) for (const side of [client, upstream]) side.end();
  };
  client.on('data', (chunk: Buffer) => send(fromClient(chunk)));
  upstream.on('data', (chunk: Buffer) => send(fromServer(chunk)));
  client.once('end', () => upstream.end());
  upstream.once('end', () => client.end());
}

/**
 * Writes to one side what for the most part comes from the other one. What comes in a turn of the event loop is
 * written at its end, in one piece; a turn in which the buffer of `to` gets full is over for `from`, so that one
 * session's bulk data keeps no other one waiting.
 */
function sender(from: Duplex, to: Duplex): (chunk: Buffer) => void {
  let isGathering = false;
  const endTurn = (): void => {
    isGathering = false;
    to.uncork();
  };
  to.on('drain', () => from.resume());
  return (chunk) => {
    if (!isGathering) {
      isGathering = true;
      to.cork();
      setImmediate(endTurn);
    }
    if (!to.write(chunk)) from.pause();
  };
}

/** Resolves once a side sends no more. */
function ended(side: Duplex): Promise<void> {
  return new Promise((resolve) => {
    side.once('end', resolve);
    void closed(side).then(resolve);
  });
}

function closed(side: Duplex): Promise<void> {
  return new Promise((resolve) => {
    if (side.closed) resolve();
    else side.once('close', resolve);
  });
}

/**
 * Ends a side whose other side is gone.
 *
 * @param limit how long it may take what was sent to it, in milliseconds; null for as long as it likes
 */
function dismiss(side: Duplex, limit: number | null): void {
  if (side.closed) return;
  const timers: NodeJS.Timeout[] = [];
  const destroyIn = (ms: number): void => void timers.push(setTimeout(() => side.destroy(), ms));
  side.once('close', () => timers.forEach((timer) => clearTimeout(timer)));
  if (limit !== null) destroyIn(limit);
  if (side.writableFinished) destroyIn(FAREWELL_MS);
  else side.once('finish', () => destroyIn(FAREWELL_MS));
  side.end();
}
