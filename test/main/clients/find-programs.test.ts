import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../../main/clients/find-programs.ts';
import { shellScript, temporaryFolder } from './surroundings.ts';

describe('findProgram', () => {
  it('prefers PATH, in its order, and runs nothing', async () => {
    const base = temporaryFolder();
    const ran = join(base, 'ran');
    for (const folder of ['a', 'b', 'c']) mkdirSync(join(base, folder));
    for (const folder of ['b', 'c'])
      shellScript(join(base, folder, 'psql'), `touch '${ran.replaceAll("'", "'\\''")}'`);
    const locations = {
      platform: 'linux',
      path: [join(base, 'a'), join(base, 'b')].join(':'),
      folders: [join(base, 'c')],
    } as const;
    expect(await findProgram('psql', locations)).toEqual({ program: join(base, 'b', 'psql') });
    expect(await findProgram('psql', { ...locations, path: join(base, 'a') })).toEqual({
      program: join(base, 'c', 'psql'),
    });
    expect(existsSync(ran)).toBe(false);
  });

  it('takes the newest version where a folder’s name holds one', async () => {
    const base = temporaryFolder();
    for (const version of ['9.6', '15', '17', '16', 'notes'])
      mkdirSync(join(base, version, 'bin'), { recursive: true });
    for (const version of ['9.6', '15', '16']) shellScript(join(base, version, 'bin', 'psql'), '');
    const locations = { platform: 'linux', path: '', folders: [join(base, '*', 'bin')] } as const;
    expect(await findProgram('psql', locations)).toEqual({ program: join(base, '16', 'bin', 'psql') });
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
