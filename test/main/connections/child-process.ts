import { bareEnvironment } from '../bare-environment.ts';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** A child with its input and output at hand. */
export type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Bundles the child once, for plain Node.
 *
 * @param folder where to; another user can read it there
 * @param source what to bundle, in place of the child of these tests
 * @returns the path of the script
 */
export async function bundleChild(
  folder: string,
  source = new URL('child.ts', import.meta.url),
): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(source),
      outDir: folder,
      minify: false,
      rollupOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  });
  chmodSync(folder, 0o755);
  return join(folder, 'child.mjs');
}

/** Starts a program; what it writes on its error output is kept for `ended`. */
export function start(command: readonly string[], options: { uid?: number; gid?: number } = {}): Child {
  const [program = '', ...given] = command;
  // of the environment only what it needs: another variable (NODE_EXTRA_CA_CERTS) can make each start several times slower
  return spawn(program, given, { ...options, env: bareEnvironment(), stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Waits until a child has ended and all that it wrote is read. */
export async function ended(child: Child): Promise<{ code: number | null; out: string; problem: string }> {
  let [out, problem] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (problem += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, out, problem };
}
