import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Platform } from '../../../app/clients/model.ts';
import { createClients } from '../../../app/clients/service.ts';
import type { Clock } from '../../../app/common/clock.ts';
import type { Failure, Result } from '../../../app/common/result.ts';
import { succeed } from '../../../app/common/result.ts';
import { createLauncher } from '../../../main/clients/launcher.ts';
import { openTerminal, START_DEADLINE_MS } from '../../../main/clients/open-terminal.ts';
import { languageRefusal } from '../../../main/clients/powershell.ts';
import { fillRunFolder, makeRunFolder } from '../../../main/clients/run-folder.ts';
import { openTarget, sampleToken } from '../../app/clients/odd-values.ts';
import { manualClock, realClock, shellScript, temporaryFolder } from './surroundings.ts';

const target = { ...openTarget, environment: null, connectionId: null };

interface Given {
  readonly platform?: Platform;
  readonly terminal?: string | null;
  readonly setPath?: (base: string) => string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
}

/** A machine with pgcli, which is not asked for more than its version, and a terminal that is a shell script. */
function machine({
  terminal = 'shift; exec "$@"',
  setPath,
  environment,
  platform = 'linux',
  clock = realClock,
}: Given = {}) {
  const base = temporaryFolder();
  const bin = join(base, 'bin');
  mkdirSync(bin);
  const pgcli = shellScript(join(bin, 'pgcli'), 'exit 0');
  const own = join(bin, 'my-terminal');
  if (terminal !== null) shellScript(own, terminal);
  const runFolder = join(base, 'run');
  const signed = vi.fn();
  const clients = createClients({
    resolve: async () => [],
    launcher: createLauncher({
      platform,
      environment: { PATH: '/usr/bin:/bin', HOME: base, TERMINAL: own, ...environment },
      path: async () => bin,
      home: base,
      dataFolder: join(base, 'data'),
      runFolder,
      spawn,
      clock,
    }),
    currentSettings: () => ({ terminal: environment === undefined ? 'environment' : 'auto', caFile: null }),
    choicesFile: {
      load: async () => ({
        value: { paths: setPath === undefined ? {} : { pgcli: setPath(base) }, own: [] },
        problem: null,
      }),
      save: async () => succeed(null),
    },
    chooseProgram: async () => succeed(null),
    newId: () => 'id',
    onChanged: () => undefined,
  });
  const left = () => (existsSync(runFolder) ? readdirSync(runFolder) : []);
  return {
    base,
    bin,
    pgcli,
    own,
    signed,
    left,
    async open(): Promise<Failure | null> {
      await clients.load();
      const opened: Result<unknown> = await clients.open(target, 'pgcli', async () => {
        signed();
        const times = { signedAt: 0, expiresAt: 1, limitedBy: 'token', certain: true } as const;
        const lease = { endpointId: 'e', dbUser: 'alice', deliveredTo: 'pgcli', ...times };
        return succeed({ token: sampleToken, lease });
      });
      return opened.ok ? null : opened.error;
    },
  };
}

