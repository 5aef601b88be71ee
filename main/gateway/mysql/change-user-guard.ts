import type { Inspect } from '../session.ts';
import { errorPacket } from './error-packet.ts';

const COM_CHANGE_USER = 0x11;
/** A packet of this length goes on in the next one. */
const CONTINUED = 0xff_ffff;
const HEAD = 4;

/** What a client is told: under sequence 1, as the answer to a command. */
const REFUSED = errorPacket(
  1,
  1047, // ER_UNKNOWN_COM_ERROR
  '08S01',
  'COM_CHANGE_USER is not possible through the gateway: it would ask for the password again. Connect again.',
);

/**
 * Keeps COM_CHANGE_USER from the server, which would begin a sign-in that the client cannot answer, and answers
 * it. All else is passed on as it came: the same buffer, looked at by its packets' heads only.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_change_user.html
 *
 * Commands have sequence 0. So have some packets within the data of LOAD DATA LOCAL and within commands of
 * many times 16 MB, whose numbers start again after 255: a packet after one of number 255, or after one of the
 * full length, is never taken for a command. At the worst a COM_CHANGE_USER is let through, and fails at the
 * server; data are never taken for one. No client sends it before it has all answers to what went before, so
 * that the answer here is not amidst another one.
 */
export function changeUserGuard(): Inspect {
  /** The head of the packet that comes, and the first byte of what may be a command. */
  const head = Buffer.alloc(HEAD + 1);
  let known = 0;
  /** Bytes to come of the packet's payload. */
  let left = 0;
  /** Whether the last packet was refused. */
  let drops = false;
  let length = 0;
  let sequence = -1;

  /** Judges the bytes of the head that are known; null where it takes one more. */
  function judge(): 'pass' | 'refuse' | 'go-on-refusing' | null {
    if (known < HEAD) return null;
    if (known > HEAD) return head[HEAD] === COM_CHANGE_USER ? 'refuse' : 'pass';
    const goesOn = length === CONTINUED;
    const wrapped = sequence === 255;
    length = head.readUIntLE(0, 3);
    sequence = head[3] ?? 0;
    if (goesOn) return drops ? 'go-on-refusing' : 'pass';
    return sequence === 0 && !wrapped && length > 0 ? null : 'pass';
  }

  return (chunk) => {
    if (left >= chunk.length && !drops) {
      left -= chunk.length;
      return { pass: chunk, answer: null };
    }
    const passed: Buffer[] = [];
    const answers: Buffer[] = [];
    /** Where in the chunk that begins which is passed on. */
    let start = 0;
    let at = 0;
    while (at < chunk.length) {
      if (left > 0) {
        const step = Math.min(left, chunk.length - at);
        at += step;
        left -= step;
        if (drops) start = at;
        continue;
      }
      head[known] = chunk[at] ?? 0;
      known += 1;
      at += 1;
      const judgement = judge();
      if (judgement === null) continue;
      const packetAt = at - known;
      drops = judgement !== 'pass';
      if (drops) {
        if (packetAt > start) passed.push(chunk.subarray(start, packetAt));
        if (judgement === 'refuse') answers.push(REFUSED);
        start = at;
      } else if (packetAt < 0) {
        // these bytes came with earlier chunks, and were held back
        passed.push(Buffer.from(head.subarray(0, -packetAt)));
      }
      left = length - (known - HEAD);
      known = 0;
    }
    const end = chunk.length - known;
    if (passed.length === 0 && start === 0 && end === chunk.length) return { pass: chunk, answer: null };
    if (end > start) passed.push(chunk.subarray(start, end));
    return { pass: joined(passed), answer: joined(answers) };
  };
}

function joined(parts: readonly Buffer[]): Buffer | null {
  return parts.length > 1 ? Buffer.concat(parts) : (parts[0] ?? null);
}
