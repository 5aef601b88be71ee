const COM_CHANGE_USER = 0x11;
/** A packet of this length goes on in the next one. */
const CONTINUED = 0xff_ffff;
const HEAD = 4;
/** The longest command that is collected, in bytes: it may have 64 kB of attributes. */
const MAX_COMMAND = 128 * 1024;
const NOTHING = Buffer.alloc(0);

/** What a chunk holds up to a COM_CHANGE_USER. */
export interface Scanned {
  /** Passed on: the very chunk where it holds none. */
  readonly pass: Buffer | null;
  /** The command's payload once it is whole; cut off where it is too long to be one. */
  readonly command: Buffer | null;
  /** What follows it, not looked at yet. */
  readonly rest: Buffer;
}

/**
 * Finds COM_CHANGE_USER in what a client sends, by its packets' heads.
 *
 * Commands have sequence 0. So have some packets within the data of LOAD DATA LOCAL and within commands of
 * many times 16 MB, whose numbers start again after 255: a packet after one of number 255, or after one of the
 * full length, is never taken for a command. At the worst a COM_CHANGE_USER is let through, and fails at the
 * server; data are never taken for one.
 */
export function commandScanner(): (chunk: Buffer) => Scanned {
  /** The head of the packet that comes, and the first byte of what may be a command. */
  const head = Buffer.alloc(HEAD + 1);
  let known = 0;
  /** Bytes to come of the packet's payload. */
  let left = 0;
  /** What there is of a COM_CHANGE_USER that is not whole. */
  let command: Buffer[] | null = null;
  let length = 0;
  let sequence = -1;

  /** Judges the bytes of the head that are known; null where it takes one more. */
  function judge(): 'pass' | 'command' | null {
    if (known < HEAD) return null;
    if (known > HEAD) return head[HEAD] === COM_CHANGE_USER ? 'command' : 'pass';
    const goesOn = length === CONTINUED;
    const wrapped = sequence === 255;
    length = head.readUIntLE(0, 3);
    sequence = head[3] ?? 0;
    if (goesOn) return 'pass';
    return sequence === 0 && !wrapped && length > 0 ? null : 'pass';
  }

  return (chunk) => {
    if (left >= chunk.length && command === null) {
      left -= chunk.length;
      return { pass: chunk, command: null, rest: NOTHING };
    }
    const passed: Buffer[] = [];
    /** Where in the chunk that begins which is passed on. */
    let start = 0;
    let at = 0;
    while (at < chunk.length || (command !== null && left === 0)) {
      if (command !== null && (left === 0 || length > MAX_COMMAND)) {
        const whole = Buffer.concat(command);
        command = null;
        return { pass: joined(passed), command: whole, rest: chunk.subarray(at) };
      }
      if (left > 0) {
        const step = Math.min(left, chunk.length - at);
        command?.push(chunk.subarray(at, at + step));
        at += step;
        left -= step;
        if (command !== null) start = at;
        continue;
      }
      head[known] = chunk[at] ?? 0;
      known += 1;
      at += 1;
      const judgement = judge();
      if (judgement === null) continue;
      const packetAt = at - known;
      left = length - (known - HEAD);
      known = 0;
      if (judgement === 'command') {
        if (packetAt > start) passed.push(chunk.subarray(start, packetAt));
        command = [Buffer.from([COM_CHANGE_USER])];
        start = at;
      } else if (packetAt < 0) {
        // these bytes came with earlier chunks, and were held back
        passed.push(Buffer.from(head.subarray(0, -packetAt)));
      }
    }
    const end = chunk.length - known;
    if (passed.length === 0 && start === 0 && end === chunk.length) {
      return { pass: chunk, command: null, rest: NOTHING };
    }
    if (end > start) passed.push(chunk.subarray(start, end));
    return { pass: joined(passed), command: null, rest: NOTHING };
  };
}

function joined(parts: readonly Buffer[]): Buffer | null {
  return parts.length > 1 ? Buffer.concat(parts) : (parts[0] ?? null);
}
