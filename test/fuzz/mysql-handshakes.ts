import { setImmediate as turn } from 'node:timers/promises';
import { mysqlGateway } from '../../main/gateway/mysql/gateway.ts';
import { uint } from '../../main/gateway/mysql/fields.ts';
import { encodeGreeting } from '../../main/gateway/mysql/greeting.ts';
import { packet, readPacket } from '../../main/gateway/mysql/packets.ts';
import { encodeResponse } from '../../main/gateway/mysql/response.ts';
import { scramble, type LocalPlugin } from '../../main/gateway/mysql/scramble.ts';
import type { Served, Session } from '../../main/gateway/session.ts';
import { errorPacket } from '../../main/gateway/mysql/error-packet.ts';
import type { Tally } from './each-input.ts';
import { makeDice, type Dice } from './mutations.ts';
import { MemorySocket } from '../main/gateway/mysql/memory-socket.ts';
import {
  CLIENT,
  localEndpoint,
  hearGreeting,
  MARIADB,
  MYSQL_8,
  OK,
  PASSWORD,
  TOKEN,
} from '../main/gateway/mysql/sign-in.ts';

/** How many sign-ins go on at the same time. */
const AT_ONCE = 64;
/** After so many turns of the event loop without a byte nothing more will happen by itself. */
const MAX_TURNS = 14;
/** The most that may wait in one stream: the longest packet that is taken, and what a socket reads ahead. */
const MAX_BUFFERED = 3 * 128 * 1024;
const PLUGINS: readonly LocalPlugin[] = ['caching_sha2_password', 'mysql_native_password'];

/**
 * Sends changed handshakes through the gateway, both ways, and ends each at last. Throws where a sign-in
 * rejects, does not end, buffers without bound, or asks for a token without the right password.
 *
 * @param count how many sign-ins
 * @param seed the same for the same sign-ins
 */
export async function fuzzMysqlHandshakes(count: number, seed: number): Promise<Tally> {
  const counts: Record<string, number> = {};
  for (let from = 0; from < count; from += AT_ONCE) {
    const size = Math.min(AT_ONCE, count - from);
    // a gateway that has seen some fail greets from memory: both ways are tried
    const serve = mysqlGateway(
      from % (4 * AT_ONCE) === 0 ? { ...localEndpoint, database: 'shop' } : localEndpoint,
    );
    const ends = await Promise.all(
      Array.from({ length: size }, (_, at) => signInOnce(serve, makeDice(seed * 1_000_003 + from + at).roll)),
    );
    for (const end of ends) counts[end] = (counts[end] ?? 0) + 1;
  }
  return counts;
}

type Roll = Dice['roll'];

async function signInOnce(serve: ReturnType<typeof mysqlGateway>, dice: Roll): Promise<string> {
  const [client, served] = MemorySocket.pair();
  const opened: MemorySocket[] = [];
  const sent: Buffer[] = [];
  const nonces: Buffer[] = [];
  const failures: string[] = [];
  const changesServer = dice(4) === 0;
  const session: Session = {
    refusal: null,
    dial: async () => {
      const [near, far] = MemorySocket.pair();
      opened.push(near);
      void answerAsServer(far, changesServer ? dice : null);
      return { ok: true, value: near };
    },
    secure: async (upstream) => ({ ok: true, value: upstream }),
    token: async () => {
      const bytes = Buffer.concat(sent);
      const proved = nonces.some((nonce) =>
        PLUGINS.some((plugin) => bytes.includes(scramble(plugin, PASSWORD, nonce))),
      );
      if (!proved) failures.push('A token was asked for without the right password');
      return { ok: true, value: TOKEN };
    },
    identified: () => undefined,
    wrongPassword: async () => undefined,
  };
  const result: { end: Served | null } = { end: null };
  const outcome = serve(served, session).then(
    (value) => (result.end = value),
    (cause: unknown) => void failures.push(`Rejected: ${String(cause)}`),
  );
  const settled = async (): Promise<boolean> => {
    for (let waited = 0; waited < MAX_TURNS && result.end === null && failures.length === 0; waited += 1) {
      await turn();
      for (const side of [served, ...opened]) {
        if (side.readableLength > MAX_BUFFERED) failures.push(`${side.readableLength} bytes wait`);
      }
    }
    return result.end !== null || failures.length > 0;
  };
  void answerAsClient(client, dice, sent, nonces);
  if (!(await settled())) client.end();
  if (!(await settled())) {
    // what the listener does when the time is up
    served.destroy();
    for (const socket of opened) socket.destroy();
  }
  if (!(await settled())) failures.push('It hangs');
  if (failures.length === 0) await outcome;
  for (const side of [client, served, ...opened]) side.destroy();
  if (failures.length > 0) throw new Error(failures.join('; '));
  return describeEnd(result.end);
}

