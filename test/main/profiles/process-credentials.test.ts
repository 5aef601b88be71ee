import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { processCredentials } from '../../../main/profiles/process-credentials.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const given = { Version: 1, AccessKeyId: 'AKIAP', SecretAccessKey: 's' };
const owner = { profile: 'p', owner: 'p' };
const ask = (line: string, whose = owner) => processCredentials(whose, line, process.env);

/** A line that prints this. */
const prints = (said: object | string) =>
  `printf '%s' '${typeof said === 'string' ? said : JSON.stringify(said)}'`;

/** A program of these lines of shell, and its path as a word. */
function program(script: string): string {
  const path = join(temporaryFolder(), 'program');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o700);
  return `'${path}'`;
}

const inTerminal = {
  hint: 'Run this in a terminal to see what it needs; then check again.',
  command: 'aws sts get-caller-identity --profile p',
};

describe.skipIf(process.platform === 'win32')('credentials of a program', () => {
  it.each([
    ['2999-01-02T03:04:05Z', Date.UTC(2999, 0, 2, 3, 4, 5)],
    ['2999-01-02 03:04:05+01:00', Date.UTC(2999, 0, 2, 2, 4, 5)],
    ['Wed, 02 Jan 2999 03:04:05 GMT', Date.UTC(2999, 0, 2, 3, 4, 5)],
  ])('end when it says so: %s', async (Expiration, time) => {
    const said = { ...given, SessionToken: 't', Expiration };
    expect(await ask(prints(said))).toEqual({
      ok: true,
      value: { accessKeyId: 'AKIAP', secretAccessKey: 's', sessionToken: 't', expiry: { kind: 'at', time } },
    });
  });

  it.each([null, '', undefined])('do not say when they end with %j', async (Expiration) => {
    expect(await ask(prints({ ...given, Expiration }))).toMatchObject({
      value: { expiry: { kind: 'never' } },
    });
  });

  it('that fails are told with its last words, without its command line or what looks like a key', async () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const path = program(
      `echo first >&2; echo >&2; echo "no session for AKIAIOSFODNN7EXAMPLE ${secret}" >&2; echo "password=hunter3" >&2; exit 3`,
    );
    const asked = await ask(`${path} --pass=hunter2`);
    expect(asked).toMatchObject({
      error: {
        code: 'process-failed',
        message:
          'Profile p: its credential_process ended with exit code 3: first no session for [redacted] [redacted] password=[redacted]',
        ...inTerminal,
      },
    });
    expect(JSON.stringify(asked)).not.toMatch(/hunter|program/);
  });

  it('names whose program it is, for a role over it', async () => {
    const asked = await ask('false', { profile: 'admin', owner: 'base dev' });
    expect(asked).toMatchObject({
      error: {
        message: 'Profile admin: base dev\u2019s credential_process ended with exit code 1.'.replace(
          '\u2019',
          "'",
        ),
        command: "aws sts get-caller-identity --profile 'base dev'",
      },
    });
  });

  it.each([
    ['a terminal', 'read answer < /dev/tty'],
    ['a terminal, in Python\u2019s words', 'echo "EOFError: EOF when reading a line" >&2; exit 1'],
    ['a terminal, in others\u2019 words', 'echo "the input device is not a TTY" >&2; exit 1'],
  ])('that wants to ask somebody on %s says so', async (_what, script) => {
    expect(await ask(program(script))).toMatchObject({
      error: {
        code: 'process-failed',
        message: expect.stringMatching(
          /^Profile p: its credential_process wants to ask you something in a terminal: ./,
        ),
        ...inTerminal,
      },
    });
  });

  it('that hangs is ended with all that it has started', async () => {
    const pidFile = join(temporaryFolder(), 'pid');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asked = ask(program(`sleep 600 & echo $! > '${pidFile}'; echo waiting for you >&2; sleep 600`));
    await vi.waitFor(() => expect(readFileSync(pidFile, 'utf8')).toMatch(/\n/), { timeout: 10_000 });
    vi.advanceTimersByTime(60_000);
    vi.useRealTimers();
    expect(await asked).toMatchObject({
      error: {
        code: 'process-failed',
        message: expect.stringMatching(/did not end within 60 seconds(: waiting for you)?\.?$/),
        ...inTerminal,
      },
    });
    const pid = Number(readFileSync(pidFile, 'utf8'));
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  }, 30_000);

  it('that prints 10 MB is ended', async () => {
    expect(await ask(program('head -c 10000000 /dev/zero'))).toMatchObject({
      error: {
        code: 'process-failed',
        message: 'Profile p: its credential_process printed more than 1 MiB.',
      },
    });
  });

  it.each([
    ['hello', 'printed no JSON object'],
    ['{"Version": 1', 'printed no JSON object'],
    ['Loading... {"Version": 1}', 'printed no JSON object'],
    ['[]', 'printed no JSON object'],
    ['null', 'printed no JSON object'],
    [{ ...given, Version: 2 }, 'printed no valid Version'],
    [{ ...given, Version: '1' }, 'printed no valid Version'],
    [{ ...given, AccessKeyId: '' }, 'printed no valid AccessKeyId'],
    [{ ...given, SecretAccessKey: undefined }, 'printed no valid SecretAccessKey'],
    [{ ...given, Expiration: 'soon' }, 'printed an Expiration that cannot be read: "soon"'],
    [{ ...given, Expiration: 1_795_000_000 }, 'printed an Expiration that cannot be read: 1795000000'],
    [
      { ...given, Expiration: '2999-01-02T03:04:05' },
      'printed an Expiration that cannot be read: "2999-01-02T03:04:05"',
    ],
  ])('%j are refused in words', async (said, why) => {
    expect(await ask(prints(said))).toMatchObject({
      error: { code: 'process-failed', message: `Profile p: its credential_process ${why}.` },
    });
  });

  it('where it prints nothing are asked for in a terminal', async () => {
    expect(await ask('true')).toMatchObject({
      error: { message: 'Profile p: its credential_process printed nothing.', ...inTerminal },
    });
  });

  it('that have ended are told with their end', async () => {
    expect(await ask(prints({ ...given, Expiration: '2000-01-01T00:00:00Z' }))).toMatchObject({
      error: {
        code: 'credentials-expired',
        message: 'Profile p: its credential_process gave credentials that ended at 2000-01-01T00:00:00.000Z.',
      },
    });
  });

  it('of a program that is not there are told with its name, not with its arguments', async () => {
    const asked = await ask('no-such-program --pass hunter2');
    expect(asked).toMatchObject({
      error: {
        code: 'process-failed',
        message: 'Profile p: its credential_process was not found: no-such-program ****.',
        hint: expect.stringContaining('login shell'),
      },
    });
    expect(JSON.stringify(asked)).not.toContain('hunter2');
  });

  it('of a line that cannot be split are an edit', async () => {
    expect(await ask('printf "a')).toMatchObject({ error: { code: 'profile-unusable' } });
  });

  it('are asked for with the profile named as one that waits, for the AWS CLI not to go round', async () => {
    const said = JSON.stringify({ ...given, AccessKeyId: '$_AWS_CLI_PROFILE_CHAIN' });
    const path = program(
      `printf '%s' '${said.replace('$_AWS_CLI_PROFILE_CHAIN', `'"$_AWS_CLI_PROFILE_CHAIN"'`)}'`,
    );
    expect(await ask(path, { profile: 'admin', owner: 'base' })).toMatchObject({
      value: { accessKeyId: 'base' },
    });
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
