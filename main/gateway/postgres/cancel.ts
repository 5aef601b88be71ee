import type { Duplex } from 'node:stream';
import { readBytes } from '../read-bytes.ts';
import type { Arrived, Served, Session } from '../session.ts';
import { send } from './messages.ts';
import { connectUpstream } from './upstream-tls.ts';

/** The cancel keys of a gateway's sessions, and the server that gave each. */
export interface CancelKeys {
  /** Keeps a key for as long as the connection is open. @param key the body of BackendKeyData */
  readonly keep: (key: Buffer, arrived: Arrived, upstream: Duplex) => void;
  readonly find: (key: Buffer) => Arrived | undefined;
}

/** No keys yet. A name such as a reader endpoint's may lead to another server the next time; an address does not. */
export function makeCancelKeys(): CancelKeys {
  const keys = new Map<string, Arrived>();
  return {
    keep: (key, arrived, upstream) => {
      // a process id and a key of 4 to 256 bytes ("Message Formats", BackendKeyData)
      if (upstream.destroyed || key.length < 8 || key.length > 260) return;
      const id = key.toString('latin1');
      keys.set(id, arrived);
      upstream.once('close', () => {
        if (keys.get(id) === arrived) keys.delete(id);
      });
    },
    find: (key) => keys.get(key.toString('latin1')),
  };
}

/**
 * Passes a CancelRequest on to the server that gave its key, and closes when the server has. As with PostgreSQL,
 * the client gets no answer, whatever happens ("Message Flow", "Canceling Requests in Progress").
 */
export async function passCancel(
  client: Duplex,
  session: Session,
  { packet, arrived }: { readonly packet: Buffer; readonly arrived: Arrived | undefined },
): Promise<Served> {
  try {
    if (arrived === undefined) return { kind: 'done' };
    // PostgreSQL heeds a cancel request whose sender does not wait for the end, as some clients do not
    client.allowHalfOpen = true;
    const connected = await connectUpstream(session, arrived);
    if (!connected.ok) return { kind: 'refused', refusal: connected.refusal };
    const { stream } = connected.value;
    await send(stream, packet);
    // a server says nothing here; its end means that the signal has been sent
    await readBytes(stream, 1);
    stream.destroy();
    return { kind: 'done' };
  } finally {
    client.end();
    client.resume();
  }
}
