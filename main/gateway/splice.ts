import type { Duplex } from 'node:stream';
import type { Inspected, Inspector } from './session.ts';

/** How long a side may stay open once it has taken all that came from the other one, in milliseconds. */
const FAREWELL_MS = 5_000;

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
  inspector?: Inspector,
): Promise<'client' | 'database'> {
  // a failure is told by the streams' end; without a listener it would be thrown
  for (const side of [client, upstream]) side.on('error', () => undefined);
  const first = Promise.race([
    ended(client).then(() => 'client' as const),
    ended(upstream).then(() => 'database' as const),
  ]);
  if (inspector === undefined) {
    pass(upstream, client);
    pass(client, upstream);
  } else {
    passInspected(client, upstream, inspector);
  }
  const clientClosed = closed(client).then(() => dismiss(upstream, HALF_CLOSED_TIMEOUT_MS));
  // a reader may be slow, and what it has not read yet is not lost
  const upstreamClosed = closed(upstream).then(() => dismiss(client, null));
  await Promise.all([clientClosed, upstreamClosed]);
  return first;
}

function pass(from: Duplex, to: Duplex): void {
  const goOn = (): void => void from.resume();
  from.on('data', (chunk: Buffer) => {
    if (to.write(chunk)) return;
    from.pause();
    to.once('drain', goOn);
  });
  from.once('end', () => to.end());
}

function passInspected(client: Duplex, upstream: Duplex, { fromClient, fromServer }: Inspector): void {
  const write = ({ toClient, toServer, ends }: Inspected): void => {
    if (toClient !== null && !client.write(toClient)) wait(upstream, client);
    if (toServer !== null && !upstream.write(toServer)) wait(client, upstream);
    if (ends) for (const side of [client, upstream]) side.end();
  };
  client.on('data', (chunk: Buffer) => write(fromClient(chunk)));
  upstream.on('data', (chunk: Buffer) => write(fromServer(chunk)));
  client.once('end', () => upstream.end());
  upstream.once('end', () => client.end());
}

/** Reads no more from one side until the other one has taken what it was given. */
function wait(from: Duplex, to: Duplex): void {
  from.pause();
  to.once('drain', () => from.resume());
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
