import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  COMMAND,
  createFrameReader,
  encodeFrame,
  type Command,
} from '../../../../main/tunnels/session-manager/smux/frames.ts';

const command: fc.Arbitrary<Command> = fc.constantFrom(...Object.values(COMMAND));
const frame = fc
  .tuple(command, fc.nat(0xffffffff), fc.uint8Array({ maxLength: 400 }))
  .map(([some, stream, data]) => ({
    command: some,
    stream,
    data: Buffer.from(some === COMMAND.push ? data : []),
  }));
const frames = fc.array(frame, { maxLength: 12 });

/** What a reader tells of bytes that come in pieces; the pieces of one push are joined. */
function readAll(whole: Buffer, cuts: readonly number[]) {
  const told: [stream: number, data: string | null][] = [];
  const read = createFrameReader({
    onData(stream, piece) {
      const last = told.at(-1);
      if (last?.[0] === stream && last[1] !== null) last[1] += piece.toString('hex');
      else told.push([stream, piece.toString('hex')]);
    },
    onFinish: (stream) => void told.push([stream, null]),
  });
  const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)).toSorted((a, b) => a - b), whole.length];
  const areRead = at.slice(1).every((end, index) => read(whole.subarray(at[index], end)));
  return { told, areRead };
}

test('frames are read as they were written, wherever they are cut', () => {
  fc.assert(
    fc.property(frames, fc.array(fc.nat()), (some, cuts) => {
      const whole = Buffer.concat(some.map((one) => encodeFrame(one.command, one.stream, one.data)));
      const { told, areRead } = readAll(whole, cuts);
      expect(areRead).toBe(true);
      const expected: typeof told = [];
      for (const one of some) {
        const last = expected.at(-1);
        if (one.command === COMMAND.finish) expected.push([one.stream, null]);
        if (one.data.length === 0) continue;
        if (last?.[0] === one.stream && last[1] !== null) last[1] += one.data.toString('hex');
        else expected.push([one.stream, one.data.toString('hex')]);
      }
      expect(told).toEqual(expected);
    }),
  );
});

test('a frame is laid out as smux lays it out', () => {
  expect(encodeFrame(COMMAND.push, 0x01020304, Buffer.from('abc')).toString('hex')).toBe(
    '0102030004030201616263',
  );
  expect(encodeFrame(COMMAND.open, 3).toString('hex')).toBe('0100000003000000');
});

test('any bytes are judged the same in any pieces, and other versions, commands and lengths are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ max: 4, maxLength: 60 }), fc.array(fc.nat()), (some, cuts) => {
      const whole = Buffer.from(some);
      expect(readAll(whole, cuts)).toEqual(readAll(whole, []));
    }),
    { numRuns: 2_000 },
  );
  for (const wrong of ['0202000003000000', '0104000003000000', '0101010003000000', '0003000000000000'])
    expect(readAll(Buffer.from(wrong, 'hex'), []).areRead).toBe(false);
});
