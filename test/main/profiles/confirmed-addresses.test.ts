import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { confirmedKey } from '../../../app/profiles/config-files/model.ts';
import { systemClock } from '../../../main/clock.ts';
import { jsonFile } from '../../../main/files/json-file.ts';
import { confirmedAddresses, confirmedAddressesSchema } from '../../../main/profiles/confirmed-addresses.ts';
import { profileFiles } from '../../../main/profiles/profile-files.ts';
import { settingsOf } from '../../../main/profiles/settings-of.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { awsFiles } from './aws-files.ts';

const address = 'http://192.0.2.1:4566';
const entry = { profile: 'dev', address };

/** What a person has confirmed, of a file that holds this. */
function confirmedOf(text: string | null) {
  const folder = temporaryFolder();
  const path = join(folder, 'confirmed-addresses.json');
  if (text !== null) writeFileSync(path, text, { mode: 0o600 });
  const open = () => confirmedAddresses(jsonFile(path, confirmedAddressesSchema, systemClock));
  const others = () => readdirSync(folder).filter((name) => name !== 'confirmed-addresses.json');
  return { folder, path, open, others };
}

const held = (data: unknown, version = 1): string => JSON.stringify({ version, data });

describe('the addresses that a person has confirmed', () => {
  it('are kept, and hold after a restart', async () => {
    const { open } = confirmedOf(null);
    const first = open();
    expect([...(await first.keys())]).toEqual([]);
    expect(await first.add('dev', [address, address.replace('4566', '4567')])).toMatchObject({ ok: true });
    expect(await first.add('dev', [address])).toMatchObject({ ok: true });
    expect([...(await open().keys())]).toEqual([
      confirmedKey('dev', address),
      confirmedKey('dev', address.replace('4566', '4567')),
    ]);
  });

  it.each([
    ['is empty', ''],
    ['is cut', held([entry]).slice(0, -9)],
    ['is no JSON', '\0\u0001{'],
    ['is another thing', '"yes"'],
    ['says yes to all', held('*')],
    ['holds no list', held({ dev: address })],
    ['is of a newer Latchkey', held([entry], 99)],
  ])('are asked about again where their file %s, which is kept', async (_what, text) => {
    const { open, others, folder } = confirmedOf(text);
    const confirmed = open();
    expect([...(await confirmed.keys())]).toEqual([]);
    expect(others()).toHaveLength(1);
    expect(readFileSync(join(folder, others()[0] ?? ''), 'utf8')).toBe(text);
    expect(await confirmed.add('dev', [address])).toMatchObject({ ok: true });
    expect([...(await open().keys())]).toEqual([confirmedKey('dev', address)]);
  });

  it('hold one by one: an entry of another form confirms nothing', async () => {
    const { open } = confirmedOf(
      held([
        entry,
        { profile: 'dev' },
        { profile: 'dev', address: '' },
        { profile: 'dev', address: ['http://192.0.2.9'] },
        { profile: '', address },
        { profile: 'other', address, forAll: true },
        'http://192.0.2.9',
        null,
        { profile: 'dev', address: 'x'.repeat(2_049) },
      ]),
    );
    expect([...(await open().keys())]).toEqual([confirmedKey('dev', address)]);
  });

  it('are not held where their file cannot be read or written, which is said', async () => {
    const { open, path } = confirmedOf(null);
    mkdirSync(path);
    const confirmed = open();
    expect([...(await confirmed.keys())]).toEqual([]);
    const { folder } = confirmedOf(null);
    const nowhere = confirmedAddresses(
      jsonFile(join(folder, 'gone\0', 'x.json'), confirmedAddressesSchema, systemClock),
    );
    expect(await nowhere.add('dev', [address])).toMatchObject({ error: { code: 'file-unwritable' } });
    expect([...(await nowhere.keys())]).toEqual([]);
  });

  it('let nothing through to an address that a damaged file no longer confirms', async () => {
    const { env } = awsFiles(
      `[profile dev]\nregion = eu-west-1\nendpoint_url = ${address}\n`,
      '[dev]\naws_access_key_id = A\naws_secret_access_key = s\n',
    );
    const settings = async (text: string) =>
      settingsOf(profileFiles(env, confirmedOf(text).open()), env)('dev');
    expect(await settings(held([entry]))).toMatchObject({ ok: true });
    expect(await settings(held([entry]).slice(0, -2))).toMatchObject({ ok: false });
    expect(await settings(held([{ ...entry, profile: 'prod' }]))).toMatchObject({ ok: false });
  });
});
