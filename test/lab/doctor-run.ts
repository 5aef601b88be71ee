import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COUNT_FILE, doctorCount } from './doctor-count.ts';

// `npm run test:doctor`: injects every cause that can be shown on this machine, and counts what the doctor names. Any
// miss fails; the last line is the count.
const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-count-'));
const file = join(folder, 'count.json');
try {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--project', 'doctor', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, [COUNT_FILE]: file },
  });
  const [status]: unknown[] = await once(child, 'close');
  const count = doctorCount.parse(JSON.parse(readFileSync(file, 'utf8')));
  console.log(JSON.stringify(count));
  process.exitCode = status === 0 && count.named === count.of ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
