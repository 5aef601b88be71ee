import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { webcrypto, X509Certificate } from 'node:crypto';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { readOwnFile } from '../files/own-file.ts';
import { replaceFile } from '../files/replace-file.ts';

/** How long a certificate is good for, in milliseconds: clients that pinned it are asked again after two years. */
const VALID_MS = 730 * 86_400_000;
/** It is made anew when less than this is left, in milliseconds. */
const LEFT_MS = 30 * 86_400_000;

/** The file that holds the certificate, for clients to verify with. */
export function localCaFile(dataFolder: string): string {
  return join(dataFolder, 'gateway-certificate.pem');
}

/** A certificate for the local side, and its key; both PEM. */
export interface LocalCertificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * The certificate of the gateway's local side: made once, for the loopback's names only, signed by itself, and
 * kept 0600 in the data folder. Clients that verify are given the certificate as their CA file.
 *
 * @param now in milliseconds since the epoch
 * @returns `file-unwritable`
 */
export async function localCertificate(dataFolder: string, now: number): Promise<Result<LocalCertificate>> {
  const certFile = localCaFile(dataFolder);
  const keyFile = join(dataFolder, 'gateway-key.pem');
  const [cert, key] = await Promise.all([certFile, keyFile].map(textOf));
  if (cert !== undefined && key !== undefined && isGood(cert, key, now)) return succeed({ cert, key });
  const made = await make(now);
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    await replaceFile(keyFile, made.key, 0o600);
    await replaceFile(certFile, made.cert, 0o600);
    return succeed(made);
  } catch {
    return fail('file-unwritable', `Latchkey cannot write the gateway's certificate to ${dataFolder}.`, {
      hint: 'Check who owns the folder and whether the disk is full.',
    });
  }
}

function isGood(cert: string, key: string, now: number): boolean {
  try {
    const read = new X509Certificate(cert);
    return key.includes('PRIVATE KEY') && Date.parse(read.validTo) - now > LEFT_MS;
  } catch {
    return false;
  }
}

async function make(now: number): Promise<LocalCertificate> {
  // loaded here, for almost nobody needs it; its dependency tsyringe wants the polyfill first
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Latchkey gateway on this computer',
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(now - 86_400_000),
    notAfter: new Date(now + VALID_MS),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = pkcs8.match(/.{1,64}/g) ?? [];
  return {
    cert: `${made.toString('pem')}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`,
  };
}

async function textOf(file: string): Promise<string> {
  const read = await readOwnFile(file).catch(() => null);
  return read !== null && 'text' in read ? read.text : '';
}
