import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { psql } from '../../../app/clients/catalogue/libpq.ts';
import { mysql } from '../../../app/clients/catalogue/mysql.ts';
import type { ClientTarget } from '../../../app/clients/ports.ts';
import type { Clock } from '../../../app/common/clock.ts';
import { createLauncher } from '../../../main/clients/launcher.ts';
import { START_DEADLINE_MS, type Spawn } from '../../../main/clients/open-terminal.ts';
import { sweep } from '../../../main/clients/run-folder.ts';
import { oddTarget, plainTarget, sampleToken } from '../../app/clients/odd-values.ts';
import { terminalPlan } from '../../app/clients/terminal-plan.ts';
import { manualClock, realClock, recorderTerminal, shellScript, temporaryFolder } from './surroundings.ts';

/** A machine with a recorder for psql, a terminal of the test's own, and nothing else on PATH. */
function machine(options: { terminal?: string; clock?: Clock; onSpawn?: (runFolder: string) => void } = {}) {
  const base = temporaryFolder();
  const bin = join(base, 'bin');
  mkdirSync(bin);
  const [seen, output] = [join(base, 'seen'), join(base, 'output')];
  shellScript(join(bin, 'psql'), `printf '%s\\n' "$PGUSER" "$PGDATABASE" "$PGPASSWORD" >"$HOME/seen"`);
  const terminal = join(bin, 'recorder');
  if (options.terminal === undefined) recorderTerminal(terminal, output);
  else shellScript(terminal, options.terminal);
  const runFolder = join(base, 'run');
  const spawned: { args: readonly string[]; environment: Record<string, string | undefined> }[] = [];
  const spying: Spawn = (program, args, spawnOptions) => {
    spawned.push({ args: [program, ...args], environment: spawnOptions.env ?? {} });
    options.onSpawn?.(runFolder);
    return spawn(program, args, spawnOptions);
  };
  const launcher = createLauncher({
    platform: 'linux',
    environment: { PATH: `${bin}:/usr/bin:/bin`, HOME: base, TERMINAL: terminal },
    path: async () => bin,
    home: base,
    dataFolder: join(base, 'data'),
    runFolder,
    spawn: spying,
    clock: options.clock ?? realClock,
  });
  const left = () => (existsSync(runFolder) ? readdirSync(runFolder) : []);
  return { launcher, base, bin, runFolder, seen, output, terminal, spawned, left };
}

const given = {
  platform: 'linux',
  foundIn: 'program',
  said: '',
  caPath: '/ca.pem',
  ownOptionFile: null,
} as const;

const planOf = (target: ClientTarget) => terminalPlan(psql, target, sampleToken, given);
const subjectOf = (bin: string, target: ClientTarget) => ({
  program: join(bin, 'psql'),
  clientName: 'psql',
  banner: { tag: null, line: `Latchkey: ${target.name}`, title: target.name },
});

async function openPsql({ launcher, bin }: ReturnType<typeof machine>, target = plainTarget) {
  const terminal = await launcher.terminal('auto');
  if (!terminal.ok) throw new Error(terminal.error.message);
  return terminal.value.open(planOf(target), subjectOf(bin, target));
}

describe('the launcher, with real processes', () => {
  it('opens a client in a terminal and leaves nothing behind', async () => {
    const modes: number[] = [];
    const here = machine({
      onSpawn(runFolder) {
        const [name = ''] = readdirSync(runFolder);
        const folder = join(runFolder, name);
        for (const path of [runFolder, folder, join(folder, 'secret'), join(folder, 'start.sh')])
          modes.push(statSync(path).mode & 0o777);
      },
    });
    expect(await openPsql(here, oddTarget)).toEqual({ ok: true, value: undefined });
    await vi.waitFor(() =>
      expect(existsSync(here.seen) && readFileSync(here.seen, 'utf8')).toBe(
        `${oddTarget.dbUser}\n${oddTarget.database}\n${sampleToken}\n`,
      ),
    );
    expect(here.left()).toEqual([]);
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o700]);
    expect(JSON.stringify(here.spawned)).not.toContain('X-Amz');
    expect(readFileSync(here.output, 'utf8')).toBe('Latchkey: orders\n');
  });

  it('gives the first line of a terminal that ends with an error', async () => {
    const here = machine({ terminal: 'echo >&2; echo "Can\'t open display" >&2; echo more >&2; exit 1' });
    expect(await openPsql(here)).toEqual({
      ok: false,
      error: {
        code: 'launch-failed',
        message: 'recorder ended at once with code 1.',
        hint: "It said: Can't open display",
      },
    });
    expect(here.left()).toEqual([]);
  });

  it('says so when a terminal cannot be started', async () => {
    const here = machine();
    const terminal = await here.launcher.terminal('auto');
    writeFileSync(here.terminal, '#!/nowhere/interpreter\n');
    const opened =
      terminal.ok && (await terminal.value.open(planOf(plainTarget), subjectOf(here.bin, plainTarget)));
    expect(opened).toMatchObject({
      error: { code: 'launch-failed', message: expect.stringContaining('could not be started') },
    });
    expect(here.left()).toEqual([]);
  });

  it('takes the secret away when no terminal has run the script within a minute', async () => {
    const time = manualClock();
    // hands over to a terminal that never answers
    const here = machine({ terminal: 'exit 0', clock: time.clock });
    const opening = openPsql(here);
    await vi.waitFor(() => expect(time.watched()).toBe(true));
    time.move(START_DEADLINE_MS - 1);
    expect(here.left().length).toBe(1);
    time.move(1);
    expect(await opening).toMatchObject({
      error: { code: 'launch-failed', message: expect.stringContaining('within a minute') },
    });
    expect(here.left()).toEqual([]);
    expect(time.watched()).toBe(false);
  });

  it('cleans up what a crash left', async () => {
    const here = machine();
    mkdirSync(join(here.runFolder, 'start-aB3dE6'), { recursive: true });
    writeFileSync(join(here.runFolder, 'start-aB3dE6', 'secret'), 'x');
    await sweep(here.runFolder);
    expect(here.left()).toEqual([]);
    await sweep(join(here.runFolder, 'not-there'));
  });

  it('says what is missing', async () => {
    const here = machine();
    expect(await here.launcher.terminal('xterm')).toMatchObject({ error: { code: 'terminal-not-found' } });
    expect(await here.launcher.certificates('/nowhere/ca.pem')).toMatchObject({
      error: { code: 'file-unreadable' },
    });
    expect(here.left()).toEqual([]);
  });

  it('finds programs and terminals, and asks a program for its version only when it is to', async () => {
    const here = machine();
    shellScript(
      join(here.bin, 'mysql'),
      'echo "asked $*" >>"$HOME/asked"; echo "mysql  Ver 15.1 Distrib 10.11.19-MariaDB"',
    );
    const where = join(here.bin, 'mysql');
    expect(await here.launcher.locate(mysql, null)).toEqual({
      found: true,
      where,
      foundIn: 'program',
      program: where,
    });
    expect(await here.launcher.terminals()).toEqual([{ id: 'environment', name: 'recorder' }]);
    const asked = join(here.base, 'asked');
    expect(existsSync(asked)).toBe(false);
    expect(await here.launcher.askVersion(where)).toMatchObject({
      value: expect.stringContaining('MariaDB'),
    });
    await here.launcher.askVersion(where);
    expect(readFileSync(asked, 'utf8')).toBe('asked --version\n');
  });
});
