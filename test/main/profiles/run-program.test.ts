import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { commandOn, runProgram } from '../../../main/profiles/run-program.ts';
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
    expect(await run(line, 1_000)).toMatchObject({ ok: false, failure: 'timeout' });
    const pid = Number(readFileSync(pidFile, 'utf8'));
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  }, 30_000);

  it('is ended where it prints too much', async () => {
    expect(await run(`sh -c 'cat /dev/zero'`)).toMatchObject({ ok: false, failure: 'too-much' });
  }, 30_000);

  it('is not waited for where only what it left behind holds its output', async () => {
    expect(await run(`sh -c 'sleep 20 & echo done'`)).toEqual({ ok: true, stdout: 'done\n' });
  }, 15_000);

  it.each([
    ['false', 'exit', '1'],
    ['/no/such/program', 'not-found', 'ENOENT'],
    ['/', 'not-started', 'EACCES'],
    [`sh -c 'kill -9 $$'`, 'signal', 'SIGKILL'],
    ['printf "a', 'unreadable', ''],
    ['""', 'unreadable', ''],
  ])('(%s) says why it gave nothing', async (line, failure, detail) => {
    expect(await run(line)).toMatchObject({ ok: false, failure, detail });
  });

  it('keeps the end of what it says on stderr', async () => {
    const ran = await run(`sh -c 'head -c 100000 /dev/zero | tr "\\\\0" x >&2; echo last >&2; exit 3'`);
    expect(ran).toMatchObject({ ok: false, failure: 'exit', detail: '3' });
    expect(ran.ok ? '' : ran.stderr.length).toBe(8_192);
    expect(ran.ok ? '' : ran.stderr).toMatch(/last\n$/);
  });

  it('has no terminal', async () => {
    const ran = await run(`sh -c 'read answer < /dev/tty'`);
    expect(ran).toMatchObject({ ok: false, failure: 'exit', stderr: expect.stringContaining('/dev/tty') });
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

describe('a command line', () => {
  it('on Windows starts a program by itself, and a batch file by cmd.exe as it is written', () => {
    expect(commandOn('win32', String.raw`"C:\Tools\op.exe" read "a b" %PATH%`)).toEqual({
      program: String.raw`C:\Tools\op.exe`,
      args: ['read', 'a b', '%PATH%'],
      needsShell: false,
    });
    const line = String.raw`"C:\Path To\credentials.CMD" plain "two words"`;
    expect(commandOn('win32', line)).toEqual({ program: line, args: [], needsShell: true });
    expect(commandOn('win32', '"open')).toBeNull();
  });

  it('elsewhere is split as a shell would, without one', () => {
    expect(commandOn('linux', String.raw`/bin/op 'a b' c\ d.cmd`)).toEqual({
      program: '/bin/op',
      args: ['a b', 'c d.cmd'],
      needsShell: false,
    });
    expect(commandOn('darwin', '')).toBeNull();
  });
});