function describeEnd(end: Served | null): string {
  return end === null ? 'none' : end.kind === 'refused' ? end.refusal.code : end.kind;
}

async function answerAsClient(
  client: MemorySocket,
  dice: Roll,
  sent: Buffer[],
  nonces: Buffer[],
): Promise<void> {
  const send = (bytes: Buffer): void => {
    sent.push(bytes);
    for (const part of cut(bytes, dice)) client.write(part);
  };
  if (dice(20) === 0) send(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
  const greeting = await hearGreeting(client).catch(() => null);
  if (greeting === null) return client.resume() && undefined;
  nonces.push(greeting.nonce);
  const plugin = PLUGINS[dice(2)] ?? 'caching_sha2_password';
  const password = dice(3) === 0 ? 'other' : PASSWORD;
  const asked = dice(4) === 0;
  const response = {
    ...CLIENT,
    plugin: asked ? (['client_ed25519', 'dialog', plugin][dice(3)] ?? plugin) : plugin,
    answer: asked ? Buffer.alloc(0) : scramble(plugin, password, greeting.nonce),
    database: dice(2) === 0 ? Buffer.from('orders') : null,
  };
  send(change(packet(1, encodeResponse(response)), dice));
  const next = await readPacket(client, 2, 100_000);
  if (typeof next === 'string' || next[0] !== 0xfe) return client.resume() && undefined;
  const name = next.toString('latin1', 1, next.indexOf(0, 1));
  const fresh = next.subarray(-21, -1);
  nonces.push(fresh);
  const answer = scramble(name === PLUGINS[0] ? PLUGINS[0] : 'mysql_native_password', password, fresh);
  send(change(packet(3, answer), dice));
  client.resume();
}

/** @param dice null for a server that makes no mistakes */
async function answerAsServer(end: MemorySocket, dice: Roll | null): Promise<void> {
  const send = (bytes: Buffer): void => {
    const changed = dice === null ? bytes : change(bytes, dice);
    for (const part of dice === null ? [changed] : cut(changed, dice)) end.write(part);
  };
  const verdicts = [
    packet(5, OK),
    errorPacket(5, 1045, '28000', 'Access denied'),
    packet(5, Buffer.from([0xfe])),
  ];
  send(packet(0, encodeGreeting(dice !== null && dice(2) === 0 ? MARIADB : MYSQL_8)));
  if (typeof (await readPacket(end, 1, 100_000)) === 'string') return;
  if (typeof (await readPacket(end, 2, 200_000)) === 'string') return;
  send(packet(3, Buffer.from('\xfemysql_clear_password\0', 'latin1')));
  if (typeof (await readPacket(end, 4, 100_000)) === 'string') return;
  send(verdicts[dice === null ? 0 : dice(3)] ?? packet(5, OK));
}

/** Some bytes changed, or none: bits turned, cut off, put in, repeated, and lengths that lie. */
function change(bytes: Buffer, dice: Roll): Buffer {
  let changed: Buffer = Buffer.from(bytes);
  for (let times = dice(4); times > 0 && changed.length > 0; times -= 1) {
    const at = dice(changed.length);
    const put = (what: Buffer): Buffer =>
      Buffer.concat([changed.subarray(0, at), what, changed.subarray(at)]);
    switch (dice(8)) {
      case 0:
      case 1:
        changed[at] = (changed[at] ?? 0) ^ (1 << dice(8));
        break;
      case 2:
        changed = changed.subarray(0, at);
        break;
      case 3:
        changed = put(Buffer.alloc(dice(40), dice(256)));
        break;
      case 4:
        changed = put(Buffer.from(changed.subarray(at, at + dice(60))));
        break;
      case 5:
        changed = Buffer.concat([uint(3, dice(3) === 0 ? dice(0xff_ffff) : dice(300)), changed.subarray(3)]);
        break;
      case 6:
        changed[at] = [0, 0xfb, 0xfc, 0xfd, 0xfe, 0xff][dice(6)] ?? 0;
        break;
      default:
        // much that nobody has asked for
        if (dice(50) === 0) changed = put(Buffer.alloc(dice(400_000), dice(256)));
    }
  }
  return changed;
}

/** The same bytes in some parts. */
function cut(bytes: Buffer, dice: Roll): Buffer[] {
  const parts: Buffer[] = [];
  let at = 0;
  for (let cuts = dice(4); cuts > 0; cuts -= 1) {
    const to = at + dice(bytes.length - at + 1);
    parts.push(bytes.subarray(at, to));
    at = to;
  }
  return [...parts, bytes.subarray(at)].filter((part) => part.length > 0);
}
