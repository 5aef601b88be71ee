import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSharedConfigFiles } from '@smithy/core/config';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { awsHome } from '../../../main/profiles/aws-home.ts';
import { configPaths } from '../../../main/profiles/config-paths.ts';
import { hideFilesFromSdk } from '../../../main/profiles/sdk-files.ts';
import { temporaryFolder } from '../clients/surroundings.ts';

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

  const windows = { own: 'C:\\Users\\dana', user: 'dana' };
  const windowsEnv = { WORK: 'D:\\w', 'A-B': 'x' };
  const onWindows: [string, string][] = [
    ['', 'C:\\Users\\dana\\.aws\\config'],
    ['~\\config', 'C:\\Users\\dana\\config'],
    ['~/config', 'C:\\Users\\dana/config'],
    ['~lee\\config', 'C:\\Users\\lee\\config'],
    ['%WORK%\\config', 'D:\\w\\config'],
    ['$WORK\\config', 'D:\\w\\config'],
    ['${WORK}\\config', 'D:\\w\\config'],
    ['$A-B\\config', 'x\\config'],
    ['%NOPE%\\$NOPE\\${NOPE}', '%NOPE%\\$NOPE\\${NOPE}'],
    ["'%WORK%'\\%WORK%", "'%WORK%'\\D:\\w"],
    ["'%WORK%", "'%WORK%"],
    ['%%WORK%%\\$$WORK', '%WORK%\\$WORK'],
  ];

  it.each(onWindows)('is on Windows with %s: %s', (text, expected) => {
    expect(configPaths({ ...windowsEnv, AWS_CONFIG_FILE: text }, 'win32', windows).config).toBe(expected);
  });

  it('is on Windows the same as Python’s', () => {
    const texts = onWindows.map(([text]) => text).filter((text) => text !== '');
    const env = { ...windowsEnv, USERPROFILE: windows.own, USERNAME: 'dana', HOME: '/msys' };
    expect(pythonSays('[p.expanduser(p.expandvars(a)) for a in sys.argv[1:]]', env, texts)).toEqual(
      texts.map((text) => configPaths({ ...windowsEnv, AWS_CONFIG_FILE: text }, 'win32', windows).config),
    );
  });
});

/** What Python's rules for Windows say; they run on any system. */
function pythonSays(expression: string, env: NodeJS.ProcessEnv, words: readonly string[] = []): unknown {
  const code = `import ntpath as p, sys, json; print(json.dumps(${expression}))`;
  return JSON.parse(
    execFileSync('python3', ['-c', code, ...words], {
      env: { PATH: process.env['PATH'], ...env },
    }).toString(),
  );
}

describe('the home folder of AWS’s files', () => {
  const SYSTEM = 'the system’s';
  const given: ReadonlyArray<readonly [platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string]> = [
    ['win32', { USERPROFILE: 'C:\\Users\\dana', HOME: 'C:\\msys64\\home\\dana' }, 'C:\\Users\\dana'],
    ['win32', { USERPROFILE: 'C:\\Users\\dana' }, 'C:\\Users\\dana'],
    ['win32', { HOMEDRIVE: 'H:', HOMEPATH: '\\dana', HOME: 'C:\\msys' }, 'H:\\dana'],
    ['win32', { HOMEPATH: '\\dana' }, '\\dana'],
    ['win32', { HOME: 'C:\\msys64\\home\\dana' }, SYSTEM],
    ['linux', { HOME: '/home/dana', USERPROFILE: 'C:\\Users\\dana' }, '/home/dana'],
    ['linux', { USERPROFILE: 'C:\\Users\\dana' }, SYSTEM],
    ['darwin', { HOME: '/Users/dana' }, '/Users/dana'],
    ['linux', { HOME: '' }, '/'],
  ];

  it.each(given)('is on %s with %j: %s', (platform, env, home) => {
    expect(awsHome(env, platform, () => SYSTEM)).toBe(home);
  });

  it('is on Windows what Python says, which the AWS CLI asks', () => {
    for (const [platform, env, home] of given) {
      if (platform === 'win32') {
        expect(pythonSays('p.expanduser("~")', env)).toBe(home === SYSTEM ? '~' : home);
      }
    }
  });

  describe('and the SDK', () => {
    afterEach(() => vi.unstubAllEnvs());

    it.each([
      ['HOME', 'USERPROFILE'],
      ['USERPROFILE', 'HOME'],
    ] as const)('which would take %s, is shown nothing there', async (taken, other) => {
      const [mine, theirs] = [temporaryFolder(), temporaryFolder()];
      for (const home of [mine, theirs]) {
        mkdirSync(join(home, '.aws'));
        writeFileSync(join(home, '.aws', 'config'), '[default]\nregion = eu-west-1\n');
      }
      vi.stubEnv('AWS_CONFIG_FILE', '');
      vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '');
      vi.stubEnv(taken, theirs);
      vi.stubEnv(other, taken === 'HOME' ? mine : '');
      expect((await loadSharedConfigFiles({ ignoreCache: true })).configFile).not.toEqual({});
      hideFilesFromSdk();
      expect(await loadSharedConfigFiles({ ignoreCache: true })).toEqual({
        configFile: {},
        credentialsFile: {},
      });
      vi.stubEnv('AWS_CONFIG_FILE', '~/.aws/config');
      hideFilesFromSdk();
      expect((await loadSharedConfigFiles({ ignoreCache: true })).configFile).toEqual({});
    });
  });
});
