import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeUser } from '../../../../main/gateway/mysql/change-user.ts';
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

/** Answers a command at once. */
function* last(text: string, ends: boolean): ChangeUser {
  yield* [];
  return { toClient: Buffer.from(text), ends };
}
const answerAtOnce = (): ChangeUser => last('answer', false);

/** What gets through, and what comes back, with the bytes cut at these places. */
function run(bytes: Buffer, cuts: readonly number[] = []) {
  const { fromClient } = changeUserGuard(answerAtOnce);
  const passed: Buffer[] = [];
  const answers: Buffer[] = [];
  const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (const [at, from] of places.slice(0, -1).entries()) {
    const { toServer, toClient } = fromClient(bytes.subarray(from, places[at + 1]));
    if (toServer) passed.push(toServer);
    if (toClient) answers.push(toClient);
  }
  return { passed: Buffer.concat(passed), answers: Buffer.concat(answers).toString() };
}

describe('the guard against COM_CHANGE_USER', () => {
  it('passes on the very buffer that came where it holds none, either way', () => {
    const { fromClient, fromServer } = changeUserGuard(answerAtOnce);
    for (const chunk of [query, Buffer.concat([query, query]), packetOf(0, '\x18'.repeat(70_000))]) {
      expect(fromClient(chunk)).toEqual({ toServer: chunk, toClient: null, ends: false });
      expect(fromClient(chunk).toServer).toBe(chunk);
      expect(fromServer(chunk).toClient).toBe(chunk);
    }
  });

  it('hands on the command’s payload, and nothing of it to the server', () => {
    const payloads: Buffer[] = [];
    const { fromClient } = changeUserGuard((payload) => {
      payloads.push(payload);
      return answerAtOnce();
    });
    const bytes = Buffer.concat([query, changeUser, query]);
    const { toServer, toClient } = fromClient(bytes);
    expect(toServer).toEqual(Buffer.concat([query, query]));
    expect(toClient?.toString()).toBe('answer');
    expect(payloads).toEqual([changeUser.subarray(4)]);
  });

  it('holds back what either side says while the command is answered, and then passes it on', () => {
    function* ask(): ChangeUser {
      const answer = yield { toClient: Buffer.from('asked'), next: 'client' };
      const ok = yield { toServer: Buffer.from(`reset after ${answer.payload.toString()}`), next: 'server' };
      return { toClient: packetOf(3, ok.payload.toString('latin1')), ends: false };
    }
    const { fromClient, fromServer } = changeUserGuard(ask);
    const quiet = { toServer: null, toClient: null, ends: false };
    expect(fromClient(changeUser)).toEqual({ ...quiet, toClient: Buffer.from('asked') });
    const answer = packetOf(2, 'me');
    expect(fromClient(answer.subarray(0, 3))).toEqual(quiet);
    const rest = Buffer.concat([answer.subarray(3), query]);
    expect(fromClient(rest)).toEqual({ ...quiet, toServer: Buffer.from('reset after me') });
    expect(fromServer(packetOf(1, 'OK').subarray(0, 5))).toEqual(quiet);
    const both = Buffer.concat([packetOf(1, 'OK').subarray(5), Buffer.from('later')]);
    expect(fromServer(both)).toEqual({
      toServer: query,
      toClient: Buffer.concat([packetOf(3, 'OK'), Buffer.from('later')]),
      ends: false,
    });
    expect(fromServer(query).toClient).toBe(query);
  });

  it('ends a session whose command was refused', () => {
    const said = changeUserGuard(() => last('no', true)).fromClient(Buffer.concat([changeUser, query]));
    expect(said).toEqual({ toServer: null, toClient: Buffer.from('no'), ends: true });
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
    expect(run(data)).toEqual({ passed: data, answers: '' });
    expect(run(Buffer.concat([data, changeUser])).passed).toEqual(data);
  });

  it('takes no part of a payload of more than 16 MB for it', () => {
    const big = Buffer.concat([packetOf(0, 0xffffff).fill(3, 4, 5), packetOf(1, 0xffffff), packetOf(2, 5)]);
    const { passed, answers } = run(Buffer.concat([big, changeUser, query]), [1, 4, 0xffffff + 6]);
    expect(passed.equals(Buffer.concat([big, query]))).toBe(true);
    expect(answers).toBe('answer');
    // numbers that start again amidst such a payload
    const wrapped = [packetOf(255, 0xffffff), packetOf(0, '\x11part'), packetOf(0, '\x11')];
    expect(run(Buffer.concat(wrapped)).passed).toHaveLength(0xffffff + 4 + 9);
  });

  it('waits for no end of one that is too long', () => {
    const payloads: number[] = [];
    const { fromClient } = changeUserGuard((payload) => {
      payloads.push(payload.length);
      return last('no', true);
    });
    const { toServer, ends } = fromClient(packetOf(0, 0xffffff).subarray(0, 70_000));
    expect({ toServer, ends, payloads }).toEqual({ toServer: null, ends: true, payloads: [1] });
  });

  it('holds nothing back but a head that is not whole', () => {
    const { fromClient } = changeUserGuard(answerAtOnce);
    const passed = (chunk: Buffer): Buffer | null => fromClient(chunk).toServer;
    expect(passed(query.subarray(0, 4))).toBeNull();
    expect(passed(query.subarray(4, 6))).toEqual(query.subarray(0, 6));
    expect(passed(query.subarray(6))).toEqual(query.subarray(6));
    expect(passed(packetOf(7, '').subarray(0, 4))).toEqual(packetOf(7, ''));
  });

  it('holds back no flood of either side', () => {
    for (const side of ['fromClient', 'fromServer'] as const) {
      function* wait(): ChangeUser {
        yield { next: side === 'fromClient' ? 'server' : 'client' };
        return { toClient: Buffer.alloc(0), ends: false };
      }
      const guard = changeUserGuard(wait);
      guard.fromClient(changeUser);
      const flood = Array.from({ length: 40 }, () => guard[side](Buffer.alloc(10_000, 1)));
      expect(flood.findIndex(({ ends }) => ends)).toBe(26);
    }
  });
});