describe('what is known before a token is signed', () => {
  it('a client that is not installed: how to get it, and where it was looked for', async () => {
    const here = machine({ platform: 'win32' });
    expect(await here.open()).toEqual({
      code: 'client-not-found',
      message: 'pgcli was not found on this computer.',
      hint: expect.stringMatching(
        /^To get it: pip install pgcli\. One in WSL is not seen from Windows: .* Looked in .*\\Scripts\.$/,
      ),
    });
    expect(here.signed).not.toHaveBeenCalled();
  });

  it('a client that has moved from where the user said', async () => {
    const here = machine({ setPath: (base) => join(base, 'old', 'pgcli') });
    expect(await here.open()).toEqual({
      code: 'client-not-found',
      message: `pgcli is no longer at ${join(here.base, 'old', 'pgcli')}.`,
      hint: 'Correct its path in the settings, or let Latchkey look for it.',
    });
    expect(here.signed).not.toHaveBeenCalled();
  });

  it('a client that may not be run', async () => {
    const here = machine({ setPath: (base) => join(base, 'bin', 'pgcli') });
    chmodSync(here.pgcli, 0o644);
    expect(await here.open()).toMatchObject({
      message: `${here.pgcli} is not a program that may be run.`,
      hint: expect.stringContaining('Correct its path'),
    });
  });

  it('no display', async () => {
    const here = machine({ environment: { TERMINAL: '' } });
    expect(await here.open()).toEqual({
      code: 'terminal-not-found',
      message: 'There is no display to open a terminal on.',
      hint: 'Neither DISPLAY nor WAYLAND_DISPLAY is set. Start Latchkey in a desktop session, or copy the token.',
    });
    expect(here.signed).not.toHaveBeenCalled();
  });

  it.each(['no terminal', 'one that may not be run'])('%s', async (what) => {
    const here = machine(what === 'no terminal' ? { terminal: null } : {});
    if (what !== 'no terminal') chmodSync(here.own, 0o644);
    expect(await here.open()).toMatchObject({
      code: 'terminal-not-found',
      message: 'No terminal was found: looked for my-terminal.',
      hint: expect.stringContaining('Choose another terminal in the settings.'),
    });
    expect(here.signed).not.toHaveBeenCalled();
  });
});

describe('what the terminal does', () => {
  it('ends at once: what it said is quoted', async () => {
    const here = machine({ terminal: 'echo "cannot open display :7" >&2; exit 1' });
    expect(await here.open()).toEqual({
      code: 'launch-failed',
      message: 'my-terminal ended at once with code 1.',
      hint: 'It said: cannot open display :7',
    });
    expect(here.left()).toEqual([]);
  });

  it('may not run the script, by a policy of PowerShell’s language: told at once, and nothing is left', async () => {
    const here = machine({ terminal: 'touch "${3%/*}/refused"; exec sleep 600 & echo $! >"$HOME/pid"' });
    onTestFinished(() => {
      process.kill(Number(readFileSync(join(here.base, 'pid'), 'utf8')), 'SIGKILL');
    });
    expect(await here.open()).toEqual({
      code: 'launch-failed',
      message: languageRefusal.why,
      hint: languageRefusal.next,
    });
    expect(here.left()).toEqual([]);
  });

  it('never runs the script, and has a usual cause: that is what is said', async () => {
    const time = manualClock();
    const made = await makeRunFolder(temporaryFolder(), 'start.command');
    if (!made.ok) throw new Error(made.error.message);
    await fillRunFolder(made.value, '', 'secret');
    const command = {
      name: 'Warp',
      command: ['/bin/sh', '-c', 'exit 0'],
      environment: {},
      workingFolder: '/',
      keepErrors: true,
      ifSilent: 'Update Warp.',
    } as const;
    const opening = openTerminal(command, made.value, { spawn, clock: time.clock });
    await vi.waitFor(() => expect(time.watched()).toBe(true));
    time.move(START_DEADLINE_MS);
    expect(await opening).toMatchObject({ ok: false, error: { hint: 'Update Warp.' } });
  });

  it.each(['exit 0', 'exec sleep 600'])(
    'never runs the script (%s): the secret is taken away',
    async (does) => {
      const time = manualClock();
      const here = machine({ terminal: `echo $$ >"$HOME/pid"; ${does}`, clock: time.clock });
      onTestFinished(() => {
        if (does !== 'exit 0') process.kill(Number(readFileSync(join(here.base, 'pid'), 'utf8')), 'SIGKILL');
      });
      const opening = here.open();
      await vi.waitFor(() => expect(existsSync(join(here.base, 'pid'))).toBe(true), { timeout: 10_000 });
      time.move(START_DEADLINE_MS);
      expect(await opening).toEqual({
        code: 'launch-failed',
        message: 'my-terminal did not run the start script within a minute.',
        hint: 'Choose another terminal in the settings, or copy the token.',
      });
      expect(here.left()).toEqual([]);
    },
  );
});
