import type { Duplex } from 'node:stream';
import type { Refusal, Served } from '../session.ts';
import { mysqlRefusal } from './error-packet.ts';
import { MAX_FROM_CLIENT, packet, readPacket, type NoPacket } from './packets.ts';

/** The sign-in as the client sees it: which number the next packet has, either way. */
export interface ClientSide {
  readonly stream: Duplex;
  readonly sequence: number;
  /** Whether it has said that it knows SQLSTATE; nobody has before the greeting. */
  readonly knowsState: boolean;
}

/** What a wait has come to: the work's result, or the client has gone, or has spoken out of turn. */
export type Waited<T> = { readonly value: T } | 'gone' | 'spoke';

/** Sends a packet. */
export function tell(side: ClientSide, payload: Buffer): ClientSide {
  side.stream.write(packet(side.sequence, payload));
  return { ...side, sequence: side.sequence + 1 };
}

/** Reads the client's packet that is due. */
export async function hear(
  side: ClientSide,
): Promise<{ readonly payload: Buffer; readonly side: ClientSide } | NoPacket> {
  const payload = await readPacket(side.stream, side.sequence, MAX_FROM_CLIENT);
  if (typeof payload === 'string') return payload;
  return { payload, side: { ...side, sequence: side.sequence + 1 } };
}

/** Tells the client why it is not let in, and ends its side. @param number in place of the refusal's own */
export function refuse(side: ClientSide, refusal: Refusal, number?: number): Served {
  endWith(side, mysqlRefusal(refusal, side.sequence, side.knowsState, number));
  return { kind: 'refused', refusal };
}

/** Sends the last bytes, and drops what may still come, so that it is seen when the client closes. */
export function endWith({ stream }: ClientSide, bytes: Buffer): void {
  stream.end(bytes);
  stream.resume();
}

/**
 * Waits for something other than the client, and no longer than the client does.
 *
 * @param quiet whether the client must not speak meanwhile; else what it sends is left in the stream
 */
export async function whileClientWaits<T>(
  client: Duplex,
  work: Promise<T>,
  quiet = false,
): Promise<Waited<T>> {
  let settle: (how: 'gone' | 'spoke') => void = () => undefined;
  const clientDid = new Promise<'gone' | 'spoke'>((resolve) => (settle = resolve));
  const gone = (): void => settle('gone');
  const readable = (): void => {
    if (client.readableLength > 0) settle('spoke');
  };
  for (const event of ENDS) client.on(event, gone);
  if (quiet) client.on('readable', readable);
  // an end is only seen where something reads
  else client.read(0);
  if (client.destroyed || client.readableEnded) gone();
  try {
    return await Promise.race([work.then((value) => ({ value })), clientDid]);
  } finally {
    for (const event of ENDS) client.off(event, gone);
    client.off('readable', readable);
    work.catch(() => undefined);
  }
}

const ENDS = ['end', 'close', 'error'] as const;
