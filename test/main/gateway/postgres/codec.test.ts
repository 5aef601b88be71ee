import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseError, postgresRefusal, withHint } from '../../../../main/gateway/postgres/error-response.ts';
import { readFirstPacket } from '../../../../main/gateway/postgres/first-packet.ts';
import { readMessage } from '../../../../main/gateway/postgres/messages.ts';
import { scramKeys, startScram } from '../../../../main/gateway/postgres/scram.ts';
import { encodeParameters, parseParameters } from '../../../../main/gateway/postgres/startup.ts';
import { packet, scramFinal } from './wire.ts';

const latin1 = (minLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength, maxLength: 20, min: 1 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const parameters = fc.array(fc.tuple(latin1(1), latin1(0)), { maxLength: 8 });
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((some) => Buffer.from(some)),
  fc
    .tuple(parameters, fc.uint8Array({ maxLength: 9 }))
    .map(([some, more]) => Buffer.concat([packet.startup(some), more])),
  fc
    .tuple(latin1(0), fc.uint8Array({ maxLength: 9 }))
    .map(([some, more]) => Buffer.concat([packet.password(some), more])),
);

function inPieces(whole: Buffer, cuts: readonly number[]): PassThrough {
  const stream = new PassThrough();
  const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)).toSorted((a, b) => a - b), whole.length];
  const pieces = at.slice(1).map((end, index) => whole.subarray(at[index], end));
  const next = (): void => {
    const piece = pieces.shift();
    if (piece === undefined) return void stream.end();
    stream.write(piece);
    setImmediate(next);
  };
  next();
  return stream;
}

test('parameters are the same after parsing and encoding, both ways', () => {
  fc.assert(
    fc.property(parameters, (some) => {
      expect(parseParameters(encodeParameters(some))).toEqual(some);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ max: 3, maxLength: 12 }), (some) => {
      const parsed = parseParameters(Buffer.from(some));
      if (parsed !== null) expect(encodeParameters(parsed)).toEqual(Buffer.from(some));
    }),
    { numRuns: 2_000 },
  );
});

test('any bytes in any split are parsed the same', async () => {
  const split = fc.array(fc.nat(200), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(bytes, split, async (whole, cuts) => {
      expect(await readFirstPacket(inPieces(whole, cuts))).toEqual(
        await readFirstPacket(inPieces(whole, [])),
      );
      expect(await readMessage(inPieces(whole, cuts), 100)).toEqual(
        await readMessage(inPieces(whole, []), 100),
      );
    }),
    { numRuns: 300 },
  );
});

test('SCRAM takes exactly the right password', () => {
  const ascii = fc.string({
    unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 30,
  });
  const finish = (keys: ReturnType<typeof scramKeys>, password: string, flag: string): string => {
    const exchange = startScram(keys, `${flag},,n=ignored,r=nonce`);
    if ('malformed' in exchange) return exchange.malformed;
    const { serverFirst } = exchange;
    const binding = Buffer.from(`${flag},,`).toString('base64');
    return exchange.finish(scramFinal(password, { bare: 'n=ignored,r=nonce', serverFirst, binding })).kind;
  };
  fc.assert(
    fc.property(ascii, ascii, fc.constantFrom('n', 'y'), (right, other, flag) => {
      const keys = scramKeys(right);
      expect(finish(keys, right, flag)).toBe('right');
      expect(finish(keys, other, flag)).toBe(other === right ? 'right' : 'wrong');
    }),
    { numRuns: 60 },
  );
});

test('a refusal is read back as it was given, and takes a hint', async () => {
  const bytes = postgresRefusal({ code: 'too-many-sessions', message: 'Grüße\0x', hint: 'h' });
  const message = await readMessage(inPieces(bytes, []), 1_000);
  if (typeof message === 'string') throw new Error(message);
  expect(parseError(message)).toEqual({
    severity: 'FATAL',
    sqlState: '53300',
    message: 'Grüße?x',
    hint: 'h',
  });
  const hinted = await readMessage(inPieces(withHint(message, 'more'), []), 1_000);
  expect(typeof hinted === 'string' ? null : parseError(hinted).hint).toBe('more');
});
