import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { WindowPlan } from '../../../app/clients/catalogue/definition.ts';
import type { FoundClient } from '../../../app/clients/ports.ts';
import { openWindow, SETTLED_AFTER_MS, windowCommand } from '../../../main/clients/open-window.ts';
import { makeRunFolder } from '../../../main/clients/run-folder.ts';
import { manualClock, realClock, shellScript, temporaryFolder } from './surroundings.ts';

const password = 'Local1Password2Of3Lettrs';
const url = `postgresql://alice:${password}@127.0.0.1:6543/shop`;
const plan: WindowPlan = { runsIn: 'window', args: [`--password=${password}`], url, set: {} };

/** Opens a client that is a shell script. */
async function open(script: string | null, clock = realClock) {
  const base = temporaryFolder();
  const where = join(base, 'client');
  if (script !== null) shellScript(where, script);
  const made = await makeRunFolder(join(base, 'run'), 'none');
  if (!made.ok) throw new Error(made.error.message);
  const around = { environment: { PATH: '/usr/bin:/bin' }, home: base, spawn, clock };
  const client: FoundClient = { where, foundIn: 'program', program: where };
  const opening = openWindow(client, plan, 'Client', made.value, around);
  return { base, where, opening, left: () => readdirSync(join(base, 'run')) };
}

describe('a client with windows', () => {
  it('runs when it has not ended within a moment', async () => {
    const { clock, move, watched } = manualClock();
    const here = await open('echo started >started; exec sleep 600 & echo $! >pid; wait', clock);
    await vi.waitFor(() => expect(existsSync(join(here.base, 'pid'))).toBe(true), { timeout: 10_000 });
    expect(watched()).toBe(true);
    move(SETTLED_AFTER_MS);
    expect(await here.opening).toEqual({ ok: true, value: undefined });
    expect(here.left()).toEqual([]);
    process.kill(Number(readFileSync(join(here.base, 'pid'), 'utf8')));
  });

  it('that ends without an error has handed over to one that runs already', async () => {
    const here = await open('echo told the other one >&2; exit 0');
    expect(await here.opening).toEqual({ ok: true, value: undefined });
    expect(here.left()).toEqual([]);
  });

  it('that ends with an error is quoted, without the password that it was given', async () => {
    const here = await open('echo >&2; echo "cannot open $2: bad $1" >&2; exit 3');
    const opened = await here.opening;
    expect(opened).toEqual({
      ok: false,
      error: {
        code: 'launch-failed',
        message: 'Client ended at once with code 3.',
        hint: 'It said: cannot open …: bad …',
      },
    });
    expect(here.left()).toEqual([]);
  });

  it('that quotes only the password out of its words is not quoted with it', async () => {
    const here = await open(`echo "refused: alice, ${password}." >&2; exit 1`);
    expect(await here.opening).toMatchObject({ error: { hint: 'It said: refused: alice, ….' } });
  });

  it('that ends silently is to be started by hand', async () => {
    const here = await open('kill -SEGV $$');
    expect(await here.opening).toMatchObject({
      error: {
        message: 'Client was ended by SIGSEGV.',
        hint: `Start ${here.where} by hand to see why, or choose another client.`,
      },
    });
  });

  it('that cannot be started is said', async () => {
    const here = await open(null);
    expect(await here.opening).toMatchObject({
      error: { code: 'launch-failed', message: expect.stringContaining('could not be started (spawn') },
    });
    expect(here.left()).toEqual([]);
  });
});

describe('the words that start it', () => {
  const application: FoundClient = { where: '/A/T.app', foundIn: 'application', program: null };
  const inside: FoundClient = { ...application, program: '/A/T.app/Contents/MacOS/T' };
  it.each([
    [
      'a program, arguments',
      { ...inside, foundIn: 'program' },
      { ...plan, url: null },
      [inside.program, ...plan.args],
    ],
    ['a program, an address', { ...inside, foundIn: 'program' }, plan, [inside.program, ...plan.args, url]],
    ['an application, an address', inside, plan, ['/usr/bin/open', '-a', '/A/T.app', url]],
    ['an application with a program', inside, { ...plan, url: null }, [inside.program, ...plan.args]],
    [
      'an application without one',
      application,
      { ...plan, url: null },
      ['/usr/bin/open', '-a', '/A/T.app', '--args', ...plan.args],
    ],
    ['nothing to say', application, { ...plan, args: [], url: null }, ['/usr/bin/open', '-a', '/A/T.app']],
  ] as const)('%s', (_what, client, given, words) => {
    expect(windowCommand(client, given)).toEqual(words);
  });
});
