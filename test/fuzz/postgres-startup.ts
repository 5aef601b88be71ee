import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { readFirstPacket, requestCode, type FirstPacket } from '../../main/gateway/postgres/first-packet.ts';
import { encodeStartup } from '../../main/gateway/postgres/startup.ts';
import { packet } from '../main/gateway/postgres/wire.ts';
import { must, type Tally } from './each-input.ts';
import { makeDice, mutate, type Dice } from './mutations.ts';

const clientHello = Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3]);
const begins = [
  packet.ssl,
  packet.gss,
  packet.cancel(Buffer.from('key of 8')),
  packet.startup([
    ['user', 'dev_user'],
    ['database', 'shop'],
    ['application_name', 'fuzz'],
  ]),
  packet.startup(
    [
      ['user', 'dev_user'],
      ['_pq_.x', ''],
    ],
    0x30002,
  ),
  clientHello,
  Buffer.from('X\0\0\0\x04', 'latin1'),
  Buffer.from('GET / HTTP/1.1\r\n\r\n'),
];

/**
 * Changed first packets of a client: read the same however they are cut, with what follows left in the stream, and
 * what is taken for a startup message is one byte by byte.
 */
export async function fuzzPostgresStartup(count: number, seed: number): Promise<Tally> {
  const tally: Record<string, number> = {};
  for (let at = 0; at < count; at += 1) {
    const dice = makeDice(seed * 1_000_003 + at);
    const begin = begins[dice.roll(begins.length)] ?? clientHello;
    const bytes = Buffer.concat([
      dice.roll(20) === 0 ? begin : mutate(begin, dice),
      dice.bytes(dice.roll(8)),
    ]);
    try {
      const whole = await read([bytes]);
      const cut = await read(cutUp(bytes, dice));
      must(JSON.stringify(cut) === JSON.stringify(whole), 'it is read the same however it is cut');
      tally[whole.packet.kind] = (tally[whole.packet.kind] ?? 0) + 1;
      check(bytes, whole);
    } catch (cause) {
      throw new Error(`input ${at} of seed ${seed}, ${bytes.toString('hex', 0, 300)}: ${String(cause)}`, {
        cause,
      });
    }
  }
  return tally;
}

interface Read {
  readonly packet: FirstPacket;
  /** What is left in the stream. */
  readonly rest: Buffer;
}

async function read(chunks: readonly Buffer[]): Promise<Read> {
  const client = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  const reading = readFirstPacket(client);
  for (const chunk of chunks) {
    client.push(chunk);
    await turn();
  }
  client.push(null);
  const first = await reading;
  const parts: Buffer[] = [];
  for (let part: unknown = client.read(); Buffer.isBuffer(part); part = client.read()) parts.push(part);
  client.destroy();
  return { packet: first, rest: Buffer.concat(parts) };
}

function check(bytes: Buffer, { packet: first, rest }: Read): void {
  const taken = bytes.subarray(0, bytes.length - rest.length);
  switch (first.kind) {
    case 'startup':
      return must(
        encodeStartup(first.version, first.parameters).equals(taken),
        'the startup message is what came',
      );
    case 'cancel':
      return must(
        first.packet.equals(taken) && taken.readInt32BE(4) === requestCode.cancel,
        'the request is what came',
      );
    case 'tls':
    case 'gss':
      return must(
        taken.readInt32BE(0) === 8 && taken.readInt32BE(4) === requestCode[first.kind],
        'it was asked for',
      );
    case 'direct-tls':
      return must(rest.equals(bytes), 'all bytes of the handshake are in the stream');
    case 'gone':
    case 'refused':
      return undefined;
  }
}

function cutUp(bytes: Buffer, dice: Dice): Buffer[] {
  const places = Array.from({ length: 1 + dice.roll(6) }, () => dice.roll(bytes.length + 1)).toSorted(
    (a, b) => a - b,
  );
  return [0, ...places].map((from, at) => bytes.subarray(from, places[at] ?? bytes.length));
}
