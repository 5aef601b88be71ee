import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';

// `npm run dev`: Latchkey, built and started again whenever a source file has been saved. The window is always
// the built one, under the same content security policy as the packaged one's.
const root = join(import.meta.dirname, '..');
/** Editors save in bursts; a build waits until one is over, in milliseconds. */
const BURST_MS = 200;

let running: ChildProcess | null = null;
let timer: NodeJS.Timeout | undefined;

function build(): boolean {
  const program = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  return (
    spawnSync(process.execPath, [program, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
      .status === 0
  );
}

function restart(): void {
  // what does not build leaves the last that did on the screen
  if (!build()) return;
  if (running === null) return launch();
  // only one Latchkey runs at a time: the next starts when this one has ended
  running.removeAllListeners('exit');
  running.once('exit', launch);
  running.kill();
}

function launch(): void {
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  running = spawn(process.execPath, [tsx, join(root, 'scripts', 'start.ts')], {
    cwd: root,
    stdio: 'inherit',
  });
  running.once('exit', (code) => process.exit(code ?? 0));
}

for (const layer of ['app', 'main', 'renderer']) {
  watch(join(root, layer), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(restart, BURST_MS);
  });
}
restart();
