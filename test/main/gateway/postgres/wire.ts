import type { Readable } from 'node:stream';
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import {
  encodeMessage,
  int32,
  readMessage,
  type Message,
} from '../../../../main/gateway/postgres/messages.ts';
import { encodeStartup, type Parameter } from '../../../../main/gateway/postgres/startup.ts';
import { parseError, type ServerError } from '../../../../main/gateway/postgres/error-response.ts';

/** The packets that a client sends, as the tests need them. */
export const packet = {
  ssl: Buffer.concat([int32(8), int32(80877103)]),
  gss: Buffer.concat([int32(8), int32(80877104)]),
  startup: (parameters: readonly Parameter[], version = 0x30000): Buffer =>
    encodeStartup(version, parameters),
  cancel: (key: Buffer): Buffer => Buffer.concat([int32(key.length + 8), int32(80877102), key]),
  password: (password: string): Buffer => encodeMessage('p', Buffer.from(`${password}\0`)),
  saslInitial: (data: string, mechanism = 'SCRAM-SHA-256'): Buffer =>
    encodeMessage('p', Buffer.from(`${mechanism}\0`), int32(data.length), Buffer.from(data, 'latin1')),
  saslFinal: (data: string): Buffer => encodeMessage('p', Buffer.from(data, 'latin1')),
};

/** The messages that a server sends. */
export const serverMessage = {
  askCleartext: encodeMessage('R', int32(3)),
  askScram: encodeMessage('R', int32(10), Buffer.from('SCRAM-SHA-256\0\0')),
  askMd5: encodeMessage('R', int32(5), Buffer.from('salt')),
  ok: encodeMessage('R', int32(0)),
  status: (name: string, value: string): Buffer => encodeMessage('S', Buffer.from(`${name}\0${value}\0`)),
  key: (key: Buffer): Buffer => encodeMessage('K', key),
  negotiate: encodeMessage('v', int32(0x30000), int32(0)),
  notice: encodeMessage('N', Buffer.from('SNOTICE\0VNOTICE\0C00000\0Mhello\0\0')),
  ready: encodeMessage('Z', Buffer.from('I')),
  error: (fields: Record<string, string>): Buffer => {
    const text = Object.entries(fields).map(([type, value]) => `${type}${value}\0`);
    return encodeMessage('E', Buffer.from(`${text.join('')}\0`));
  },
};

/** Reads a message and fails where none comes. */
export async function expectMessage(stream: Readable): Promise<Message> {
  const message = await readMessage(stream, 10_000_000);
  if (typeof message === 'string') throw new Error(`no message, but ${message}`);
  return message;
}

/** Reads messages until an ErrorResponse, and returns what it says and its bytes. */
export async function expectError(stream: Readable): Promise<ServerError & { readonly bytes: Buffer }> {
  for (;;) {
    const message = await expectMessage(stream);
    if (message.type === 'E') return { ...parseError(message), bytes: message.bytes };
  }
}

/** The client's last SCRAM message. RFC 5802 section 3, written apart from what is tested. */
export function scramFinal(
  password: string,
  on: {
    readonly bare: string;
    readonly serverFirst: string;
    readonly binding?: string;
    readonly nonce?: string;
  },
): string {
  const [, nonce = '', salt = '', rounds = '1'] = /^r=([^,]*),s=([^,]*),i=(\d+)$/.exec(on.serverFirst) ?? [];
  const clientKey = clientKeyOf(password, salt, Number(rounds));
  const withoutProof = `c=${on.binding ?? 'biws'},r=${on.nonce ?? nonce}`;
  const storedKey = createHash('sha256').update(clientKey).digest();
  const signature = createHmac('sha256', storedKey)
    .update(Buffer.from(`${on.bare},${on.serverFirst},${withoutProof}`, 'latin1'))
    .digest();
  const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
  return `${withoutProof},p=${proof.toString('base64')}`;
}

const clientKeys = new Map<string, Buffer>();

function clientKeyOf(password: string, salt: string, rounds: number): Buffer {
  const id = `${salt} ${rounds} ${password}`;
  const known = clientKeys.get(id);
  if (known !== undefined) return known;
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), rounds, 32, 'sha256');
  const made = createHmac('sha256', salted).update('Client Key').digest();
  clientKeys.set(id, made);
  return made;
}
