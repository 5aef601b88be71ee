import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { psql } from '../../app/clients/catalogue/libpq.ts';
import { locate } from '../../main/clients/locate.ts';
import { runPart } from './parts.ts';

async function program(...parts: readonly string[]): Promise<string> {
  const path = join(...parts);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, '');
  return path;
}

const search = (folder: string, path: string) => ({
  platform: 'win32' as const,
  environment: { ProgramFiles: folder },
  home: folder,
  path,
});

await runPart('finding clients', {
  'the newest version under Program Files': async (folder) => {
    await program(folder, 'PostgreSQL', '9.6', 'bin', 'psql.exe');
    const newest = await program(folder, 'PostgreSQL', '16', 'bin', 'psql.exe');
    const found = await locate(psql, null, search(folder, ''));
    assert.equal(found.found && found.where.toLowerCase(), newest.toLowerCase());
  },
  'on PATH, in any case, and no batch file': async (folder) => {
    await program(folder, 'batch', 'psql.cmd');
    const exe = await program(folder, 'tools', 'PSQL.EXE');
    const found = await locate(
      psql,
      null,
      search(join(folder, 'none'), `${join(folder, 'batch')};${join(folder, 'tools')}`),
    );
    assert.equal(found.found && found.where.toLowerCase(), exe.toLowerCase());
  },
  'a batch file that was chosen by hand is refused, with the reason': async (folder) => {
    const batch = await program(folder, 'psql.bat');
    const found = await locate(psql, batch, search(folder, ''));
    assert.equal(found.found, false);
    assert.match((!found.found && found.broken) || '', /batch file/i);
  },
});
