import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeAcknowledgement,
  encodeAcknowledgement,
} from '../../../../main/tunnels/session-manager/acknowledgement.ts';
import {
  decodeMessage,
  encodeMessage,
  messageIdText,
  newMessageId,
  type Message,
} from '../../../../main/tunnels/session-manager/message.ts';

const message: fc.Arbitrary<Message> = fc.record({
  type: fc.constantFrom('input_stream_data', 'output_stream_data', 'acknowledge', 'channel_closed'),
  sequence: fc.maxSafeNat(),
  flags: fc.nat(3),
  id: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes)),
  payloadType: fc.nat(0xffffffff),
  payload: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
});

test('a message is the same after it was written and read', () => {
  fc.assert(
    fc.property(message, fc.nat(2 ** 48), (some, now) => {
      expect(decodeMessage(encodeMessage(some, now))).toEqual(some);
    }),
  );
});

test('a message that was cut, or changed where its digest covers it, is none', () => {
  fc.assert(
    fc.property(message, fc.nat(), fc.nat(7), (some, at, bit) => {
      const bytes = encodeMessage(some, 1);
      expect(decodeMessage(bytes.subarray(0, at % bytes.length))).toBeNull();
      const covered = at % (32 + some.payload.length);
      const changed = covered < 32 ? 80 + covered : 120 + covered - 32;
      bytes.writeUInt8(bytes.readUInt8(changed) ^ (1 << bit), changed);
      expect(decodeMessage(bytes)).toBeNull();
    }),
  );
});

test('any bytes are read without a throw, and what is read is what its digest says', () => {
  const head = fc.constantFrom(0, 112, 115, 116, 117, 0x7fffffff, 0xffffffff);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), head, (some, length) => {
      const bytes = Buffer.from(some);
      if (bytes.length >= 4) bytes.writeUInt32BE(length, 0);
      const read = decodeMessage(bytes);
      if (read !== null)
        expect(bytes.subarray(80, 112)).toEqual(createHash('sha256').update(read.payload).digest());
    }),
    { numRuns: 2_000 },
  );
});

/** A message byte by byte, from what is known of the agent's and not from the encoder. */
function byHand(head: number, type: Buffer, payloadType: Buffer, payload: Buffer): Buffer {
  const bytes = Buffer.concat([
    Buffer.from([0, 0, 0, head]),
    Buffer.concat([type, Buffer.alloc(32)]).subarray(0, 32),
    Buffer.from('00000001', 'hex'),
    Buffer.from('0000019b9a0c8c00', 'hex'),
    Buffer.from('0000000100000002', 'hex'),
    Buffer.from('0000000000000003', 'hex'),
    Buffer.from('8899aabbccddeeff0011223344556677', 'hex'),
    createHash('sha256').update(payload).digest(),
    payloadType,
    Buffer.alloc(4),
    payload,
  ]);
  bytes.writeUInt32BE(payload.length, head);
  return bytes;
}

test('every field is where the agent has it', () => {
  const payload = Buffer.from('0a', 'hex');
  const bytes = byHand(116, Buffer.from('output_stream_data\0\0'), Buffer.from('00000007', 'hex'), payload);
  const read: Message = {
    type: 'output_stream_data',
    sequence: 2 ** 32 + 2,
    flags: 3,
    id: Buffer.from('8899aabbccddeeff0011223344556677', 'hex'),
    payloadType: 7,
    payload,
  };
  expect(decodeMessage(bytes)).toEqual(read);
  const written = encodeMessage(read, 0x19b9a0c8c00);
  // padded with spaces where this one has NULs
  expect(written.subarray(4, 36).toString()).toBe('output_stream_data'.padEnd(32));
  written.copy(bytes, 4, 4, 36);
  expect(written).toEqual(bytes);
});

test('an id is a random UUID, and its halves change places on the way', () => {
  expect(messageIdText(Buffer.from('8899aabbccddeeff0011223344556677', 'hex'))).toBe(
    '00112233-4455-6677-8899-aabbccddeeff',
  );
  const ids = Array.from({ length: 1_000 }, () => messageIdText(newMessageId()));
  expect(new Set(ids).size).toBe(1_000);
  for (const id of ids)
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('a message without a payload type is read, as the service closes channels with one', () => {
  const payload = Buffer.from('{"Output":"over"}');
  const read = decodeMessage(byHand(112, Buffer.from('channel_closed'), Buffer.alloc(0), payload));
  expect(read).toMatchObject({ type: 'channel_closed', payloadType: 0, payload });
});

test('a number below zero, or beyond what can be counted, makes it none', () => {
  const bytes = encodeMessage(
    {
      type: 'acknowledge',
      sequence: 1,
      flags: 0,
      id: newMessageId(),
      payloadType: 0,
      payload: Buffer.alloc(0),
    },
    1,
  );
  for (const sequence of [-1n, 2n ** 53n]) {
    bytes.writeBigInt64BE(sequence, 48);
    expect(decodeMessage(bytes)).toBeNull();
  }
});

test('an acknowledgement names the message, and is understood by its number alone', () => {
  fc.assert(
    fc.property(message, (some) => {
      const read = decodeMessage(encodeAcknowledgement(some, 1));
      expect(read).toMatchObject({ type: 'acknowledge', sequence: 0, flags: 3, payloadType: 0 });
      expect(JSON.parse(read?.payload.toString() ?? '')).toEqual({
        AcknowledgedMessageType: some.type,
        AcknowledgedMessageId: messageIdText(some.id),
        AcknowledgedMessageSequenceNumber: some.sequence,
        IsSequentialMessage: true,
      });
      expect(read && decodeAcknowledgement(read.payload)).toBe(some.sequence);
    }),
  );
  for (const none of [
    '',
    '{',
    '[]',
    '{}',
    '{"AcknowledgedMessageSequenceNumber":"1"}',
    '{"AcknowledgedMessageSequenceNumber":-1}',
  ])
    expect(decodeAcknowledgement(Buffer.from(none))).toBeNull();
});
