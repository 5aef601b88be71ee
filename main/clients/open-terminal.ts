import type { SpawnOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../app/common/clock.ts';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { languageRefusal } from './powershell.ts';
import type { RunFolder } from './run-folder.ts';
import { shown } from '../../app/common/text/plain-text.ts';

/** As much of a child process as opening a terminal needs. */
export interface Child {
  once(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'exit', listener: (code: number | null, signal: string | null) => void): unknown;
  unref(): void;
}

/** `node:child_process`'s spawn, with an argument array and without a shell. */
export type Spawn = (program: string, args: readonly string[], options: SpawnOptions) => Child;

/** A terminal to start. */
export interface TerminalCommand {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder to start in; not the run folder, which is about to go. */
  readonly workingFolder: string;
  /** Whether to keep what the terminal prints on its error output, to quote it when it fails. */
  readonly keepErrors: boolean;
  /** What to do where it does not run the script, if there is a usual cause. */
  readonly ifSilent: string | undefined;
}

/** How long a terminal may take to run the start script, in milliseconds. */
export const START_DEADLINE_MS = 60_000;

const POLL_MS = 100;

/**
 * Starts a terminal, detached, and waits until the start script has taken the secret. A terminal that
 * ends without an error before that has handed over to one that runs already, and is waited for.
 *
 * Whatever goes wrong, the run folder is gone afterwards.
 *
 * @returns `launch-failed`: it could not be started, ended with an error, or did not run the script
 *   within a minute, or a policy forbids it
 */
export async function openTerminal(
  terminal: TerminalCommand,
  folder: RunFolder,
  { spawn, clock }: { readonly spawn: Spawn; readonly clock: Clock },
): Promise<Result<void>> {
  const outcome = await start(terminal, folder, spawn, clock);
  if (outcome === 'taken') return succeed(undefined);
  const said = terminal.keepErrors ? await firstLine(join(folder.path, ERRORS)) : '';
  await folder.remove().catch(() => undefined);
  if (outcome === 'refused') {
    return fail('launch-failed', languageRefusal.why, { hint: languageRefusal.next });
  }
  const usual = (outcome === SILENT ? terminal.ifSilent : undefined) ?? OTHER_WAYS;
  return fail('launch-failed', `${terminal.name} ${outcome}.`, {
    hint: said === '' ? usual : `It said: ${said}`,
  });
}

const ERRORS = 'terminal-errors';
const SILENT = 'did not run the start script within a minute';
const OTHER_WAYS = 'Choose another terminal in the settings, or copy the token.';

/** Gives `taken`, `refused`, or what the terminal did instead, in words. */
function start(terminal: TerminalCommand, folder: RunFolder, spawn: Spawn, clock: Clock): Promise<string> {
  return new Promise((resolve) => {
    const deadline = clock.now() + START_DEADLINE_MS;
    const stop = clock.every(POLL_MS, () => {
      if (folder.taken()) end('taken');
      else if (folder.refused()) end('refused');
      else if (clock.now() >= deadline) end(SILENT);
    });
    const end = (outcome: string): void => {
      stop();
      resolve(outcome);
    };
    // a file and not a pipe: a terminal that outlives Latchkey must not die of a broken pipe
    let errors: number | 'ignore' = 'ignore';
    try {
      if (terminal.keepErrors) errors = openSync(join(folder.path, ERRORS), 'wx', 0o600);
      const [program, ...args] = terminal.command;
      const child = spawn(program, args, {
        detached: true,
        shell: false,
        cwd: terminal.workingFolder,
        env: { ...terminal.environment },
        stdio: ['ignore', 'ignore', errors],
      });
      child.once('error', (error) => end(`could not be started (${error.message})`));
      child.once('exit', (code, signal) => {
        if (folder.taken()) end('taken');
        else if (folder.refused()) end('refused');
        else if (code !== 0)
          end(code === null ? `was ended by ${signal ?? 'a signal'}` : `ended at once with code ${code}`);
      });
      child.unref();
    } catch (error) {
      end(`could not be started (${error instanceof Error ? error.message : 'unknown reason'})`);
    } finally {
      if (typeof errors === 'number') closeSync(errors);
    }
  });
}

async function firstLine(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? '';
  return shown(line.trim(), 300);
}
