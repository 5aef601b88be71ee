import { spawn } from 'node:child_process';

/**
 * Gives the run a display of its own where Linux has none: both drivers open real windows, and the
 * clipboard that people use is the display's.
 *
 * @returns ends the display
 */
export default async function startDisplay(): Promise<(() => void) | undefined> {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
    return undefined;
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Error('Xvfb is needed: run `npm run setup -- --tests`.', { cause })),
    );
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${String(code)}.`)));
    server.stdio[3]?.once('data', (said: Buffer) => resolve(said.toString().trim()));
  });
  process.env['DISPLAY'] = `:${number}`;
  return () => void server.kill();
}
