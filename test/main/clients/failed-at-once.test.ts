import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { TerminalPlan } from '../../../app/clients/catalogue/definition.ts';
import type { FailedAtOnce } from '../../../app/clients/ports.ts';
import { watchForFailure } from '../../../main/clients/failed-at-once.ts';
import { posixScript } from '../../../main/clients/posix-script.ts';
import { testClock } from '../../app/test-clock.ts';
import { shellScript, temporaryFolder } from './surroundings.ts';

const plan: TerminalPlan = {
  runsIn: 'terminal',
  args: [],
  set: {},
  unset: [],
  secret: { by: 'environment', variable: 'PGPASSWORD', content: 'SECRET\n' },
};

/** Runs a start script whose client ends so, and gives what it reported; null where it reported nothing. */
function reportOf(ending: string): string | null {
  const base = temporaryFolder();
  const folder = join(base, 'start-a1B2c3');
  const endFile = join(base, "end-a1 'B2c3");
  mkdirSync(folder);
  const secretFile = join(folder, 'secret');
  const script = join(folder, 'start.sh');
  writeFileSync(secretFile, plan.secret.content);
  const program = shellScript(join(base, 'client'), ending);
  const banner = { tag: null, line: 'here', title: 'here' };
  const subject = { folder, secretFile, endFile, program, clientName: 'psql', banner };
  writeFileSync(script, posixScript(plan, subject), { mode: 0o700 });
  spawnSync('/bin/sh', [script], { input: '\n', env: { PATH: process.env['PATH'], HOME: base } });
  if (!existsSync(endFile)) return null;
  expect(statSync(endFile).mode & 0o777).toBe(0o600);
  return readFileSync(endFile, 'utf8');
}

describe('a start script', () => {
  it('reports the exit code of a client that fails at once and how long it ran, and nothing else', () => {
    expect(reportOf('echo "$PGPASSWORD" >&2; exit 2')).toMatch(/^2 [0-2]\n$/);
  });

  it('says nothing of a client that ends well', () => {
    expect(reportOf('exit 0')).toBeNull();
  });
});

describe('the watch', () => {
  const watched = () => {
    const file = join(temporaryFolder(), 'end-a1B2c3');
    const clock = testClock();
    const told = vi.fn<(end: FailedAtOnce) => void>();
    watchForFailure(file, clock, told);
    return { file, clock, told };
  };

  it('tells of the report once, and removes it', async () => {
    const { file, clock, told } = watched();
    clock.advance(1_000);
    writeFileSync(file, '2 0\n');
    await vi.waitFor(() => {
      clock.advance(500);
      expect(told).toHaveBeenCalledTimes(1);
    });
    expect(told).toHaveBeenCalledWith({ exitCode: 2, ranMs: 0 });
    expect(existsSync(file)).toBe(false);
    expect(clock.watchers()).toBe(0);
  });

  it('reads nothing else, and ends', () => {
    const { file, clock, told } = watched();
    writeFileSync(file, 'token=SECRET');
    clock.advance(60_000);
    expect(told).not.toHaveBeenCalled();
    expect(clock.watchers()).toBe(0);
  });
});
