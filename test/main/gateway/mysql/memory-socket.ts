import { Socket } from 'node:net';

type Done = (error?: Error | null) => void;

/** As much as a real socket reads at once, in bytes. */
const PIECE = 64 * 1024;

/** One end of a connection that never leaves the process. */
export class MemorySocket extends Socket {
  #peer: MemorySocket | null = null;
  /** What the peer has no room for yet, and whom to tell when it has. */
  #rest: Buffer = Buffer.alloc(0);
  #written: Done | null = null;

  /** Two ends of a connection. */
  static pair(): readonly [MemorySocket, MemorySocket] {
    const ends = [new MemorySocket(), new MemorySocket()] as const;
    ends[0].#peer = ends[1];
    ends[1].#peer = ends[0];
    for (const end of ends) {
      end.on('error', () => undefined);
      end.once('close', () => end.#hangUp());
    }
    return ends;
  }

  override _read(): void {
    const peer = this.#peer;
    if (peer !== null) peer.#deliver();
  }

  override _write(chunk: Buffer | string, _: BufferEncoding, done: Done): void {
    this.#send(chunk, done);
  }

  #send(chunk: Buffer | string, done: Done): void {
    this.#rest = Buffer.from(chunk);
    this.#written = done;
    this.#deliver();
  }

  #deliver(): void {
    const peer = this.#peer;
    if (peer === null || peer.destroyed || peer.readableEnded) this.#rest = Buffer.alloc(0);
    let hasRoom = true;
    while (hasRoom && this.#rest.length > 0) {
      const piece = this.#rest.subarray(0, PIECE);
      this.#rest = this.#rest.subarray(PIECE);
      hasRoom = peer?.push(piece) ?? true;
    }
    if (!hasRoom) return;
    const written = this.#written;
    this.#written = null;
    written?.();
  }

  override _writev(chunks: Array<{ chunk: Buffer }>, done: Done): void {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: Done): void {
    this.#hangUp();
    done();
  }

  #hangUp(): void {
    const peer = this.#peer;
    this.#peer = null;
    if (peer === null || peer.destroyed) return;
    peer.push(null);
    // as the system does: an end is seen also where nothing was asked for
    peer.read(0);
  }
}
