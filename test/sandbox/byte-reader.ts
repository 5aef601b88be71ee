import type { Duplex } from 'node:stream';

/** Reads exact numbers of bytes from a stream that nobody else reads. */
export interface ByteReader {
  /** The next `size` bytes, or `undefined` once the stream has ended without them. */
  readonly take: (size: number) => Promise<Buffer | undefined>;
}

/** Pull, not push: nothing is read ahead, so that TLS can take the socket over between two reads. */
export function byteReader(stream: Duplex): ByteReader {
  return {
    take: async (size) => {
      if (size === 0) return Buffer.alloc(0);
      for (;;) {
        if (stream.destroyed) return undefined;
        const chunk: unknown = stream.read(size);
        if (chunk instanceof Buffer) return chunk.length === size ? chunk : undefined;
        if (stream.readableEnded) return undefined;
        await nextChange(stream);
      }
    },
  };
}

function nextChange(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const events = ['readable', 'end', 'close', 'error'] as const;
    const settle = (): void => {
      for (const event of events) stream.off(event, settle);
      resolve();
    };
    for (const event of events) stream.on(event, settle);
  });
}
