import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../../main/clients/find-programs.ts';
import { dialectOf } from '../../../main/clients/mysql-dialect.ts';
import { clientFolders } from '../../../main/clients/program-folders.ts';
import { shellScript, temporaryFolder } from './surroundings.ts';

describe('findProgram', () => {
  it('prefers PATH, in its order, and runs nothing', async () => {
    const base = temporaryFolder();
    const ran = join(base, 'ran');
    for (const folder of ['a', 'b', 'c']) mkdirSync(join(base, folder));
    for (const folder of ['b', 'c'])
      shellScript(join(base, folder, 'psql'), `touch '${ran.replaceAll("'", "'\\''")}'`);
    const places = {
      platform: 'linux',
      path: [join(base, 'a'), join(base, 'b')].join(':'),
      folders: [join(base, 'c')],
    } as const;
    expect(await findProgram('psql', places)).toEqual({ program: join(base, 'b', 'psql') });
    expect(await findProgram('psql', { ...places, path: join(base, 'a') })).toEqual({
      program: join(base, 'c', 'psql'),
    });
    expect(existsSync(ran)).toBe(false);
  });

  it('takes the newest version where a folder’s name holds one', async () => {
    const base = temporaryFolder();
    for (const version of ['9.6', '15', '17', '16', 'notes'])
      mkdirSync(join(base, version, 'bin'), { recursive: true });
    for (const version of ['9.6', '15', '16']) shellScript(join(base, version, 'bin', 'psql'), '');
    const places = { platform: 'linux', path: '', folders: [join(base, '*', 'bin')] } as const;
    expect(await findProgram('psql', places)).toEqual({ program: join(base, '16', 'bin', 'psql') });
  });

  it('leaves out what cannot be run, and PATH’s empty and relative parts', async () => {
    const base = temporaryFolder();
    for (const folder of ['dir', 'plain', 'broken']) mkdirSync(join(base, folder));
    mkdirSync(join(base, 'dir', 'psql'));
    writeFileSync(join(base, 'plain', 'psql'), '');
    chmodSync(join(base, 'plain', 'psql'), 0o644);
    symlinkSync(join(base, 'nowhere'), join(base, 'broken', 'psql'));
    const folders = ['dir', 'plain', 'broken'].map((folder) => join(base, folder));
    const path = ['', '.', 'bin', ...folders].join(':');
    expect(await findProgram('psql', { platform: 'linux', path, folders: ['/nowhere/*/bin'] })).toEqual({
      program: null,
      looked: [...folders, '/nowhere/*/bin'],
    });
  });
});

describe('clientFolders', () => {
  it.each([
    ['linux', 'psql', '/usr/lib/postgresql/*/bin'],
    ['darwin', 'psql', '/opt/homebrew/opt/libpq/bin'],
    ['darwin', 'psql', '/usr/local/opt/libpq/bin'],
    ['darwin', 'psql', '/Applications/Postgres.app/Contents/Versions/*/bin'],
    ['darwin', 'mysql', '/usr/local/mysql/bin'],
    ['darwin', 'mariadb', '/opt/homebrew/bin'],
    ['win32', 'psql', 'D:\\Programs\\PostgreSQL\\*\\bin'],
    ['win32', 'mysql', 'D:\\Programs\\MySQL\\MySQL Server *\\bin'],
    ['win32', 'mariadb', 'D:\\Programs\\MariaDB *\\bin'],
  ] as const)('%s, %s: %s', (platform, client, folder) => {
    expect(clientFolders(platform, client, { ProgramFiles: 'D:\\Programs' })).toContain(folder);
  });
});

describe('dialectOf', () => {
  it.each([
    ['mysql  Ver 15.1 Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)', 'mariadb'],
    ['mysql from 11.4.2-MariaDB, client 15.2 for Linux (x86_64)', 'mariadb'],
    ['mysql  Ver 8.4.3 for macos14 on arm64 (Homebrew)', 'mysql'],
    ['', 'mysql'],
  ])('%j', async (version, dialect) => {
    const program = shellScript(
      join(temporaryFolder(), 'mysql'),
      `[ "$*" = --version ] && echo '${version}'`,
    );
    expect(await dialectOf('mysql', program)).toBe(dialect);
  });

  it('runs nothing where the name decides', async () => {
    expect(await dialectOf('psql', '/nowhere/psql')).toBe('psql');
    expect(await dialectOf('mariadb', '/nowhere/mariadb')).toBe('mariadb');
    expect(await dialectOf('mysql', '/nowhere/mysql')).toBe('mysql');
  });
});
