import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../../app/settings/model.ts';
import { caBundle } from '../../../main/clients/ca-bundle.ts';
import { makeRunFolder, sweep } from '../../../main/clients/run-folder.ts';
import { writeShared } from '../../../main/connections/shared-file.ts';
import { secureDataFolder } from '../../../main/files/data-folder.ts';
import { jsonFile } from '../../../main/files/json-file.ts';
import { connectionsSchema } from '../../../main/connections/state-file.ts';
import { settingsSchema } from '../../../main/settings/state-file.ts';
import { localCertificate } from '../../../main/gateway/local-certificate.ts';
import { fileLogger } from '../../../main/log/logger.ts';
import { connection } from '../../app/connections/sample-connection.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const clock = { now: () => Date.UTC(2026, 0, 2) };
const modeOf = (path: string): number => lstatSync(path).mode & 0o777;
const settingsIn = (folder: string) => jsonFile(join(folder, 'settings.json'), settingsSchema, clock);
const DARK = JSON.stringify({ version: 1, data: { ...defaultSettings, theme: 'dark' } });

/** A folder of somebody's with something in it that must stay. */
function precious() {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'mine'), 'mine');
  return {
    folder,
    file: join(folder, 'mine'),
    isWhole: () => readFileSync(join(folder, 'mine'), 'utf8') === 'mine',
  };
}

describe('a link in the data folder', () => {
  it('in the place of run/ is neither swept through nor written through, and is told of', async () => {
    const data = temporaryFolder();
    const theirs = precious();
    mkdirSync(join(theirs.folder, 'start-abcdef'));
    const run = join(data, 'run');
    symlinkSync(theirs.folder, run);
    await sweep(run);
    expect(theirs.isWhole() && existsSync(join(theirs.folder, 'start-abcdef'))).toBe(true);
    expect(await makeRunFolder(run, 'start.sh')).toMatchObject({
      error: { code: 'file-unwritable', message: expect.stringContaining('is a link') },
    });
    expect(readdirSync(theirs.folder)).toHaveLength(2);
    expect(await secureDataFolder(data)).toMatchObject([
      { message: expect.stringMatching(/run is a link, and is not used\.$/) },
    ]);
  });

  it('in run/, and what Latchkey did not make there, is not swept', async () => {
    const run = join(temporaryFolder(), 'run');
    const theirs = precious();
    mkdirSync(join(run, 'start-Ab3dEf'), { recursive: true });
    writeFileSync(join(run, 'start-Ab3dEf', 'secret'), 'token');
    mkdirSync(join(run, 'notes'));
    writeFileSync(join(run, 'start-123456'), 'a file');
    symlinkSync(theirs.folder, join(run, 'start-linked'.slice(0, 12)));
    await sweep(run);
    expect(readdirSync(run).toSorted()).toEqual(['notes', 'start-123456', 'start-linked']);
    expect(theirs.isWhole()).toBe(true);
  });

  it.each(['settings.json', 'connections.json'])(
    'in the place of %s is not read, kept, and told of',
    async (name) => {
      const data = temporaryFolder();
      const theirs = temporaryFolder();
      writeFileSync(join(theirs, 'other.json'), DARK);
      symlinkSync(join(theirs, 'other.json'), join(data, name));
      const file = jsonFile(join(data, name), settingsSchema, clock);
      expect(await file.load()).toMatchObject({
        value: defaultSettings,
        problem: {
          code: 'file-unreadable',
          message: expect.stringContaining('is a link, and was not read.'),
        },
      });
      expect(await file.save(defaultSettings)).toMatchObject({ ok: true });
      expect(lstatSync(join(data, name)).isFile()).toBe(true);
      expect(readFileSync(join(theirs, 'other.json'), 'utf8')).toBe(DARK);
      expect(await file.load()).toMatchObject({ problem: null });
    },
  );

  it('where a new file went in 0.1.0 is not followed by an export, the certificates or the gateway’s key', async () => {
    const data = temporaryFolder();
    const theirs = precious();
    const names = ['team.json', 'rds-ca.pem', 'gateway-key.pem', 'gateway-certificate.pem', 'settings.json'];
    for (const name of names) {
      symlinkSync(theirs.file, join(data, `${name}.${process.pid}.new`));
      symlinkSync(theirs.file, join(data, `${name}.new`));
    }
    expect(await writeShared(join(data, 'team.json'), '{}')).toMatchObject({ ok: true });
    expect(await caBundle(data, null)).toMatchObject({ ok: true });
    expect(await localCertificate(data, clock.now())).toMatchObject({ ok: true });
    expect(await settingsIn(data).save(defaultSettings)).toMatchObject({ ok: true });
    expect(theirs.isWhole()).toBe(true);
    for (const name of names) expect(lstatSync(join(data, name)).isFile()).toBe(true);
  });

  it('in the place of the certificates or the gateway’s key is replaced, even where the same is behind it', async () => {
    const data = temporaryFolder();
    const theirs = temporaryFolder();
    await caBundle(theirs, null);
    await localCertificate(theirs, clock.now());
    for (const name of ['rds-ca.pem', 'gateway-key.pem', 'gateway-certificate.pem']) {
      symlinkSync(join(theirs, name), join(data, name));
    }
    const before = readFileSync(join(theirs, 'gateway-key.pem'), 'utf8');
    await caBundle(data, null);
    const made = await localCertificate(data, clock.now());
    expect(made.ok && made.value.key).not.toBe(before);
    expect(readFileSync(join(theirs, 'gateway-key.pem'), 'utf8')).toBe(before);
    for (const name of ['rds-ca.pem', 'gateway-key.pem', 'gateway-certificate.pem']) {
      expect(lstatSync(join(data, name)).isFile()).toBe(true);
    }
  });

  it('in the place of the log is not written through', async () => {
    const data = temporaryFolder();
    const theirs = precious();
    symlinkSync(theirs.file, join(data, 'latchkey.log'));
    fileLogger(data).for('test').info('hello');
    const log = join(data, 'latchkey.log');
    await vi.waitFor(() => expect(readFileSync(log, 'utf8')).toContain('hello'));
    expect(theirs.isWhole()).toBe(true);
    expect([lstatSync(log).isFile(), modeOf(log)]).toEqual([true, 0o600]);
  });
});

