/**
 * The frames of smux, version 1, which the agent multiplexes with (github.com/xtaci/smux, `frame.go`): version,
 * command, length and stream, little-endian.
 */
export const COMMAND = { open: 0, finish: 1, push: 2, keepAlive: 3 } as const;

/** One of smux's commands. */
export type Command = (typeof COMMAND)[keyof typeof COMMAND];

const VERSION = 1;

/** The length of a frame's head, in bytes. */
export const FRAME_HEAD = 8;

/**
 * Writes a frame.
 *
 * @param data at most 65,535 bytes; none but in a push
 */
export function encodeFrame(command: Command, stream: number, data: Buffer = Buffer.alloc(0)): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_HEAD + data.length);
  frame[0] = VERSION;
  frame[1] = command;
  frame.writeUInt16LE(data.length, 2);
  frame.writeUInt32LE(stream, 4);
  data.copy(frame, FRAME_HEAD);
  return frame;
}

/** What a reader of frames tells. */
export interface FrameEvents {
  /** A piece of a push: a frame may be told in several, as its bytes come. */
  readonly onData: (stream: number, piece: Buffer) => void;
  readonly onFinish: (stream: number) => void;
}

/**
 * Reads frames out of bytes as they come; they need not end where the bytes end. An agent opens no streams, so its
 * opens are passed over, as its keep-alives are.
 *
 * @returns takes bytes; false where they are no frames, and then nothing after them can be read either
 */
export function createFrameReader({ onData, onFinish }: FrameEvents): (bytes: Buffer) => boolean {
  const head = Buffer.alloc(FRAME_HEAD);
  let headLength = 0;
  let stream = 0;
  let missing = 0;

  function readHead(): boolean {
    const command = head[1];
    const length = head.readUInt16LE(2);
    stream = head.readUInt32LE(4);
    if (head[0] !== VERSION || command === undefined || command > COMMAND.keepAlive) return false;
    // the library reads no data after other commands, so a length there is a mistake
    if (command !== COMMAND.push && length > 0) return false;
    missing = length;
    if (command === COMMAND.finish) onFinish(stream);
    return true;
  }

  return (bytes) => {
    let at = 0;
    while (at < bytes.length) {
      if (missing > 0) {
        const piece = bytes.subarray(at, at + missing);
        missing -= piece.length;
        at += piece.length;
        onData(stream, piece);
      } else {
        const copied = bytes.copy(head, headLength, at, at + FRAME_HEAD - headLength);
        headLength += copied;
        at += copied;
        if (headLength < FRAME_HEAD) continue;
        headLength = 0;
        if (!readHead()) return false;
      }
    }
    return true;
  };
}
