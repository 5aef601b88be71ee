import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveCommand } from '../../main/command/server.ts';
import { must, type Tally } from './each-input.ts';
import { makeDice, mutate, type Dice } from './mutations.ts';

const SECRET = 'the-secret-of-the-command-socket';
/** How many ask at a time. */
const AT_ONCE = 32;
/** A question that has not ended by then hangs, in milliseconds: the server's own limits are shorter. */
const HANG_MS = 30_000;
const WORDS = ['ls\0', 'psql\0orders\0-c\0select 1\0', 'token\0orders\0', 'ls', '', '\0\0\0', 'é\0\ufffd\0'];

/**
 * Changed requests on the command's real socket: each comes to an end, none is answered without the secret, nothing is
 * thrown, and whoever asks properly is served afterwards.
 */
export async function fuzzCommandSocket(count: number, seed: number): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-fuzz-'));
  const path = join(folder, 'socket');
  const reported: unknown[] = [];
  let asked = 0;
  const server = await serveCommand({
    path,
    secret: SECRET,
    platform: 'linux',
    answer: async (words) => {
      asked += 1;
      must(
        words.every((word) => !word.includes('\0')),
        'words are words',
      );
      return { do: 'print', text: `heard ${words.length}` };
    },
    report: (_where, cause) => reported.push(cause),
  });
  const tally: Record<string, number> = {};
  try {
    for (let from = 0; from < count; from += AT_ONCE) {
      const name = `requests ${from} to ${from + AT_ONCE - 1} of seed ${seed}`;
      const requests = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) =>
        request(makeDice(seed * 1_000_003 + from + at)),
      );
      const before = asked;
      const said = await Promise.all(requests.map((bytes) => ask(path, bytes)));
      if (said.includes('hangs')) throw new Error(`${name}: one hangs`);
      if (reported.length > 0) throw new Error(`${name}: ${String(reported[0])}`);
      // a request that was doubled may hold it twice, and be answered twice
      const knowing = requests.reduce(
        (sum, bytes) => sum + bytes.toString('latin1').split(SECRET).length - 1,
        0,
      );
      if (asked - before > knowing) throw new Error(`${name}: one was answered without the secret`);
      for (const [at, one] of said.entries()) {
        const end = /heard \d/.test(one) ? 'served' : one === '' ? 'cut' : 'refused';
        if (end === 'served' && !requests[at]?.includes(SECRET))
          throw new Error(`${name}: a stranger was served`);
        tally[end] = (tally[end] ?? 0) + 1;
      }
    }
    must((await ask(path, question(`Bearer ${SECRET}`, 'ls\0'))).includes('heard 1'), 'it serves afterwards');
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
  return tally;
}

function question(authorization: string, body: string): Buffer {
  const lines = [
    'POST / HTTP/1.1',
    'host: latchkey',
    `authorization: ${authorization}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function request(dice: Dice): Buffer {
  const secret = dice.roll(3) > 0 ? SECRET : SECRET.slice(0, dice.roll(SECRET.length));
  const body = WORDS[dice.roll(WORDS.length)] ?? '';
  const bytes = question(`Bearer ${secret}`, body);
  return dice.roll(10) === 0 ? bytes : mutate(bytes, dice);
}

/** Sends bytes and no more, and gives all that comes back until the other side closes. */
function ask(path: string, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(path);
    const timer = setTimeout(() => {
      text = 'hangs';
      socket.destroy();
    }, HANG_MS);
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
    socket.end(bytes);
  });
}
