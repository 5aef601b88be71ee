import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { configPaths } from '../../../main/profiles/config-paths.ts';

const homes = { own: '/home/dana', user: 'dana' };
const path = (given: string | undefined, env: NodeJS.ProcessEnv = {}, platform: NodeJS.Platform = 'linux') =>
  configPaths({ ...env, AWS_CONFIG_FILE: given }, platform, homes).config;

describe('where AWS\u2019s files are', () => {
  it('is the home folder, where nothing or an empty text says otherwise', () => {
    expect(configPaths({ AWS_CONFIG_FILE: '' }, 'linux', homes)).toEqual({
      config: '/home/dana/.aws/config',
      credentials: '/home/dana/.aws/credentials',
    });
  });

  const given: [string, string][] = [
    ['/etc/aws', '/etc/aws'],
    ['~', '/home/dana'],
    ['~/work/config', '/home/dana/work/config'],
    ['~dana/config', '/home/dana/config'],
    ['~lee/config', '/home/lee/config'],
    ['./~/config', './~/config'],
    ['$WORK/config', '/w/config'],
    ['${WORK}/$WORK', '/w//w'],
    ['$NOT_SET/${NOT_SET}', '$NOT_SET/${NOT_SET}'],
    ['$TILDE/config', '/home/dana/config'],
    ['%WORK%/config', '%WORK%/config'],
    ['$/${/$$', '$/${/$$'],
  ];
  const env = { WORK: '/w', TILDE: '~' };

  it.each(given)('is with %s: %s', (text, expected) => {
    expect(path(text, env)).toBe(expected);
  });

  it('is the same as Python\u2019s, which the AWS CLI asks', () => {
    const code =
      'import os, sys, json; print(json.dumps([os.path.expanduser(os.path.expandvars(p)) for p in sys.argv[1:]]))';
    // no account here is named dana or lee, and Python asks the system for accounts
    const texts = given.map(([text]) => text).filter((text) => !/^~\w/.test(text));
    const said = execFileSync('python3', ['-c', code, ...texts], {
      env: { PATH: process.env['PATH'], HOME: homes.own, ...env },
    });
    expect(JSON.parse(said.toString())).toEqual(texts.map((text) => path(text, env)));
  });

  it('takes backslashes and %NAME% on Windows', () => {
    expect(path('%WORK%\\config', env, 'win32')).toBe('/w\\config');
    expect(path('~\\config', env, 'win32')).toBe('/home/dana\\config');
  });
});
