import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bareEnvironment } from '../bare-environment.ts';
import { readConfigFiles } from '../../../main/profiles/read-config-files.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const root = join(import.meta.dirname, '..', '..', '..');

function files(config: string | Buffer, credentials: string) {
  const folder = temporaryFolder();
  const paths = { config: join(folder, 'config'), credentials: join(folder, 'credentials') };
  writeFileSync(paths.config, config);
  writeFileSync(paths.credentials, credentials);
  return paths;
}

describe('the two files', () => {
  it('are read', async () => {
    const paths = files('[profile a]\nregion = r\n', '[b]\n');
    const { config, files: at } = await readConfigFiles(paths);
    expect([...config.profiles.keys()]).toEqual(['a', 'b']);
    expect(at.config).toEqual({ path: paths.config, found: true, error: null });
  });

  it('keep the profiles on whose lines every byte is UTF-8', async () => {
    const latin = Buffer.from('[profile a]\nnote = caf\u00E9\n[profile \u00FC]\n[profile c]\n', 'latin1');
    const { config } = await readConfigFiles(files(latin, ''));
    const sound = [...config.profiles.values()].filter(({ fault }) => fault === null);
    expect(sound.map(({ name }) => name)).toEqual(['c']);
    expect(config.skipped.map(({ line }) => line)).toEqual([2, 3]);
  });

  it('need not be there', async () => {
    const { config, credentials } = files('', '');
    const reading = await readConfigFiles({ config: `${config}-none`, credentials: `${credentials}/none` });
    expect(reading.files).toEqual({
      config: { path: `${config}-none`, found: false, error: null },
      credentials: { path: `${credentials}/none`, found: false, error: null },
    });
  });

  it('are not waited for where they are pipes or folders', async () => {
    const folder = temporaryFolder();
    const paths = { config: join(folder, 'pipe'), credentials: join(folder, 'folder') };
    execFileSync('mkfifo', [paths.config]);
    mkdirSync(paths.credentials);
    const reading = await readConfigFiles(paths);
    expect(reading.files.config).toEqual({ path: paths.config, found: false, error: 'it is not a file' });
    expect(reading.files.credentials.error).toBe('it is not a file');
  });

  it('are not read where they are too large to be config files', async () => {
    const paths = files('#'.repeat(16 * 1024 * 1024 + 1), '[b]\n');
    const reading = await readConfigFiles(paths);
    expect(reading.files.config).toEqual({
      path: paths.config,
      found: true,
      error: 'it is larger than 16 MB',
    });
    expect([...reading.config.profiles.keys()]).toEqual(['b']);
  });

  it('may be unreadable, which is said', async () => {
    const paths = files('[profile a]\n', '');
    // no mode keeps root from reading; a link that leads to itself keeps everybody
    rmSync(paths.config);
    symlinkSync(paths.config, paths.config);
    const reading = await readConfigFiles(paths);
    expect(reading.files.config.error).toBe('it could not be read (ELOOP)');
  });
});

describe('`npm run profiles`', () => {
  const print = (...args: string[]): string =>
    execFileSync(process.execPath, ['--import', 'tsx', join(root, 'scripts', 'profiles.ts'), ...args], {
      cwd: root,
      env: bareEnvironment(),
    }).toString();
  const run = (...args: string[]): unknown => JSON.parse(print(...args));
  const both = () =>
    files(
      '[profile __proto__]\nregion = r\n[prod admin]\n[sso-session corp]\nsso_region = r\n',
      '[a]\naws_secret_access_key = hunter2\nhunter3\n[b]\naws_secret_access_key = hunter4\n',
    );

  it('prints one line of JSON without a secret', () => {
    const paths = both();
    const line = print(paths.config, paths.credentials);
    expect(line).toMatch(/^\{.*\}\n$/);
    expect(line).toContain('"__proto__":{"region":"r"}');
    expect(JSON.parse(line)).toMatchObject({
      profiles: { b: { aws_secret_access_key: '****' } },
      sso: { corp: { sso_region: 'r' } },
      skipped: [
        {
          file: paths.config,
          line: 3,
          text: '[prod admin]',
          reason: 'line 3: [prod admin] is not a profile; write [profile "prod admin"]',
        },
        {
          file: paths.credentials,
          line: 3,
          text: '****',
          reason:
            'line 3: this line is neither a section nor a setting; write KEY = VALUE, or # before it; profile a is left out',
        },
      ],
    });
  });

  it('prints secrets where it is told to', () => {
    const paths = both();
    expect(run('--unmasked', paths.config, paths.credentials)).toMatchObject({
      profiles: { b: { aws_secret_access_key: 'hunter4' } },
      skipped: [{}, { text: 'hunter3' }],
    });
  });

  it('says where a file is not there, and how it is called', () => {
    const paths = both();
    expect(run(paths.config, '/nonexistent/file')).toMatchObject({
      skipped: [{ file: '/nonexistent/file', line: 0, text: '', reason: 'the file is not there' }, {}],
    });
    expect(() => print(paths.config)).toThrow('Usage');
  });
});
