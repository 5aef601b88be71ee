import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAPABILITY } from '../../../../main/gateway/mysql/capabilities.ts';
import { errorPacket, mysqlRefusal, parseError } from '../../../../main/gateway/mysql/error-packet.ts';
import { encodeGreeting, parseGreeting, type Greeting } from '../../../../main/gateway/mysql/greeting.ts';
import { packet, readPacket } from '../../../../main/gateway/mysql/packets.ts';
import {
  encodeResponse,
  isSslRequest,
  parseResponse,
  programOf,
  type HandshakeResponse,
} from '../../../../main/gateway/mysql/response.ts';
import { fits, isRight, makeNonce, scramble } from '../../../../main/gateway/mysql/scramble.ts';

const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((array) => Buffer.from(array));
const text = (max: number) =>
  fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: max }).map((array) => Buffer.from(array));
const byte = fc.nat(0xff);
const number = fc.nat(0xffff_ffff);
const plugin = fc.constantFrom('caching_sha2_password', 'mysql_native_password', 'dialog', '');
const NEEDED = CAPABILITY.protocol41 | CAPABILITY.secureConnection | CAPABILITY.pluginAuth;

const greeting: fc.Arbitrary<Greeting> = fc
  .record({
    version: text(40).map((name) => name.toString('latin1')),
    connectionId: number,
    capabilities: number.map((flags) => (flags | NEEDED) >>> 0),
    extended: number,
    characterSet: byte,
    status: fc.nat(0xffff),
    nonce: fc.uint8Array({ minLength: 20, maxLength: 20 }).map((nonce) => Buffer.from(nonce)),
    plugin,
  })
  .map((one) => ({ ...one, extended: (one.capabilities & 1) === 0 ? one.extended : 0 }));

const response: fc.Arbitrary<HandshakeResponse> = fc
  .record({
    capabilities: number,
    extended: number,
    maxPacketSize: number,
    characterSet: byte,
    user: text(40),
    answer: bytes(250),
    database: fc.option(text(70)),
    plugin: fc.option(plugin),
    attributes: fc.option(bytes(70_000)),
  })
  .map((one) => {
    const flags = [
      [CAPABILITY.connectWithDatabase, one.database !== null],
      [CAPABILITY.pluginAuth, one.plugin !== null],
      [CAPABILITY.connectAttributes, one.attributes !== null],
      [CAPABILITY.secureConnection, true],
    ] as const;
    const set = flags.reduce((sum, [flag, on]) => (on ? sum | flag : sum & ~flag), one.capabilities);
    return { ...one, capabilities: set >>> 0, extended: (set & 1) === 0 ? one.extended : 0 };
  });

function withoutFlags(one: HandshakeResponse | null) {
  return one && { ...one, capabilities: (one.capabilities & ~CAPABILITY.connectAttributes) >>> 0 };
}

describe('a greeting', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(greeting, (one) => {
        expect(parseGreeting(encodeGreeting(one))).toEqual(one);
      }),
    );
  });
  it('is what a server sends, byte by byte', () => {
    // MySQL 8.0's, with a nonce of its own
    const sent =
      '0a' +
      Buffer.from('8.0.36\0').toString('hex') +
      '0b000000' +
      '3a235b3d0c7f1c29' +
      '00' +
      'ffff' +
      'ff' +
      '0200' +
      'ffdf' +
      '15' +
      '00'.repeat(10) +
      '4b3c1d6e2f5a7b0c0d3e4f51' +
      '00' +
      Buffer.from('caching_sha2_password\0').toString('hex');
    const read = parseGreeting(Buffer.from(sent, 'hex'));
    expect(read).toMatchObject({ version: '8.0.36', connectionId: 11, capabilities: 0xdfffffff, status: 2 });
    expect(read && encodeGreeting(read).toString('hex')).toBe(sent);
  });
  it('is nothing else, and never throws', () => {
    fc.assert(
      fc.property(greeting, fc.nat(200), bytes(200), (one, at, noise) => {
        const cut = encodeGreeting(one).subarray(0, at);
        for (const payload of [noise, cut, Buffer.concat([cut, noise])]) {
          const read = parseGreeting(payload);
          if (read !== null) expect(parseGreeting(encodeGreeting(read))).toEqual(read);
        }
      }),
    );
  });
});

describe('a response', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(response, (one) => {
        expect(parseResponse(encodeResponse(one))).toEqual(one);
      }),
    );
  });
  it('is nothing else, and never throws', () => {
    fc.assert(
      fc.property(response, fc.nat(400), bytes(300), (one, at, noise) => {
        const cut = encodeResponse(one).subarray(0, at);
        for (const payload of [noise, cut, Buffer.concat([cut, noise])]) {
          const read = parseResponse(payload);
          // a flag without its attributes is taken back when it is written
          if (read !== null)
            expect(withoutFlags(parseResponse(encodeResponse(read)))).toEqual(withoutFlags(read));
          if (read !== null) expect(typeof programOf(read)).toBe('string');
        }
      }),
    );
  });
  it('may lack the flagged attributes, and the NUL behind the last name', () => {
    const one = {
      capabilities: NEEDED,
      extended: 0,
      maxPacketSize: 1,
      characterSet: 45,
      user: Buffer.from('app'),
      answer: Buffer.alloc(20),
      database: null,
      plugin: 'mysql_native_password',
      attributes: null,
    };
    const flagged = encodeResponse(one);
    flagged.writeUInt32LE((NEEDED | CAPABILITY.connectAttributes) >>> 0);
    expect(parseResponse(flagged)).toMatchObject({ attributes: null, plugin: one.plugin });
    expect(parseResponse(flagged.subarray(0, -1))).toMatchObject({ plugin: one.plugin });
  });
  it('asks for TLS by its first 32 bytes', () => {
    fc.assert(
      fc.property(response, (one) => {
        const first = encodeResponse(one).subarray(0, 32);
        expect(isSslRequest(first)).toBe((one.capabilities & CAPABILITY.ssl) !== 0);
        expect(isSslRequest(encodeResponse(one))).toBe(false);
      }),
    );
  });
});

