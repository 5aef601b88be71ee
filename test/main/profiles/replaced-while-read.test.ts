import { renameSync, writeFileSync } from 'node:fs';
import type * as Files from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { profileFiles } from '../../../main/profiles/profile-files.ts';
import { awsFiles } from './aws-files.ts';

/** What happens after a file's bytes were read and before its reader has them, once for each; then nothing. */
const meanwhile: (() => void)[] = [];
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof Files>();
  const readFile = async (...given: Parameters<typeof real.readFile>) => {
    const bytes = await real.readFile(...given);
    meanwhile.shift()?.();
    return bytes;
  };
  return { ...real, readFile };
});
afterEach(() => void meanwhile.splice(0));

const config = (name: string) => `[profile ${name}]\nregion = eu-west-1\n`;
const keys = (name: string) =>
  `[${name}]\naws_access_key_id = AKIA${name}\naws_secret_access_key = s\naws_session_token = T${name}\n`;

function replace(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

describe('a config file that is replaced while it is read', () => {
  it('counts as it is afterwards', async () => {
    const { env, paths } = awsFiles(config('before'));
    meanwhile.push(() => replace(paths.config, config('after')));
    const reading = await profileFiles(env).read();
    expect([...reading.config.profiles.keys()]).toEqual(['after']);
    expect(reading.error).toBeNull();
  });

  it('never gives the keys of one state with the token of the other', async () => {
    const { env, paths } = awsFiles(config('dev'), keys('one'));
    meanwhile.push(() => replace(paths.credentials, keys('two')));
    const { config: read } = await profileFiles(env).read();
    expect([...read.profiles.keys()]).toEqual(['dev', 'two']);
    const { settings } = read.profiles.get('two') ?? {};
    expect(settings?.get('aws_access_key_id')?.value).toBe('AKIAtwo');
    expect(settings?.get('aws_session_token')?.value).toBe('Ttwo');
  });

  it('that is written in two halves is read once more when it is whole', async () => {
    const { env, writeConfig } = awsFiles(config('dev'));
    const files = profileFiles(env);
    meanwhile.push(
      () => writeConfig('[profile dev]\nregion = eu-w'),
      () => writeConfig(`${config('dev')}${config('second')}`),
    );
    const { config: read } = await files.read();
    expect([...read.profiles.keys()]).toEqual(['dev', 'second']);
    expect(read.profiles.get('dev')?.settings.get('region')?.value).toBe('eu-west-1');
  });

  it('that is taken away is not there, which is no error; one that comes back is', async () => {
    const { env, paths } = awsFiles(config('dev'));
    const files = profileFiles(env);
    meanwhile.push(() => renameSync(paths.config, `${paths.config}.old`));
    expect(await files.read()).toMatchObject({ files: [{ found: false }, { found: false }], error: null });
    renameSync(`${paths.config}.old`, paths.config);
    expect([...(await files.read()).config.profiles.keys()]).toEqual(['dev']);
  });

  it('again and again ends the reading all the same, and the next one sees the last state', async () => {
    const { env, paths } = awsFiles(config('p0'));
    const files = profileFiles(env);
    for (let at = 1; at <= 40; at += 1) {
      meanwhile.push(() => replace(paths.config, config(`p${at}`)));
    }
    const { config: read } = await files.read();
    expect(read.profiles.size).toBe(1);
    const left = meanwhile.splice(0).length;
    expect(left).toBeGreaterThan(0);
    expect([...(await files.read()).config.profiles.keys()]).toEqual([`p${40 - left}`]);
  });
});
