import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { electronNodes } from './electron-node.ts';

/**
 * `npm run test:electron-node`: the unit tests of what runs in main, on the Node that Electron carries. What follows
 * `--` is for vitest, such as a folder.
 */
const vitest = join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');
const nodes = electronNodes();
if (nodes.length === 0)
  console.error('There is no such Node here. `npm run setup -- --tests` fetches one on Linux.');
let failed = nodes.length === 0;
for (const { name, program, env } of nodes) {
  console.log(`\nOn ${name}:`);
  const { status } = spawnSync(program, [vitest, 'run', '--project', 'unit', ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
