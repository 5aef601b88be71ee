import type { Readable } from 'node:stream';

/**
 * Takes exactly so many bytes off a stream, and leaves what follows in it. The stream must be paused and
 * have no `data` listener.
 *
 * @param size in bytes; the caller has checked that it is sane, for so much is buffered
 * @returns null where the stream ended or failed before
 */
export async function readBytes(stream: Readable, size: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let missing = size;
  while (missing > 0) {
    // whatever is there is taken: a stream that holds too little would say at once, again and again, that it is readable
    const chunk: unknown = stream.read(Math.min(missing, stream.readableLength));
    if (Buffer.isBuffer(chunk)) {
      chunks.push(chunk);
      missing -= chunk.length;
    } else {
      if (stream.readableEnded || stream.destroyed) return null;
      await moreOf(stream);
    }
  }
  return Buffer.concat(chunks);
}

/** Resolves when there may be more to read, or never will be. */
function moreOf(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      for (const event of EVENTS) stream.off(event, settle);
      resolve();
    };
    for (const event of EVENTS) stream.on(event, settle);
  });
}

const EVENTS = ['readable', 'end', 'close', 'error'] as const;
