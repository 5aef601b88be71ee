/**
 * The few pieces of ASN.1's Distinguished Encoding Rules that an X.509 certificate needs (ITU-T X.690).
 */

/** Tag bytes, by their ASN.1 names. */
const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One element: tag, length, content. */
export function element(tagByte: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tagByte, body.length]), body]);
  const size = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tagByte, 0x80 | size.length]), size, body]);
}

/** SEQUENCE of the parts. */
export const sequence = (...parts: readonly Uint8Array[]): Buffer => element(tag.sequence, ...parts);
/** SET of the parts (one part only, so that no order is needed). */
export const set = (part: Uint8Array): Buffer => element(tag.set, part);
/** BOOLEAN TRUE. */
export const yes = (): Buffer => element(tag.boolean, Buffer.from([0xff]));
/** OCTET STRING. */
export const octets = (bytes: Uint8Array): Buffer => element(tag.octetString, bytes);
/** BIT STRING; `unused` bits at its end do not count. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer =>
  element(tag.bitString, Buffer.from([unused]), bytes);
/** UTF8String. */
export const utf8 = (text: string): Buffer => element(tag.utf8String, Buffer.from(text));
/** Explicit context tag `[number]`. */
export const context = (number: number, ...parts: readonly Uint8Array[]): Buffer =>
  element(0xa0 | number, ...parts);

/** Non-negative INTEGER from big-endian bytes. */
export function integer(bytes: Uint8Array): Buffer {
  const positive = (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return element(tag.integer, positive);
}

/** OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return element(tag.objectIdentifier, Buffer.from(bytes));
}

/** UTCTime, good for the years 1950 to 2049. */
export function utcTime(time: number): Buffer {
  const text = new Date(time).toISOString().replace(/[-:T]|\.\d{3}/g, '');
  return element(tag.utcTime, Buffer.from(text.slice(2)));
}
