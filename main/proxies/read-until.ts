import type { Duplex } from 'node:stream';

/**
 * Reads a stream up to an end, and puts back what comes after it.
 *
 * @param endOf where what was read so far ends, in bytes; null where more has to come
 * @param most bytes that are read at most
 * @returns null where the stream ended or failed first; what was read where the limit was passed
 */
export function readUntil(
  stream: Duplex,
  endOf: (read: Buffer) => number | null,
  most: number,
): Promise<Buffer | null> {
  return new Promise((resolve) => {
    let read = Buffer.alloc(0);
    function settle(value: Buffer | null): void {
      stream.off('readable', take).off('end', gone).off('close', gone);
      resolve(value);
    }
    const gone = (): void => settle(null);
    function take(): void {
      for (;;) {
        const chunk: unknown = stream.read();
        if (!Buffer.isBuffer(chunk)) return;
        read = Buffer.concat([read, chunk]);
        const end = endOf(read);
        if (end !== null && end <= read.length) {
          if (end < read.length) stream.unshift(read.subarray(end));
          return settle(read.subarray(0, end));
        }
        if (read.length > most) return settle(read);
      }
    }
    stream.on('readable', take).on('end', gone).on('close', gone);
    if (stream.destroyed) gone();
    else take();
  });
}
