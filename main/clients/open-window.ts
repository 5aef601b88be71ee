import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WindowPlan } from '../../app/clients/catalogue/definition.ts';
import type { FoundClient } from '../../app/clients/ports.ts';
import type { Clock } from '../../app/common/clock.ts';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import type { Spawn } from './open-terminal.ts';
import type { RunFolder } from './run-folder.ts';
import { shown } from '../../app/common/text/plain-text.ts';

/** How long a program that is going to fail has for it, in milliseconds; who has not ended by then runs. */
export const SETTLED_AFTER_MS = 1_500;

const POLL_MS = 100;

/** What a client with windows is started with. */
export interface WindowSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly spawn: Spawn;
  readonly clock: Clock;
}

/**
 * The words that start a client. A macOS application is handed an address by the system (`open -a`, open(1)), and
 * arguments by its own program, which passes them on to the one that runs already.
 */
export function windowCommand(
  client: FoundClient,
  plan: WindowPlan,
): readonly [program: string, ...args: string[]] {
  if (client.foundIn === 'application' && plan.url !== null)
    return ['/usr/bin/open', '-a', client.where, plan.url];
  const words = plan.url === null ? plan.args : [...plan.args, plan.url];
  if (client.program !== null) return [client.program, ...words];
  return ['/usr/bin/open', '-a', client.where, ...(words.length === 0 ? [] : ['--args', ...words])];
}

/**
 * Starts a client, detached. One that ends without an error has handed over to one that runs already.
 *
 * @param folder takes what the program prints until it is known to run; gone afterwards
 * @returns `launch-failed`: it could not be started, or ended at once with an error, quoting what it said
 */
export async function openWindow(
  client: FoundClient,
  plan: WindowPlan,
  name: string,
  folder: RunFolder,
  around: WindowSurroundings,
): Promise<Result<void>> {
  const said = join(folder.path, 'errors');
  const outcome = await start(windowCommand(client, plan), plan, said, around);
  const line = outcome === 'started' ? '' : firstLine(await readFile(said, 'utf8').catch(() => ''), plan);
  await folder.remove().catch(() => undefined);
  if (outcome === 'started') return succeed(undefined);
  return fail('launch-failed', `${name} ${outcome}.`, {
    hint:
      line === ''
        ? `Start ${client.where} by hand to see why, or choose another client.`
        : `It said: ${line}`,
  });
}

/** Gives `started`, or what the program did instead, in words. */
function start(
  [program, ...args]: readonly [string, ...string[]],
  plan: WindowPlan,
  said: string,
  { environment, home, spawn, clock }: WindowSurroundings,
): Promise<string> {
  return new Promise((resolve) => {
    const settledAt = clock.now() + SETTLED_AFTER_MS;
    const stop = clock.every(POLL_MS, () => {
      if (clock.now() >= settledAt) end('started');
    });
    const end = (outcome: string): void => {
      stop();
      resolve(outcome);
    };
    // a file and not a pipe: a client that outlives Latchkey must not die of a broken pipe
    let errors: number | null = null;
    try {
      errors = openSync(said, 'wx', 0o600);
      const child = spawn(program, args, {
        detached: true,
        shell: false,
        cwd: home,
        env: { ...environment, ...plan.set },
        stdio: ['ignore', 'ignore', errors],
      });
      child.once('error', (error) => end(`could not be started (${error.message})`));
      child.once('exit', (code, signal) => {
        if (code === 0) end('started');
        else end(code === null ? `was ended by ${signal ?? 'a signal'}` : `ended at once with code ${code}`);
      });
      child.unref();
    } catch (error) {
      end(`could not be started (${error instanceof Error ? error.message : 'unknown reason'})`);
    } finally {
      if (errors !== null) closeSync(errors);
    }
  });
}

/** As long as a gateway's local password is, or longer, and of its letters: what may be one in any word. */
const LIKE_A_PASSWORD = /[A-Za-z0-9]{24,}/g;

/** The first line that says something, without what a client may quote of the words it was given, or of their parts. */
function firstLine(text: string, plan: WindowPlan): string {
  const given = [...plan.args, ...Object.values(plan.set), ...(plan.url === null ? [] : [plan.url])];
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  const told = given
    .flatMap((word) => [word, ...(word.match(LIKE_A_PASSWORD) ?? [])])
    .filter((word) => word.length > 3)
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, word) => rest.replaceAll(word, '…'), line);
  return shown(told.trim(), 300);
}
