import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { askLoginShell } from '../../../main/profiles/ask-login-shell.ts';
import { loginEnvironment } from '../../../main/profiles/login-environment.ts';
import { shellScript, temporaryFolder } from '../clients/surroundings.ts';

const shell = (said: Record<string, string>) => vi.fn(async () => said);

describe('what is taken from the login shell', () => {
  const all = {
    PATH: '/login/bin',
    AWS_CONFIG_FILE: '/work/aws/config',
    AWS_SHARED_CREDENTIALS_FILE: '/work/aws/credentials',
    AWS_PROFILE: 'work',
    AWS_REGION: 'eu-west-1',
    SSH_AUTH_SOCK: '/agent',
    https_proxy: 'http://proxy:3128',
    NO_PROXY: 'localhost',
  };

  it.each(['darwin', 'linux'] as const)('is all that matters, on %s and from a dock', async (platform) => {
    const others = { AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't', LD_PRELOAD: 'x', SHLVL: '2' };
    const env = { PATH: '/bin', TERM: '', AWS_REGION: '' };
    expect(await loginEnvironment(env, platform, shell({ ...all, ...others }))).toEqual(all);
  });

  it('leaves what this process was started with, but for PATH and the agent of SSH', async () => {
    const own = { ...all, PATH: '/bin', SSH_AUTH_SOCK: '/launchd', AWS_PROFILE: 'play', NO_PROXY: '' };
    expect(await loginEnvironment(own, 'darwin', shell({ ...all }))).toEqual({
      PATH: '/login/bin',
      SSH_AUTH_SOCK: '/agent',
      NO_PROXY: 'localhost',
    });
  });

  it.each([
    ['in a terminal', { PATH: '/bin', TERM: 'xterm' }, 'linux'],
    ['on Windows', { PATH: '/bin' }, 'win32'],
  ] as const)('is not asked for %s', async (_where, env, platform) => {
    const ask = shell(all);
    expect(await loginEnvironment(env, platform, ask)).toEqual({});
    expect(ask).not.toHaveBeenCalled();
  });
});

describe.runIf(process.platform !== 'win32')('a real login shell', () => {
  const PATH = '/usr/bin:/bin';

  it.runIf(process.platform === 'linux')('says what its start-up files set', async () => {
    const home = temporaryFolder();
    writeFileSync(
      join(home, '.bash_profile'),
      "echo 'Welcome, PATH=/nowhere'\nread -p 'Update? ' answer\nexport PATH=/login/bin:$PATH AWS_PROFILE='a=b\nPATH=/second' EMPTY=\nsleep 60 &\n",
    );
    const said = await askLoginShell()({ SHELL: '/bin/bash', HOME: home, PATH });
    expect(said).toMatchObject({
      // the system's own start-up files may have set the rest
      PATH: expect.stringMatching(/^\/login\/bin:/),
      AWS_PROFILE: 'a=b\nPATH=/second',
      EMPTY: '',
      HOME: home,
    });
  });

  it('has said nothing where it fails, is not there, or prints without end', async () => {
    const folder = temporaryFolder();
    const failing = shellScript(join(folder, 'failing'), 'exit 1');
    const chatty = shellScript(join(folder, 'chatty'), 'yes');
    for (const SHELL of [failing, chatty, join(folder, 'none')]) {
      expect(await askLoginShell()({ SHELL, PATH })).toEqual({});
    }
  });

  it.runIf(process.platform === 'linux')(
    'is ended, with what it has started, where it takes too long',
    async () => {
      const folder = temporaryFolder();
      const pids = join(folder, 'pids');
      const SHELL = shellScript(join(folder, 'slow'), 'sleep 60 & echo $! $$ > "$PIDS"; wait');
      expect(await askLoginShell(1_500)({ SHELL, PATH, PIDS: pids })).toEqual({});
      await vi.waitFor(() => {
        for (const pid of readFileSync(pids, 'utf8').trim().split(' ')) {
          expect(isRunning(Number(pid)), pid).toBe(false);
        }
      });
    },
  );
});

/** Whether a process runs; one that has ended and was not waited for does not (proc(5), `stat`). */
function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
