import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ProfileReading } from '../../../app/profiles/ports.ts';
import { profileFiles } from '../../../main/profiles/profile-files.ts';
import { awsFiles } from './aws-files.ts';

afterEach(() => vi.unstubAllEnvs());

/** The profiles of the files, each with its settings. */
const sectionsIn = ({ config }: ProfileReading) =>
  [...config.profiles].map(([name, { settings }]) => ({
    name,
    section: Object.fromEntries([...settings].map(([key, { value }]) => [key, value])),
  }));

const names = async (env: NodeJS.ProcessEnv) => [...(await profileFiles(env).read()).config.profiles.keys()];

describe('AWS\u2019s files', () => {
  it('give their profiles, with what both files say of them', async () => {
    const { env, paths } = awsFiles(
      '[default]\nregion = us-east-1\n[profile dev]\nregion=eu-west-1\noutput = json\n[not-a-profile]\nregion = x\n',
      '[dev]\naws_access_key_id = AKIA\naws_secret_access_key = s\n[only-keys]\naws_access_key_id = B\n',
    );
    const reading = await profileFiles(env).read();
    expect({ ...reading, sections: sectionsIn(reading), config: undefined }).toEqual({
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
    expect(sectionsIn(await profileFiles(env).read())).toEqual([
      { name: 'dev', section: { region: 'eu-west-1' } },
    ]);
  });

  it('are read anew each time', async () => {
    const { env, writeConfig } = awsFiles('[profile a]\nregion=r\n');
    const files = profileFiles(env);
    await files.read();
    writeConfig('[profile b]\nregion=r\n');
    expect([...(await files.read()).config.profiles.keys()]).toEqual(['b']);
  });

  it('are parsed once until they change', async () => {
    const { env, paths, writeConfig } = awsFiles('[profile a]\nregion=r\n', '[b]\nregion=r\n');
    const past = new Date(Date.now() - 60_000);
    const files = profileFiles(env);
    vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { config } = await files.read();
    expect((await files.read()).config).toBe(config);
    writeConfig('[profile c]\nregion=r\n');
    utimesSync(paths.config, past, past);
    expect([...(await files.read()).config.profiles.keys()]).toEqual(['c', 'b']);
  });

  it('are read at once for all who ask at once', async () => {
    const { env } = awsFiles('[profile a]\nregion=r\n');
    const files = profileFiles(env);
    const [one, other] = await Promise.all([files.read(), files.read()]);
    expect(one).toBe(other);
  });

  it('need not be there, which is no error', async () => {
    const { env, paths } = awsFiles();
    const reading = await profileFiles(env).read();
    expect({ ...reading, sections: sectionsIn(reading), config: undefined }).toEqual({
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
    const { config, error, files } = await profileFiles(env).read();
    expect([...config.profiles.keys()]).toEqual(['dev']);
    expect(error).toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining(`${paths.config} is not a file.`),
    });
    expect(files[0]).toEqual({ path: paths.config, found: false });
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
