import { Socket } from 'node:net';

/** What an end has held at most, in bytes: what came and was not read, and what was written and not taken. */
export interface Held {
  unread: number;
  untaken: number;
}

/** One end of a connection that exists in memory only. */
export class MemorySocket extends Socket {
  readonly held: Held = { unread: 0, untaken: 0 };
  peer: MemorySocket | null = null;
  /** How many bytes have come to this end. */
  bytesTold = 0;
  /** What is not pushed yet, for this end does not want more; and how to tell the writer that it was taken. */
  readonly #incoming: { readonly bytes: Buffer | null; readonly taken: () => void }[] = [];
  #wanted = false;

  constructor() {
    super();
    // a socket without a handle has arrived nowhere
    Object.defineProperties(this, { remoteAddress: { value: '127.0.0.1' }, remotePort: { value: 5432 } });
  }

  override _read(): void {
    this.#wanted = true;
    this.#push();
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.held.untaken = Math.max(this.held.untaken, this.writableLength);
    this.peer?.arrive(bytes, () => done());
  }

  override _final(done: (error?: Error | null) => void): void {
    this.peer?.arrive(null, () => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { peer } = this;
    this.peer = null;
    for (const { taken } of this.#incoming.splice(0)) taken();
    if (peer !== null) setImmediate(() => peer.destroy());
    done(error);
    // streams leave this to sockets, and a socket to its handle
    process.nextTick(() => this.emit('close', error !== null));
  }

  /** Takes bytes, or the end (null), from the other side. */
  arrive(bytes: Buffer | null, taken: () => void): void {
    if (this.destroyed || bytes?.length === 0) return taken();
    this.bytesTold += bytes?.length ?? 0;
    // a socket reads so much at once
    const pieces = Math.ceil((bytes?.length ?? 0) / PIECE);
    for (let at = 1; at <= pieces; at += 1) {
      const piece = bytes?.subarray((at - 1) * PIECE, at * PIECE) ?? null;
      this.#incoming.push({ bytes: piece, taken: at === pieces ? taken : () => undefined });
    }
    if (bytes === null) this.#incoming.push({ bytes, taken });
    this.#push();
  }

  #push(): void {
    while (this.#wanted) {
      const next = this.#incoming.shift();
      if (next === undefined) return;
      this.#wanted = this.push(next.bytes);
      this.held.unread = Math.max(this.held.unread, this.readableLength);
      next.taken();
    }
  }
}

const PIECE = 16_384;

/** Two ends of one connection. */
export function memoryPair(): readonly [MemorySocket, MemorySocket] {
  const ends = [new MemorySocket(), new MemorySocket()] as const;
  ends[0].peer = ends[1];
  ends[1].peer = ends[0];
  for (const end of ends) end.on('error', () => undefined);
  return ends;
}
