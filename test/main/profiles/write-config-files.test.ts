import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../../app/profiles/ports.ts';
import { configFileWriter } from '../../../main/profiles/write-config-files.ts';
import { bundleChild, ended, start } from '../connections/child-process.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A user without rights, for where the tests run as root, whom no mode of a folder stops. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

function place(config?: string, credentials?: string) {
  const folder = join(temporaryFolder(), '.aws');
  const paths = { config: join(folder, 'config'), credentials: join(folder, 'credentials') };
  if (config !== undefined || credentials !== undefined) mkdirSync(folder);
  if (config !== undefined) writeFileSync(paths.config, config);
  if (credentials !== undefined) writeFileSync(paths.credentials, credentials);
  const names = () => readdirSync(folder).toSorted();
  return { folder, paths, names, writer: configFileWriter(paths) };
}

const toConfig = (before: string | null, after: string): FileChange[] => [{ file: 'config', before, after }];
const mode = (path: string): number => statSync(path).mode & 0o777;

describe('writing', () => {
  it('makes what is not there, for this user alone, and takes it back', async () => {
    const { folder, paths, names, writer } = place();
    const written = await writer.write(toConfig(null, '[default]\n'));
    expect(readFileSync(paths.config, 'utf8')).toBe('[default]\n');
    expect([mode(folder), mode(paths.config)]).toEqual([0o700, 0o600]);
    expect(names()).toEqual(['config']);
    expect(written.ok && (await written.value())).toEqual({ ok: true, value: null });
    expect(names()).toEqual([]);
  });

  it('keeps the mode, and one copy for this user alone, which undo puts back', async () => {
    const { paths, names, writer } = place('one\r\n');
    chmodSync(paths.config, 0o664);
    await writer.write(toConfig('one\r\n', 'two\r\n'));
    const written = await writer.write(toConfig('two\r\n', 'three\r\n'));
    expect([readFileSync(paths.config, 'utf8'), mode(paths.config)]).toEqual(['three\r\n', 0o664]);
    const backup = `${paths.config}.latchkey-backup`;
    expect([readFileSync(backup, 'utf8'), mode(backup)]).toEqual(['two\r\n', 0o600]);
    expect(names()).toEqual(['config', 'config.latchkey-backup']);
    expect(written.ok && (await written.value())).toEqual({ ok: true, value: null });
    expect([readFileSync(paths.config, 'utf8'), mode(paths.config)]).toEqual(['two\r\n', 0o664]);
    expect(names()).toEqual(['config']);
  });

  it('gives every byte of a file back that is not UTF-8', async () => {
    const { paths, writer } = place();
    mkdirSync(join(paths.config, '..'));
    const bytes = Buffer.from('# caf\u00E9\n[default]\n', 'latin1');
    writeFileSync(paths.config, bytes);
    const read = await writer.read();
    const before = read.ok ? read.value.config : null;
    await writer.write(toConfig(before, `${before}[profile ü]\n`));
    expect(readFileSync(paths.config)).toEqual(Buffer.concat([bytes, Buffer.from('[profile ü]\n')]));
  });

  it('goes through a link to the file that it leads to', async () => {
    const { folder, paths, writer } = place('x', 'old\n');
    const real = temporaryFolder();
    writeFileSync(join(real, 'dotfile'), 'one\n');
    symlinkSync(join(real, 'dotfile'), join(real, 'link'));
    const linked = configFileWriter({ ...paths, config: join(folder, 'linked') });
    symlinkSync(join(real, 'link'), join(folder, 'linked'));
    expect(await linked.write(toConfig('one\n', 'two\n'))).toMatchObject({ ok: true });
    expect(readFileSync(join(real, 'dotfile'), 'utf8')).toBe('two\n');
    expect(lstatSync(join(folder, 'linked')).isSymbolicLink()).toBe(true);
    expect(readdirSync(real).toSorted()).toEqual(['dotfile', 'dotfile.latchkey-backup', 'link']);
    expect(await writer.read()).toMatchObject({ ok: true });
  });

  it('refuses a link to nothing, a folder and a pipe', async () => {
    const { folder, paths, writer } = place('x');
    const at = (name: string) => configFileWriter({ ...paths, config: join(folder, name) });
    symlinkSync(join(folder, 'nothing'), join(folder, 'link'));
    mkdirSync(join(folder, 'folder'));
    for (const name of ['link', 'folder']) {
      expect(await at(name).read()).toMatchObject({ ok: false, error: { code: 'file-unreadable' } });
      expect(await at(name).write(toConfig(null, 'y'))).toMatchObject({
        ok: false,
        error: { code: 'file-unwritable' },
      });
    }
    expect(await writer.read()).toMatchObject({ ok: true });
  });

  it('notices that a file was changed, made or removed meanwhile, and leaves it', async () => {
    const { paths, names, writer } = place('theirs\n');
    for (const before of ['mine\n', null]) {
      expect(await writer.write(toConfig(before, 'new\n'))).toMatchObject({
        ok: false,
        error: { code: 'file-changed' },
      });
    }
    const gone: FileChange[] = [{ file: 'credentials', before: 'x', after: 'y' }];
    expect(await writer.write(gone)).toMatchObject({ ok: false, error: { code: 'file-changed' } });
    expect(readFileSync(paths.config, 'utf8')).toBe('theirs\n');
    expect(names()).toEqual(['config']);
  });

  it('changes both files or neither', async () => {
    const { paths, names, writer } = place('one\n', 'theirs\n');
    const both: FileChange[] = [
      { file: 'config', before: 'one\n', after: 'two\n' },
      { file: 'credentials', before: 'mine\n', after: 'new\n' },
    ];
    expect(await writer.write(both)).toMatchObject({ ok: false, error: { code: 'file-changed' } });
    expect(readFileSync(paths.config, 'utf8')).toBe('one\n');
    expect(names()).toEqual(['config', 'credentials']);
  });

  it('takes nothing back that somebody has changed since', async () => {
    const { paths, writer } = place('one\n');
    const written = await writer.write(toConfig('one\n', 'two\n'));
    writeFileSync(paths.config, 'theirs\n');
    expect(written.ok && (await written.value())).toMatchObject({
      ok: false,
      error: { code: 'file-changed' },
    });
    expect(readFileSync(paths.config, 'utf8')).toBe('theirs\n');
  });

  it.runIf(isRoot)(
    'tells of a folder and of a file that may only be read, and leaves both as they were',
    async () => {
      const script = await bundleChild(temporaryFolder(), new URL('write-child.ts', import.meta.url));
      const text = '[profile number-1]\nregion = r\n';
      const base = temporaryFolder();
      chmodSync(base, 0o755);
      for (const [name, folderMode, fileMode] of [
        ['folder', 0o555, 0o666],
        ['file', 0o777, 0o444],
      ] as const) {
        const folder = join(base, name);
        mkdirSync(folder);
        writeFileSync(join(folder, 'config'), text);
        chmodSync(join(folder, 'config'), fileMode);
        chmodSync(folder, folderMode);
        chownSync(join(folder, 'config'), NOBODY, NOBODY);
        const child = start([process.execPath, script, '1', folder], { uid: NOBODY, gid: NOBODY });
        const end = ended(child);
        child.stdin.write('go');
        const { out, problem } = await end;
        expect([name, problem]).toEqual([name, '']);
        expect(out).toMatch(/"failed":\{"code":"file-unwritable"/);
        expect(readFileSync(join(folder, 'config'), 'utf8')).toBe(text);
        expect(readdirSync(folder)).toEqual(['config']);
      }
    },
  );
});
