import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { build, type InlineConfig } from 'vite';
import { DEV_SERVER_VARIABLE } from '../main/window/dev-renderer.ts';
import { serveRendererForDev } from './dev-server.ts';

// `npm run dev`: Latchkey as it is being written. What is saved of the renderer shows in the window at once; when
// something of main or the preload script is saved, Latchkey starts again.
const root = join(import.meta.dirname, '..');
/** Main and the preload script are often built in one go; Latchkey starts again once, in milliseconds. */
const BURST_MS = 300;

let running: ChildProcess | null = null;
let timer: NodeJS.Timeout | undefined;

const { config } = await resolveConfig(
  { root, logLevel: 'warn', build: { watch: {}, minify: false, emptyOutDir: false } },
  'serve',
  'development',
);
if (config?.main === undefined || config.preload === undefined || config.renderer === undefined) {
  throw new Error('electron.vite.config.ts has no main, no preload script or no renderer.');
}
const { address } = await serveRendererForDev(config.renderer);
await Promise.all([follow(config.main), follow(config.preload)]);
launch();

/** Builds, and again whenever a file of it is saved; resolves once it is built for the first time. */
async function follow(part: InlineConfig): Promise<void> {
  const watcher = await build(part);
  if (!('on' in watcher)) throw new Error('The build does not watch.');
  await new Promise<void>((resolve) => {
    watcher.on('event', ({ code }) => {
      // what does not build leaves the last that did on the screen; Vite says what is wrong
      if (code !== 'END') return;
      resolve();
      clearTimeout(timer);
      timer = setTimeout(restart, BURST_MS);
    });
  });
}

function restart(): void {
  if (running === null) return;
  // only one Latchkey runs at a time: the next starts when this one has ended
  running.removeAllListeners('exit');
  running.once('exit', launch);
  running.kill();
}

function launch(): void {
  clearTimeout(timer);
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  running = spawn(process.execPath, [tsx, join(root, 'scripts', 'start.ts'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, [DEV_SERVER_VARIABLE]: address },
  });
  running.once('exit', (code) => process.exit(code ?? 0));
}
