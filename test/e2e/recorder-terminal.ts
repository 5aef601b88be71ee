import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A program in the place of the user's terminal: runs what it is given, types for it and keeps what it prints. */
export interface RecorderTerminal {
  /** The environment that makes it the user's terminal. */
  readonly env: Readonly<Record<string, string>>;
  /** What the client has printed so far. */
  output(): Promise<string>;
}

/**
 * Writes a recorder terminal into a folder.
 *
 * @param typed what it types once the client runs
 */
export async function recorderTerminal(folder: string, typed: string): Promise<RecorderTerminal> {
  const program = join(folder, 'recorder-terminal');
  const input = join(folder, 'typed');
  const output = join(folder, 'printed');
  await writeFile(input, typed);
  await writeFile(output, '');
  // terminals are called with -e and a command
  await writeFile(program, `#!/bin/sh\nshift\nexec "$@" <'${input}' >'${output}' 2>&1\n`);
  await chmod(program, 0o700);
  return { env: { TERMINAL: program }, output: () => readFile(output, 'utf8') };
}
