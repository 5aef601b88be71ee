import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Answer } from '../../../app/command/model.ts';
import { openCommand, type CommandOptions } from '../../../main/command/open-command.ts';
import { commandFile } from '../../../main/command/write-client.ts';
import { temporaryFolder } from '../clients/surroundings.ts';

/** The shells that the command is tried with. */
export const shells = ['dash', 'bash'] as const;

/** How a run of the command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command, answered on a real socket in a folder of the test's own by what a test gives. */
export async function realCommand(
  answer: (words: readonly string[], tell: (text: string) => void) => Promise<Answer>,
  over: Partial<CommandOptions> = {},
) {
  const folder = over.folder ?? join(temporaryFolder(), 'command');
  const reported: unknown[] = [];
  const opened = await openCommand({
    folder,
    platform: process.platform,
    env: process.env,
    uid: process.getuid?.() ?? null,
    start: null,
    answer,
    report: (_where, cause) => reported.push(cause),
    ...over,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  onTestFinished(() => opened.value.close());
  const access = readFileSync(join(folder, 'access'), 'utf8');
  const inAccess = (pattern: RegExp): string => JSON.parse(`"${pattern.exec(access)?.[1] ?? ''}"`);
  return {
    folder,
    reported,
    socket: inAccess(/^unix-socket = "(.*)"$/m),
    secret: inAccess(/Bearer (.*)"$/m),
    close: opened.value.close,
    /** Runs the command in a shell, with nothing on its standard input. */
    run: (words: readonly string[], shell: string = 'sh', env: NodeJS.ProcessEnv = {}) =>
      runScript(shell, commandFile(folder), words, env),
  };
}

/** Runs a script with a shell, and tells how it ended. Standard output is kept byte for byte. */
export function runScript(
  shell: string,
  script: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      shell,
      [script, ...words],
      { env: { ...process.env, ...env }, encoding: 'latin1', maxBuffer: 1 << 26 },
      (error, stdout, stderr) =>
        resolve({
          code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1,
          stdout: Buffer.from(stdout, 'latin1').toString(),
          stderr: Buffer.from(stderr, 'latin1').toString(),
        }),
    );
    child.stdin?.end();
  });
}

/** Runs the command as another user. */
export function runAs(uid: number, program: string, words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { uid, gid: uid, env: { PATH: process.env['PATH'] }, cwd: '/' });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', (cause) => resolve({ code: -1, stdout, stderr: cause.message }));
    child.once('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}
