import { describe, expect, it } from 'vitest';
import { CAPABILITY } from '../../../../main/gateway/mysql/capabilities.ts';
import { changeUser, type LastMove, type Move } from '../../../../main/gateway/mysql/change-user.ts';
import { errorPacket, parseError } from '../../../../main/gateway/mysql/error-packet.ts';
import { takePacket } from '../../../../main/gateway/mysql/packets.ts';
import { makeNonce, scramble, type LocalPlugin } from '../../../../main/gateway/mysql/scramble.ts';
import { OK, PASSWORD } from './sign-in.ts';

const session = { dbUser: 'app', localPassword: PASSWORD, nonce: makeNonce() };
const { pluginAuth, queryAttributes } = CAPABILITY;

interface Asked {
  readonly user?: string;
  readonly database?: string;
  readonly plugin?: string;
  readonly password?: string;
  readonly capabilities?: number;
  /** What the server answers, in turn; unsaid: OK. */
  readonly answers?: readonly Buffer[];
}

/** Plays client and server, and gives all that each was told. */
function play({ user = 'app', database = '', plugin = 'mysql_native_password', ...asked }: Asked = {}) {
  const payload = Buffer.from(
    `\x11${user}\0\x14scramble-of-20-bytes${database}\0\xff\0${plugin}\0`,
    'latin1',
  );
  const steps = changeUser(payload, { ...session, capabilities: asked.capabilities ?? pluginAuth });
  const toClient: Buffer[] = [];
  const toServer: string[] = [];
  const answers = [...(asked.answers ?? [])];
  let step: IteratorResult<Move, LastMove> = steps.next();
  while (step.done !== true) {
    const { toClient: told, toServer: command, next } = step.value;
    if (told !== undefined) toClient.push(told);
    if (command !== undefined) toServer.push(command.toString('latin1', 4));
    const [name, nonce] = (told?.toString('latin1', 5) ?? '').split('\0');
    const known: LocalPlugin =
      name === 'caching_sha2_password' ? 'caching_sha2_password' : 'mysql_native_password';
    step = steps.next(
      next === 'client'
        ? {
            sequence: 2,
            payload: scramble(known, asked.password ?? PASSWORD, Buffer.from(nonce ?? '', 'latin1')),
          }
        : { sequence: 1, payload: answers.shift() ?? OK },
    );
  }
  const packets: { sequence: number; payload: Buffer }[] = [];
  for (let rest = step.value.toClient; rest.length > 0;) {
    const taken = takePacket(rest);
    if (taken === null) throw new Error('A packet is not whole.');
    packets.push(taken.packet);
    ({ rest } = taken);
  }
  return { asks: toClient, toServer, packets, ends: step.value.ends };
}

describe('COM_CHANGE_USER of the same user with the local password', () => {
  it('resets the session, sets what the reset leaves out, and answers under the number that is due', () => {
    const { asks, toServer, packets, ends } = play({ database: 'shop' });
    expect(asks).toHaveLength(1);
    expect(asks[0]?.toString('latin1', 3, 26)).toBe('\x01\xfemysql_native_password');
    // libmariadb answers to the nonce of the sign-in, whatever it is asked with
    expect(asks[0]?.subarray(27, 47)).toEqual(session.nonce);
    const names = 'SET character_set_client=255, character_set_results=255, collation_connection=255';
    expect(toServer).toEqual(['\x1f', `\x03${names}`, '\x02shop']);
    expect(packets).toEqual([{ sequence: 3, payload: OK }]);
    expect(ends).toBe(false);
  });

  it('names no database where the client names none, and no attributes where they are expected', () => {
    const { toServer } = play({ capabilities: pluginAuth | queryAttributes });
    expect(toServer).toEqual(['\x1f', expect.stringContaining('\x03\0\x01SET character_set_client=255')]);
  });

  it('tells a client of caching_sha2_password that its scramble was enough', () => {
    const { packets } = play({ plugin: 'caching_sha2_password' });
    expect(packets).toEqual([
      { sequence: 3, payload: Buffer.from([1, 3]) },
      { sequence: 4, payload: OK },
    ]);
  });

  it('is told what the server does not do, and goes on', () => {
    const unknown = errorPacket(1, 1049, '42000', "Unknown database 'no'").subarray(4);
    const { packets, ends } = play({ database: 'no', answers: [OK, OK, unknown] });
    expect(packets).toEqual([{ sequence: 3, payload: unknown }]);
    expect(ends).toBe(false);
    const refused = errorPacket(1, 1047, '08S01', 'Unknown command').subarray(4);
    expect(play({ database: 'shop', answers: [refused] }).toServer).toEqual(['\x1f']);
  });
});

describe('COM_CHANGE_USER that is refused', () => {
  it.each([
    ['another user', { user: 'ro\not' }, 1, 1045],
    ['a wrong password', { password: 'other' }, 3, 1045],
    ['a client that knows of no plugins', { capabilities: 0 }, 1, 1047],
  ] as const)(
    'for %s ends the session, as servers do, and reaches no server',
    (_, asked, sequence, number) => {
      const { toServer, packets, ends } = play(asked);
      expect(toServer).toEqual([]);
      expect(packets).toHaveLength(1);
      expect(packets[0]?.sequence).toBe(sequence);
      const error = parseError(packets[0]?.payload ?? Buffer.alloc(0));
      expect(error?.number).toBe(number);
      expect(error?.text).toMatch(/gateway/);
      expect(ends).toBe(true);
    },
  );
});
