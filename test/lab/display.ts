import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A screen of its own, without a window manager, and a keyboard for it. */
export interface Display {
  /** For DISPLAY. */
  readonly name: string;
  /** Waits for a window with this title, and gives its id. */
  window(title: string): Promise<string>;
  /** Whether a window with this title is there. */
  hasWindow(title: string): Promise<boolean>;
  /** Types a line into a window and presses Enter. */
  typeLine(window: string, line: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Xvfb on a free display (Xvfb(1), `-displayfd`); it is gone when this process is. */
export async function startDisplay(): Promise<Display> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1024x768x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const kill = () => void server.kill();
  process.once('exit', kill);
  const number = server.stdio[3];
  if (number === null || number === undefined || !('setEncoding' in number)) throw new Error('no descriptor');
  const [text] = await once(number.setEncoding('utf8'), 'data');
  const name = `:${String(text).trim()}`;
  const env = { PATH: process.env['PATH'], DISPLAY: name };
  const xdotool = async (...args: readonly string[]) => (await run('xdotool', args, { env })).stdout.trim();
  const exactly = (title: string) => `^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
  return {
    name,
    async window(title) {
      const ids = await xdotool('search', '--sync', '--onlyvisible', '--name', exactly(title));
      return ids.split('\n')[0] ?? '';
    },
    hasWindow: (title) =>
      xdotool('search', '--onlyvisible', '--name', exactly(title)).then(
        (ids) => ids !== '',
        () => false,
      ),
    async typeLine(window, line) {
      await xdotool('windowfocus', '--sync', window);
      if (line !== '') await xdotool('type', '--delay', '15', line);
      await xdotool('key', 'Return');
    },
    async stop() {
      process.off('exit', kill);
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    },
  };
}
