import { CAPABILITY, has, isMariadb, type Capabilities } from './capabilities.ts';
import { Fields, lengthEncoded, nullEnded, uint } from './fields.ts';

/**
 * A client's answer to the greeting, HandshakeResponse41. Text is kept as bytes: it is in the client's
 * character set.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_response.html
 */
export interface HandshakeResponse extends Capabilities {
  readonly maxPacketSize: number;
  readonly characterSet: number;
  readonly user: Buffer;
  /** What the client answers to the nonce. */
  readonly answer: Buffer;
  readonly database: Buffer | null;
  /** The plugin that has made the answer; null for clients that know of none. */
  readonly plugin: string | null;
  /** Names and values, as they are written; null for clients that send none. */
  readonly attributes: Buffer | null;
}

/** Length of the part of a response that is sent before TLS, as SSLRequest, in bytes. */
export const SSL_REQUEST_LENGTH = 32;

const { connectWithDatabase, pluginAuth, connectAttributes, lengthEncodedAuth } = CAPABILITY;

/** Whether a payload is of a client from before MySQL 4.1, or of one without its kind of password. */
export function isOldProtocol(payload: Buffer): boolean {
  return payload.length >= 2 && !has(payload.readUInt16LE(0), CAPABILITY.protocol41);
}

/**
 * Whether a payload asks for TLS: a response that is cut off before the user.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_ssl_request.html
 */
export function isSslRequest(payload: Buffer): boolean {
  return payload.length === SSL_REQUEST_LENGTH && has(payload.readUInt16LE(0), CAPABILITY.ssl);
}

/** Reads a response; null for anything else. What follows the last field that is known is not kept. */
export function parseResponse(payload: Buffer): HandshakeResponse | null {
  const fields = new Fields(payload);
  const capabilities = fields.uint(4);
  const maxPacketSize = fields.uint(4);
  const characterSet = fields.uint(1);
  fields.bytes(19);
  const further = fields.uint(4);
  const user = fields.toNull();
  const answer = fields.bytes(has(capabilities, lengthEncodedAuth) ? fields.lengthEncoded() : fields.uint(1));
  const database = has(capabilities, connectWithDatabase) ? fields.toNullOrEnd() : null;
  const plugin = has(capabilities, pluginAuth) ? fields.toNullOrEnd().toString('latin1') : null;
  // some set the flag and send none where the server has not offered to take them
  const sendsAttributes = has(capabilities, connectAttributes) && fields.left > 0;
  const attributes = sendsAttributes ? fields.bytes(fields.lengthEncoded()) : null;
  if (fields.short || !has(capabilities, CAPABILITY.secureConnection | lengthEncodedAuth)) return null;
  const extended = isMariadb({ capabilities }) ? further : 0;
  return {
    capabilities,
    extended,
    maxPacketSize,
    characterSet,
    user,
    answer,
    database,
    plugin,
    attributes,
  };
}

/**
 * Writes a response's payload. The flags that say which fields there are follow the fields; no others are
 * touched. Its first 32 bytes are the SSLRequest that goes before it.
 */
export function encodeResponse(response: HandshakeResponse): Buffer {
  const { extended, maxPacketSize, characterSet, user, answer, database, plugin, attributes } = response;
  const flags = withFlag(connectWithDatabase, database !== null)(response.capabilities);
  const capabilities = withFlag(
    pluginAuth,
    plugin !== null,
  )(withFlag(connectAttributes, attributes !== null)(flags));
  const answerLength = has(capabilities, lengthEncodedAuth) ? lengthEncoded : (n: number) => uint(1, n);
  return Buffer.concat([
    uint(4, capabilities),
    uint(4, maxPacketSize),
    uint(1, characterSet),
    Buffer.alloc(19),
    uint(4, extended),
    nullEnded(user),
    answerLength(answer.length),
    answer,
    ...(database === null ? [] : [nullEnded(database)]),
    ...(plugin === null ? [] : [nullEnded(plugin)]),
    ...(attributes === null ? [] : [lengthEncoded(attributes.length), attributes]),
  ]);
}

/** What a client calls itself among its attributes; empty where it does not say. */
export function programOf({ attributes }: Pick<HandshakeResponse, 'attributes'>): string {
  if (attributes === null) return '';
  const fields = new Fields(attributes);
  const said = new Map<string, string>();
  const text = (): string => fields.bytes(fields.lengthEncoded()).toString('utf8');
  while (fields.left > 0 && !fields.short) {
    const name = text();
    const value = text();
    if (!fields.short) said.set(name, value);
  }
  return said.get('program_name') ?? said.get('_client_name') ?? '';
}

function withFlag(flag: number, set: boolean): (flags: number) => number {
  return (flags) => (set ? flags | flag : flags & ~flag) >>> 0;
}
