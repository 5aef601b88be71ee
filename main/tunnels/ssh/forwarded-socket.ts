import { Socket } from 'node:net';
import type { TunnelEnd } from '../../../app/tunnels/model.ts';
import { TunnelError } from '../tunnel-error.ts';

/**
 * Why a connection has ended before its first byte.
 *
 * @param cause what the system says of it; null where it was closed
 */
export type Why = (cause: Error | null) => Promise<TunnelEnd>;

/** How much it holds for a slow reader, in bytes; Node's 16 kB is less than `ssh` writes at a time. */
const BUFFER_BYTES = 128 * 1024;

/**
 * A connection to the local end of a forwarding. `ssh` takes it at once and says on its standard error that the server
 * has refused it: one that ends before its first byte fails with what was said there.
 */
export class ForwardedSocket extends Socket {
  readonly #why: Why;
  #isAsked = false;

  /** @param why asked where it ends before its first byte */
  constructor(why: Why) {
    // the stream's option, which the types of sockets do not name
    const options = { allowHalfOpen: false, highWaterMark: BUFFER_BYTES };
    super(options);
    this.#why = why;
    this.setNoDelay(true);
  }

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (chunk === null && this.#failsLater(null)) return false;
    return super.push(chunk, encoding);
  }

  override destroy(cause?: Error): this {
    if (cause !== undefined && !(cause instanceof TunnelError) && this.#failsLater(cause)) return this;
    return super.destroy(cause);
  }

  #failsLater(cause: Error | null): boolean {
    if (this.bytesRead > 0 || this.destroyed) return false;
    if (!this.#isAsked) {
      this.#isAsked = true;
      void this.#why(cause).then((end) => super.destroy(new TunnelError(end)));
    }
    return true;
  }
}
