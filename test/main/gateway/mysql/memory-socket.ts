import { Socket } from 'node:net';

type Done = (error?: Error | null) => void;

/** One end of a connection that never leaves the process. */
export class MemorySocket extends Socket {
  #peer: MemorySocket | null = null;
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
    if (peer === null) return;
    const written = peer.#written;
    peer.#written = null;
    written?.();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: Done): void {
    this.#send(chunk, done);
  }

  #send(chunk: Buffer, done: Done): void {
    const peer = this.#peer;
    if (peer === null || peer.destroyed || peer.readableEnded) return done();
    if (peer.push(chunk)) done();
    else this.#written = done;
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
