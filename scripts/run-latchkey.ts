import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../main/clock.ts';
import { DEV_SERVER_VARIABLE, devServerFrom } from '../main/window/dev-renderer.ts';
import about from '../package.json' with { type: 'json' };
import { electronCommand, fetchElectron } from './electron-runtime.ts';
import { findChromium } from './find-chromium.ts';

const root = join(import.meta.dirname, '..');

/** What Chromium and Electron need when root runs them, which only machines for building do. */
const rootFlags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * Runs the built Latchkey until its window is closed: in Electron, or where its runtime cannot be had in
 * a Chromium that is there.
 *
 * @param dataFolder Latchkey's own folder; null for the usual one
 * @param args what its command line says
 * @returns the exit code
 */
export async function runLatchkey(dataFolder: string | null, args: readonly string[] = []): Promise<number> {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    console.error(
      'Latchkey needs a display: neither DISPLAY nor WAYLAND_DISPLAY is set. `xvfb-run` gives a virtual one.',
    );
    return 1;
  }
  if (rootFlags.length > 0)
    console.log(
      'Running as root: the browser’s own sandbox is off (--no-sandbox). Use an ordinary account for real work.',
    );

  const electron = fetchElectron();
  const reason = electron.program === null ? electron.reason : '';
  const command = electronCommand(root);
  if (command !== null) {
    const data = dataFolder === null ? [] : [`--user-data-dir=${dataFolder}`];
    // unpackaged, Electron takes what looks like a flag of Node's (`--debug`) for one, but not after `--`
    const rest = args.length === 0 ? [] : ['--', ...args];
    return exitCodeOf(command.program, [...rootFlags, ...command.args, ...data, ...rest]);
  }

  const chromium = findChromium();
  if (chromium === null) {
    console.error(
      `Electron's runtime cannot be had here (${reason}), and no Chromium or Chrome was found. Run \`npm run setup\`.`,
    );
    return 1;
  }
  console.log(
    `Electron's runtime cannot be had here (${reason}); opening Latchkey in ${chromium}, without a tray, notifications, a menu and its remembered window.`,
  );
  const { startInChromium } = await import('../main/chromium/index.ts');
  const { app, window } = await startInChromium({
    executablePath: chromium,
    dataFolder: dataFolder ?? usualDataFolder(),
    built: join(root, 'out'),
    devServer: devServerFrom(process.env[DEV_SERVER_VARIABLE], false),
    version: about.version,
    clock: systemClock,
    downloads: join(homedir(), 'Downloads'),
    headless: false,
    args: [...rootFlags, '--no-first-run', ...args],
  });
  process.once('SIGINT', () => void window.close());
  process.once('SIGTERM', () => void window.close());
  await window.closed;
  await app.stop();
  return 0;
}

async function exitCodeOf(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', (cause) => {
      console.error(`${program} could not be started: ${cause.message}`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Where Electron keeps `userData`, so that both hosts share settings: https://www.electronjs.org/docs/latest/api/app#appgetpathname */
function usualDataFolder(): string {
  const base =
    process.platform === 'darwin'
      ? join(homedir(), 'Library', 'Application Support')
      : process.platform === 'win32'
        ? (process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'))
        : (process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'));
  return join(base, about.productName);
}
