import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Spawn } from '../../../main/clients/open-terminal.ts';
import { shellScript } from './surroundings.ts';

/** A program that writes down its words and its environment, each ended by NUL, and ends well. */
export function recorder(program: string): string {
  mkdirSync(dirname(program), { recursive: true });
  return shellScript(
    program,
    'for word; do printf \'%s\\0\' "$word"; done >"${0%/*}/words"\nexec env -0 >"${0%/*}/environment"',
  );
}

/** What the recorder in a folder has written down; it is gone then. */
export function recorded(folder: string): {
  readonly words: readonly string[];
  readonly environment: readonly string[];
} {
  const [words, environment] = ['words', 'environment'].map((name) => {
    const file = join(folder, name);
    const parts = readFileSync(file).toString('latin1').split('\0');
    rmSync(file);
    return parts.slice(0, -1);
  });
  return { words: words ?? [], environment: environment ?? [] };
}

/** A text as the bytes that a program gets of it, to be compared with what was recorded. */
export function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Starts programs, and a recorder in the place of one of the system's that is not on this machine. */
export function spawnInstead(program: string, recorderOf: string): Spawn {
  return (wanted, args, options) => spawn(wanted === program ? recorderOf : wanted, args, options);
}