describe('a packet', () => {
  it('is the same in any split, and leaves what follows', async () => {
    await fc.assert(
      fc.asyncProperty(
        bytes(600),
        byte,
        bytes(20),
        fc.array(fc.nat(640)),
        async (payload, sequence, rest, cuts) => {
          const stream = new PassThrough();
          const sent = Buffer.concat([packet(sequence, payload), rest]);
          const places = [
            0,
            ...cuts.map((at) => Math.min(at, sent.length)).sort((a, b) => a - b),
            sent.length,
          ];
          const reading = readPacket(stream, sequence, 600);
          for (const [at, from] of places.slice(0, -1).entries())
            stream.write(sent.subarray(from, places[at + 1]));
          expect(await reading).toEqual(payload);
          expect(stream.read() ?? Buffer.alloc(0)).toEqual(rest);
        },
      ),
    );
  });
  it('is refused by its head alone', async () => {
    const stream = new PassThrough();
    stream.write(Buffer.from([1, 0, 2, 1]));
    expect(await readPacket(stream, 1, 0x2_0000)).toBe('malformed');
    stream.write(Buffer.from([1, 0, 0, 2]));
    expect(await readPacket(stream, 1, 100)).toBe('malformed');
    stream.end(Buffer.from([5, 0, 0, 1, 1]));
    expect(await readPacket(stream, 1, 100)).toBe('gone');
  });
});

describe.each(['caching_sha2_password', 'mysql_native_password'] as const)('%s', (name) => {
  const nonce = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((array) => Buffer.from(array));
  it('takes the right password’s answer, and no other', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string(),
        nonce,
        nonce,
        (password, other, first, second) => {
          const answer = scramble(name, password, first);
          expect(fits(name, answer)).toBe(true);
          expect(isRight(name, answer, password, first)).toBe(true);
          expect(isRight(name, answer, other, first)).toBe(other === password);
          expect(isRight(name, answer, password, second)).toBe(second.equals(first));
          for (const [at] of answer.entries()) {
            const turned = Buffer.from(answer);
            turned[at] = (turned[at] ?? 0) ^ 1;
            expect(isRight(name, turned, password, first)).toBe(false);
          }
          expect(isRight(name, answer.subarray(1), password, first)).toBe(false);
        },
      ),
    );
  });
  it('is answered as the servers check it: by the hash that they keep', () => {
    const of = name === 'caching_sha2_password' ? 'sha256' : 'sha1';
    const hash = (...parts: Buffer[]): Buffer => createHash(of).update(Buffer.concat(parts)).digest();
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), nonce, (password, salt) => {
        const kept = hash(hash(Buffer.from(password)));
        const mask = of === 'sha1' ? hash(salt, kept) : hash(kept, salt);
        const once = scramble(name, password, salt).map((value, at) => value ^ (mask[at] ?? 0));
        expect(hash(Buffer.from(once))).toEqual(kept);
      }),
    );
  });
});

it('a nonce has neither NUL nor $, nor a high bit', () => {
  for (let times = 0; times < 1_000; times += 1) {
    const nonce = makeNonce();
    expect(nonce).toHaveLength(20);
    expect([...nonce].every((value) => value > 0 && value < 128 && value !== 0x24)).toBe(true);
  }
});

describe('an error', () => {
  it('has no SQLSTATE before the greeting', () => {
    const refusal = { code: 'too-many-sessions', message: 'Full.', hint: 'Wait.' } as const;
    expect(mysqlRefusal(refusal, 0)).toEqual(packet(0, Buffer.from('\xff\x10\x04Full. Wait.', 'latin1')));
    expect(mysqlRefusal(refusal, 2)).toEqual(
      packet(2, Buffer.from('\xff\x10\x04#08004Full. Wait.', 'latin1')),
    );
  });
  it('is cut at a character, where clients would', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 900 }), (said) => {
        const read = errorPacket(1, 1105, 'HY000', said).subarray(13);
        expect(read.length).toBeLessThan(512);
        const written = Buffer.from(said);
        expect(written.subarray(0, read.length)).toEqual(read);
        // what follows does not go on with a character
        expect((written[read.length] ?? 0) & 0xc0).not.toBe(0x80);
      }),
    );
  });
  it('is read for people', () => {
    expect(parseError(errorPacket(1, 1045, '28000', 'No\nway').subarray(4))).toEqual({
      number: 1045,
      text: 'No way',
    });
    expect(parseError(errorPacket(1, 1040, null, 'Full').subarray(4))).toEqual({
      number: 1040,
      text: 'Full',
    });
    expect(parseError(Buffer.from([0]))).toBeNull();
  });
});
