import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { bits, context, element, integer, octets, oid, sequence, set, utcTime, utf8, yes } from './der.ts';

/** A certificate and its private key, both PEM. */
export interface Issued {
  readonly certPem: string;
  readonly keyPem: string;
}

/** When a certificate is valid, in milliseconds since the epoch. Unsaid: from yesterday, for 90 days. */
export interface Validity {
  readonly notBefore?: number;
  readonly notAfter?: number;
}

/** A certificate authority of one's own, good for tests and the sandbox. */
export interface Authority {
  readonly caPem: string;
  /** A server certificate for these names; an IP address becomes an iPAddress, all else a dNSName. */
  issue(names: readonly string[], validity?: Validity): Issued;
}

const DAY = 86_400_000;
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/**
 * Makes a new authority with its own P-256 key. Certificates are written per RFC 5280 on node:crypto
 * alone, so that the sandbox also starts where nothing but Node is installed.
 */
export function makeAuthority(commonName = 'Latchkey sandbox CA'): Authority {
  const ca = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const issuer = name(commonName);
  const caId = keyId(ca.publicKey);
  const caPem = certificate({
    issuer,
    subject: issuer,
    publicKey: ca.publicKey,
    signingKey: ca.privateKey,
    notBefore: Date.now() - DAY,
    notAfter: Date.now() + 365 * DAY,
    extensions: [
      extension('2.5.29.19', sequence(yes()), true), // basicConstraints: a CA
      extension('2.5.29.15', bits(Buffer.from([0x06]), 1), true), // keyUsage: keyCertSign, cRLSign
      extension('2.5.29.14', octets(caId)),
    ],
  });
  return {
    caPem,
    issue: (names, validity = {}) => {
      const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      const certPem = certificate({
        issuer,
        subject: name(names[0] ?? 'localhost'),
        publicKey: pair.publicKey,
        signingKey: ca.privateKey,
        notBefore: validity.notBefore ?? Date.now() - DAY,
        notAfter: validity.notAfter ?? Date.now() + 90 * DAY,
        extensions: [
          extension('2.5.29.19', sequence(), true), // basicConstraints: not a CA
          extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true), // keyUsage: digitalSignature
          extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))), // extKeyUsage: serverAuth
          extension('2.5.29.17', sequence(...names.map(alternativeName))),
          extension('2.5.29.14', octets(keyId(pair.publicKey))),
          extension('2.5.29.35', sequence(element(0x80, caId))),
        ],
      });
      return { certPem, keyPem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
    },
  };
}

function certificate(of: {
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly publicKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly extensions: readonly Buffer[];
}): string {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40; // positive, and never with a leading zero
  const toSign = sequence(
    context(0, integer(Buffer.from([2]))), // version 3
    integer(serial),
    ECDSA_SHA256,
    of.issuer,
    sequence(utcTime(of.notBefore), utcTime(of.notAfter)),
    of.subject,
    of.publicKey.export({ type: 'spki', format: 'der' }),
    context(3, sequence(...of.extensions)),
  );
  const der = sequence(toSign, ECDSA_SHA256, bits(sign('sha256', toSign, of.signingKey)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function name(commonName: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return critical ? sequence(oid(id), yes(), octets(value)) : sequence(oid(id), octets(value));
}

function keyId(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();
}

function alternativeName(text: string): Buffer {
  switch (isIP(text)) {
    case 4:
      return element(0x87, Buffer.from(text.split('.').map(Number)));
    case 6:
      return element(0x87, ipv6Bytes(text));
    default:
      return element(0x82, Buffer.from(text, 'latin1'));
  }
}

function ipv6Bytes(text: string): Buffer {
  const [head = '', tail] = text.split('::');
  const groups = (part: string | undefined): string[] => (part ? part.split(':') : []);
  const left = groups(head);
  const right = groups(tail);
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => '0');
  const hex = [...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join('');
  return Buffer.from(hex, 'hex');
}
