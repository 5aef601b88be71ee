import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeUserGuard } from '../../../../main/gateway/mysql/change-user-guard.ts';

/** A packet's bytes; `payload` may be its length alone, for the payload of which nothing is said. */
function packetOf(sequence: number, payload: string | number): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload, 'latin1') : Buffer.alloc(payload, 0x11);
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  head[3] = sequence;
  return Buffer.concat([head, body]);
}

const query = packetOf(0, '\x03select 1');
const changeUser = packetOf(0, '\x11app\0\x14scramble-of-20-bytes\0');

/** What gets through, and how often an answer comes back, with the bytes cut at these places. */
function run(bytes: Buffer, cuts: readonly number[] = []) {
  const inspect = changeUserGuard();
  const passed: Buffer[] = [];
  const answers: Buffer[] = [];
  const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (const [at, from] of places.slice(0, -1).entries()) {
    const { pass, answer } = inspect(bytes.subarray(from, places[at + 1]));
    if (pass) passed.push(pass);
    if (answer) answers.push(answer);
  }
  return { passed: Buffer.concat(passed), answers: Buffer.concat(answers) };
}

describe('the guard against COM_CHANGE_USER', () => {
  it('passes on the very buffer that came where it holds none', () => {
    const inspect = changeUserGuard();
    for (const chunk of [query, Buffer.concat([query, query]), packetOf(0, '\x18'.repeat(70_000))]) {
      expect(inspect(chunk).pass).toBe(chunk);
    }
  });

  it('answers it under sequence 1, in the server’s place', () => {
    const { passed, answers } = run(Buffer.concat([query, changeUser, query]));
    expect(passed).toEqual(Buffer.concat([query, query]));
    expect(answers.subarray(3, 7)).toEqual(Buffer.from([1, 0xff, 0x17, 0x04]));
    expect(answers.toString('utf8', 7)).toMatch(/^#08S01COM_CHANGE_USER is not possible/);
    expect(answers.readUIntLE(0, 3)).toBe(answers.length - 4);
  });

  it('does the same in any split', () => {
    const stream = fc.array(
      fc.constantFrom(
        query,
        changeUser,
        packetOf(0, ''),
        packetOf(0, '\x11'),
        packetOf(0, '\x01'),
        packetOf(3, '\x11x'),
      ),
      { maxLength: 6 },
    );
    const places = fc.array(fc.nat(120), { maxLength: 20 });
    fc.assert(
      fc.property(stream, places, (packets, cuts) => {
        const bytes = Buffer.concat(packets);
        const refused = packets.filter((one) => one[3] === 0 && one[4] === 0x11);
        const whole = run(
          bytes,
          cuts.map((cut) => Math.min(cut, bytes.length)),
        );
        expect(whole.passed).toEqual(Buffer.concat(packets.filter((one) => !refused.includes(one))));
        expect(whole).toEqual(run(bytes));
        expect(run(bytes, [...bytes.keys()])).toEqual(whole);
      }),
    );
  });

  it('takes no data of LOAD DATA LOCAL for it, however many packets there are', () => {
    const packets = [query];
    for (let sent = 0; sent < 1_000; sent += 1) packets.push(packetOf((sent + 2) & 0xff, '\x11data'));
    const data = Buffer.concat([...packets, packetOf(1_002 & 0xff, '')]);
    expect(run(data)).toEqual({ passed: data, answers: Buffer.alloc(0) });
    expect(run(Buffer.concat([data, changeUser])).passed).toEqual(data);
  });

  it('takes no part of a payload of more than 16 MB for it', () => {
    const big = Buffer.concat([packetOf(0, 0xffffff).fill(3, 4, 5), packetOf(1, 0xffffff), packetOf(2, 5)]);
    const { passed, answers } = run(Buffer.concat([big, changeUser, query]), [1, 4, 0xffffff + 6]);
    expect(passed.equals(Buffer.concat([big, query]))).toBe(true);
    expect(answers.length).toBeGreaterThan(0);
    // numbers that start again amidst such a payload
    const wrapped = [packetOf(255, 0xffffff), packetOf(0, '\x11part'), packetOf(0, '\x11')];
    expect(run(Buffer.concat(wrapped)).passed).toHaveLength(0xffffff + 4 + 9);
  });

  it('drops one of more than 16 MB as a whole', () => {
    const { passed, answers } = run(
      Buffer.concat([packetOf(0, 0xffffff), packetOf(1, 0), packetOf(0, '\x0e')]),
    );
    expect(passed).toEqual(packetOf(0, '\x0e'));
    expect(answers).toEqual(run(changeUser).answers);
  });

  it('holds nothing back but a head that is not whole', () => {
    const inspect = changeUserGuard();
    expect(inspect(query.subarray(0, 4)).pass).toBeNull();
    expect(inspect(query.subarray(4, 6)).pass).toEqual(query.subarray(0, 6));
    expect(inspect(query.subarray(6)).pass).toEqual(query.subarray(6));
    expect(inspect(packetOf(7, '').subarray(0, 4)).pass).toEqual(packetOf(7, ''));
  });
});