describe('a data folder of 0.1.0', () => {
  it('opens as it was, is tightened, and loses only what a crash has left', async () => {
    const data = temporaryFolder();
    chmodSync(data, 0o755);
    const { address, networkRoute: _, ...rest } = connection();
    const connections = [{ ...rest, sign: address, dial: null }];
    writeFileSync(join(data, 'connections.json'), JSON.stringify({ version: 1, data: connections }), {
      mode: 0o644,
    });
    writeFileSync(join(data, 'settings.json'), DARK, { mode: 0o666 });
    writeFileSync(join(data, 'latchkey.log'), 'old\n', { mode: 0o644 });
    mkdirSync(join(data, 'run', 'start-aB3dE6'), { recursive: true, mode: 0o755 });
    const left = ['connections.json.new', 'rds-ca.pem.4711.new', 'settings.json.0123456789abcdef.new'];
    const stays = [
      'my.new',
      'connections.json.2026-01-01T00-00-00-000Z.kept',
      'notes.json.new',
      'settings.json.bak.new',
    ];
    for (const name of [...left, ...stays]) writeFileSync(join(data, name), '');
    expect(await secureDataFolder(data)).toEqual([]);
    await sweep(join(data, 'run'));
    fileLogger(data).for('test').info('new');
    expect(await settingsIn(data).load()).toEqual({
      value: { ...defaultSettings, theme: 'dark' },
      problem: null,
    });
    const file = jsonFile(join(data, 'connections.json'), connectionsSchema, clock);
    expect(await file.load()).toEqual({ value: [connection()], problem: null });
    const modes = ['.', 'run', 'connections.json', 'settings.json', 'latchkey.log'].map((name) =>
      modeOf(join(data, name)),
    );
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o600, 0o600]);
    expect(readdirSync(join(data, 'run'))).toEqual([]);
    expect(left.filter((name) => existsSync(join(data, name)))).toEqual([]);
    expect(stays.filter((name) => !existsSync(join(data, name)))).toEqual([]);
  });
});

