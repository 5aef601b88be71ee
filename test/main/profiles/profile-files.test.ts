import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { profileFiles } from '../../../main/profiles/profile-files.ts';
import { awsFiles } from './aws-files.ts';

afterEach(() => vi.unstubAllEnvs());

const names = async (env: NodeJS.ProcessEnv) =>
  (await profileFiles(env).read()).sections.map(({ name }) => name);

describe('AWS\u2019s files', () => {
  it('give their profiles, with what both files say of them', async () => {
    const { env, paths } = awsFiles(
      '[default]\nregion = us-east-1\n[profile dev]\nregion=eu-west-1\noutput = json\n[not-a-profile]\nregion = x\n',
      '[dev]\naws_access_key_id = AKIA\naws_secret_access_key = s\n[only-keys]\naws_access_key_id = B\n',
    );
    expect(await profileFiles(env).read()).toEqual({
      sections: [
        { name: 'default', section: { region: 'us-east-1' } },
        {
          name: 'dev',
          section: {
            region: 'eu-west-1',
            output: 'json',
            aws_access_key_id: 'AKIA',
            aws_secret_access_key: 's',
          },
        },
        { name: 'only-keys', section: { aws_access_key_id: 'B' } },
      ],
      files: [
        { path: paths.config, found: true },
        { path: paths.credentials, found: true },
      ],
      error: null,
    });
  });

  it('hold sections that are no profiles', async () => {
    const { env } = awsFiles(
      '[profile dev]\nregion = r\n[sso-session corp]\nsso_region = r\n[services local]\nrds =\n  endpoint_url = http://x\n',
    );
    expect(await names(env)).toEqual(['dev']);
  });

  it('put AWS_PROFILE first', async () => {
    const { env } = awsFiles('[profile a]\nregion=r\n[profile b]\nregion=r\n[profile c]\nregion=r\n');
    expect(await names({ ...env, AWS_PROFILE: 'c' })).toEqual(['c', 'a', 'b']);
    expect(await names({ ...env, AWS_PROFILE: 'none' })).toEqual(['a', 'b', 'c']);
  });

  it('may have Windows line ends and comments', async () => {
    const { env } = awsFiles('# a comment\r\n[profile dev] ; another\r\nregion = eu-west-1\r\n\r\n');
    expect((await profileFiles(env).read()).sections).toEqual([
      { name: 'dev', section: { region: 'eu-west-1' } },
    ]);
  });

  it('are read anew each time', async () => {
    const { env, writeConfig } = awsFiles('[profile a]\nregion=r\n');
    const files = profileFiles(env);
    await files.read();
    writeConfig('[profile b]\nregion=r\n');
    expect((await files.read()).sections.map(({ name }) => name)).toEqual(['b']);
  });

  it('need not be there, which is no error', async () => {
    const { env, paths } = awsFiles();
    expect(await profileFiles(env).read()).toEqual({
      sections: [],
      files: [
        { path: paths.config, found: false },
        { path: paths.credentials, found: false },
      ],
      error: null,
    });
  });

  it('lie in the home folder where the variables are empty', async () => {
    const { folder } = awsFiles();
    const files = await profileFiles({ AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '~/keys' }).read();
    expect(files.files.map(({ path }) => path)).toEqual([`${folder}/.aws/config`, `${folder}/keys`]);
  });

  it.each([
    ['garbage', '\0\u0001\u0002[[[=\n=x\n]['],
    ['a page', '<html>\n<body>[x]</body>'],
    ['keys of no section', 'region = x\n'],
  ])('that hold %s have no profiles', async (_what, text) => {
    expect(await names(awsFiles(text, text).env)).toEqual([]);
  });

  it('that begin with a byte order mark lose no more than AWS\u2019s parser does', async () => {
    const { env } = awsFiles('\ufeff[profile first]\nregion=r\n[profile second]\nregion=r\n');
    expect(await names(env)).toContain('second');
  });

  it('that cannot be read are named, and the other one counts', async () => {
    const { env, paths } = awsFiles('', '[dev]\naws_access_key_id = A\n');
    mkdirSync(paths.config);
    const { sections, error, files } = await profileFiles(env).read();
    expect(sections.map(({ name }) => name)).toEqual(['dev']);
    expect(error).toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining(`${paths.config} could not be read (EISDIR)`),
    });
    expect(files[0]).toEqual({ path: paths.config, found: true });
  });
});

describe('watching', () => {
  it('tells of a file that appears, is replaced as a whole, and goes', async () => {
    const { env, paths, writeConfig } = awsFiles();
    let told = 0;
    const stop = profileFiles(env).watch(() => (told += 1));
    let serial = 0;
    /** Does it until it is noticed: the first look at the file may come after the first change. */
    const noticed = async (change: () => void): Promise<void> => {
      const before = told;
      await vi.waitFor(
        () => {
          change();
          expect(told).toBeGreaterThan(before);
        },
        { timeout: 20_000, interval: 300 },
      );
    };
    const content = (): string => `[profile a]\nregion = r${(serial += 1)}\n`;
    await noticed(() => writeConfig(content()));
    await noticed(() => {
      writeFileSync(`${paths.config}.new`, content());
      renameSync(`${paths.config}.new`, paths.config);
    });
    await noticed(() => rmSync(paths.config, { force: true }));
    stop();
  }, 90_000);
});
