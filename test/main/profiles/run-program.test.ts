import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { processCredentials } from '../../../main/profiles/process-credentials.ts';
import { runProgram } from '../../../main/profiles/run-program.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const run = (line: string, timeoutMs = 30_000) => runProgram(line, process.env, { timeoutMs });

describe.skipIf(process.platform === 'win32')('a program', () => {
  it('gets its arguments as the AWS CLI splits them, and no shell sees them', async () => {
    expect(await run(`printf '%s|' $HOME "a b" ~ a\\ b ';'`)).toEqual({
      ok: true,
      stdout: '$HOME|a b|~|a b|;|',
    });
  });

  it('has nothing to read', async () => {
    expect(await run('cat')).toEqual({ ok: true, stdout: '' });
  });

  it('is ended with all that it has started where it takes too long', async () => {
    const pidFile = join(temporaryFolder(), 'pid');
    const line = `sh -c 'sleep 600 & echo $! > "${pidFile}"; sleep 600'`;
    expect(await run(line, 1_000)).toMatchObject({ ok: false, why: 'did not end within 1 seconds' });
    const pid = Number(readFileSync(pidFile, 'utf8'));
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  }, 30_000);

  it('is ended where it prints too much', async () => {
    expect(await run(`sh -c 'cat /dev/zero'`)).toMatchObject({ ok: false, why: 'printed more than 1 MiB' });
  }, 30_000);

  it('is not waited for where only what it left behind holds its output', async () => {
    expect(await run(`sh -c 'sleep 20 & echo done'`)).toEqual({ ok: true, stdout: 'done\n' });
  }, 15_000);

  it.each([
    ['false', 'ended with exit code 1'],
    ['/no/such/program', 'could not be started (ENOENT)'],
    [`sh -c 'kill -9 $$'`, 'was ended by SIGKILL'],
    ['printf "a', 'has a quote that is not closed'],
  ])('(%s) says why it gave nothing', async (line, why) => {
    expect(await run(line)).toMatchObject({ ok: false, why });
  });
});

/** Whether a process is there and no zombie that its parent has yet to look at. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(process.platform === 'win32')('credentials of a program', () => {
  const given = { Version: 1, AccessKeyId: 'AKIAP', SecretAccessKey: 's' };
  const ask = (line: string) => processCredentials('p', line, process.env);

  it('that fails are told with its last words, without its command line or what looks like a key', async () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const asked = await ask(
      `sh -c 'echo "no session for AKIAIOSFODNN7EXAMPLE ${secret}" >&2; exit 3' --pass=hunter2`,
    );
    expect(asked).toMatchObject({
      error: {
        code: 'profile-unusable',
        message: 'Profile p: its credential_process ended with exit code 3: no session for **** ****.',
      },
    });
    expect(JSON.stringify(asked)).not.toContain('hunter2');
  });

  it.each([
    ['hello', 'printed no JSON object'],
    ['[]', 'printed no JSON object'],
    [{ ...given, Version: 2 }, 'printed no valid Version'],
    [{ ...given, AccessKeyId: '' }, 'printed no valid AccessKeyId'],
    [{ ...given, SecretAccessKey: undefined }, 'printed no valid SecretAccessKey'],
    [{ ...given, Expiration: 'soon' }, 'printed an Expiration that is no date'],
  ])('%j are refused in words', async (said, why) => {
    const text = typeof said === 'string' ? said : JSON.stringify(said);
    expect(await ask(`printf '%s' '${text}'`)).toMatchObject({
      error: { message: `Profile p: its credential_process ${why}.` },
    });
  });
});