/** Runs a shell's line as another local user, who owns nothing here. */
function asNobody(line: string): void {
  const done = spawnSync('/bin/sh', ['-c', line], { uid: 65_534, gid: 65_534, encoding: 'utf8' });
  expect(done.stderr).toBe('');
  expect(done.status).toBe(0);
}

// root alone can be somebody else for a moment
describe.runIf(process.getuid?.() === 0)('a second user of this machine', () => {
  /** A data folder that was open to everybody while they could get at it. */
  function open() {
    const data = temporaryFolder();
    chmodSync(data, 0o777);
    return data;
  }

  it('cannot hand over settings: a file of theirs is ignored, kept, and told of', async () => {
    const data = open();
    asNobody(`umask 0; printf '%s' '${DARK}' >'${data}/settings.json'`);
    await secureDataFolder(data);
    const file = settingsIn(data);
    expect(await file.load()).toMatchObject({
      value: defaultSettings,
      problem: { message: expect.stringContaining('belongs to another user, and was not read.') },
    });
    expect(await file.save(defaultSettings)).toMatchObject({ ok: true });
    expect(statSync(join(data, 'settings.json')).uid).toBe(0);
  });

  it('cannot have secrets written into a run/ of theirs, nor have it swept', async () => {
    const data = open();
    asNobody(
      `mkdir -m 777 '${data}/run' '${data}/run/start-aB3dE6' && touch '${data}/run/start-aB3dE6/theirs'`,
    );
    await sweep(join(data, 'run'));
    expect(existsSync(join(data, 'run', 'start-aB3dE6', 'theirs'))).toBe(true);
    expect(await makeRunFolder(join(data, 'run'), 'start.sh')).toMatchObject({
      error: { message: expect.stringContaining('belongs to another user') },
    });
    expect(await secureDataFolder(data)).toMatchObject([
      { message: expect.stringContaining('belongs to another user, and is not used.') },
    ]);
  });

  it('cannot hand over certificates to trust, or a key', async () => {
    const data = open();
    const theirs = temporaryFolder();
    await localCertificate(theirs, clock.now());
    const key = readFileSync(join(theirs, 'gateway-key.pem'), 'utf8');
    asNobody(
      `umask 0; echo evil >'${data}/rds-ca.pem'; printf '%s' '${key}' >'${data}/gateway-key.pem'; printf '%s' '${readFileSync(join(theirs, 'gateway-certificate.pem'), 'utf8')}' >'${data}/gateway-certificate.pem'`,
    );
    await caBundle(data, null);
    const made = await localCertificate(data, clock.now());
    expect(made.ok && made.value.key).not.toBe(key);
    const owners = ['rds-ca.pem', 'gateway-key.pem', 'gateway-certificate.pem'].map(
      (name) => statSync(join(data, name)).uid,
    );
    expect(owners).toEqual([0, 0, 0]);
  });

  it('cannot read what Latchkey writes, the log neither, and cannot enter the folder any more', async () => {
    const data = open();
    asNobody(`umask 0; touch '${data}/latchkey.log'`);
    await secureDataFolder(data);
    fileLogger(data).for('test').info('hello');
    const log = join(data, 'latchkey.log');
    await vi.waitFor(() => expect(readFileSync(log, 'utf8')).toContain('hello'));
    expect([statSync(log).uid, modeOf(log), modeOf(data)]).toEqual([0, 0o600, 0o700]);
    const entered = spawnSync('/bin/ls', [data], { uid: 65_534, gid: 65_534 });
    expect(entered.status).not.toBe(0);
  });
});
