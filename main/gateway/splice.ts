import type { Duplex } from 'node:stream';
import type { Inspect } from './session.ts';

/** How long a side may stay open once it has taken all that came from the other one, in milliseconds. */
const FAREWELL_MS = 5_000;

/** How long a database may take for what a client that is gone has sent, in milliseconds. */
const HALF_CLOSED_TIMEOUT_MS = 30_000;

/**
 * Passes bytes both ways, untouched and at the pace of the slower side, until both have ended.
 *
 * @param inspect looks at what the client sends; see `Served`
 * @returns when both are closed: which of them ended first
 */
export async function splice(
  client: Duplex,
  upstream: Duplex,
  inspect?: Inspect,
): Promise<'client' | 'database'> {
  // a failure is told by the streams' end; without a listener it would be thrown
  for (const side of [client, upstream]) side.on('error', () => undefined);
  const first = Promise.race([
    ended(client).then(() => 'client' as const),
    ended(upstream).then(() => 'database' as const),
  ]);
  pass(upstream, client);
  if (inspect === undefined) pass(client, upstream);
  else passInspected(client, upstream, inspect);
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

function passInspected(client: Duplex, upstream: Duplex, inspect: Inspect): void {
  const goOn = (): void => void client.resume();
  client.on('data', (chunk: Buffer) => {
    const { pass: passed, answer } = inspect(chunk);
    if (answer !== null) client.write(answer);
    if (passed === null || upstream.write(passed)) return;
    client.pause();
    upstream.once('drain', goOn);
  });
  client.once('end', () => upstream.end());
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
