import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../app/clients/catalogue/catalogue.ts';
import type { ClientDefinition, InstallLocation } from '../../../app/clients/catalogue/definition.ts';
import { locate, type ClientSearch } from '../../../main/clients/locate.ts';
import { shellScript, temporaryFolder } from './surroundings.ts';

const psql: Pick<ClientDefinition, 'name' | 'locations'> = {
  name: 'psql',
  locations: { linux: [{ kind: 'program', name: 'psql' }] },
};

/** Folders on PATH, each with some programs in it. */
function machine(folders: readonly (readonly string[])[]) {
  const base = temporaryFolder();
  const ran = join(base, 'ran');
  const path = folders.map((names, at) => {
    const folder = join(base, `bin${at}`);
    mkdirSync(folder);
    for (const name of names)
      shellScript(join(folder, name), `echo "$0" >>'${ran.replaceAll("'", "'\\''")}'`);
    return folder;
  });
  const locations: ClientSearch = { platform: 'linux', path: path.join(':'), home: base, environment: {} };
  return { base, path, locations, hasRun: () => existsSync(ran) };
}

function programNames(locations: readonly InstallLocation[]): readonly string[] {
  return locations.flatMap((location) => (location.kind === 'program' ? [location.name] : []));
}

describe('finding', () => {
  it('runs nothing of what it finds, all clients at once on a long PATH', async () => {
    const names = catalogue.flatMap(({ locations }) => programNames(locations.linux ?? []));
    const here = machine([...Array.from({ length: 40 }, () => ['other']), names]);
    const found = await Promise.all(
      catalogue
        .filter(({ locations }) => programNames(locations.linux ?? []).length > 0)
        .map(async (definition) => [definition.id, await locate(definition, null, here.locations)] as const),
    );
    expect(found.length).toBeGreaterThan(3);
    for (const [, located] of found) expect(located).toMatchObject({ found: true, foundIn: 'program' });
    expect(here.hasRun()).toBe(false);
  });

  it('takes the first of two versions on PATH, and the other where the user says so', async () => {
    const here = machine([['psql'], ['psql']]);
    const [first = '', second = ''] = here.path.map((folder) => join(folder, 'psql'));
    expect(await locate(psql, null, here.locations)).toMatchObject({ found: true, where: first });
    expect(await locate(psql, second, here.locations)).toMatchObject({ found: true, where: second });
    expect(here.hasRun()).toBe(false);
  });

  it('sees what was installed since it last looked', async () => {
    const here = machine([[]]);
    expect(await locate(psql, null, here.locations)).toMatchObject({ found: false, looked: here.path });
    shellScript(join(here.path[0] ?? '', 'psql'), '');
    expect(await locate(psql, null, here.locations)).toMatchObject({ found: true });
  });

  it('goes on past one that may not be run', async () => {
    const here = machine([['psql'], ['psql']]);
    const [first = '', second = ''] = here.path.map((folder) => join(folder, 'psql'));
    chmodSync(first, 0o644);
    expect(await locate(psql, null, here.locations)).toMatchObject({ found: true, where: second });
  });

  it('says that a client has moved from where the user said that it was', async () => {
    const here = machine([['psql']]);
    const was = join(here.path[0] ?? '', 'psql');
    renameSync(was, `${was}-16`);
    expect(await locate(psql, was, here.locations)).toEqual({
      found: false,
      looked: [was],
      broken: `psql is no longer at ${was}.`,
    });
  });

  it.each(['a file', 'a folder'] as const)('says that %s is no program', async (what) => {
    const { base, locations } = machine([]);
    const at = join(base, 'psql');
    if (what === 'a folder') mkdirSync(at);
    else writeFileSync(at, '');
    expect(await locate(psql, at, locations)).toMatchObject({
      found: false,
      broken: `${at} is not a program that may be run.`,
    });
  });

  it('takes no batch file on Windows, wherever it was said to be', async () => {
    const { locations } = machine([]);
    const at = 'C:\\tools\\psql.cmd';
    expect(await locate(psql, at, { ...locations, platform: 'win32' })).toMatchObject({
      found: false,
      broken: expect.stringContaining('batch file'),
    });
  });

  it('says of an AppImage that was only downloaded what is missing', async () => {
    const { base, locations } = machine([]);
    const definition = {
      name: 'Client',
      locations: { linux: [{ kind: 'app-image', file: 'Client-*.AppImage' }] },
    } as const;
    mkdirSync(join(base, 'Downloads'));
    const file = join(base, 'Downloads', 'Client-2.1.AppImage');
    writeFileSync(file, '', { mode: 0o644 });
    expect(await locate(definition, null, locations)).toMatchObject({
      found: false,
      broken: `${file} may not be run: make it executable (chmod +x).`,
    });
    chmodSync(file, 0o755);
    expect(await locate(definition, null, locations)).toMatchObject({
      found: true,
      where: file,
      foundIn: 'app-image',
    });
  });
});
