import { spawn } from 'node:child_process';
import clipboardy from 'clipboardy';
import { withoutCredentials } from '../profiles/without-credentials.ts';
import type { Clipboard } from '../../app/tokens/ports.ts';

/** The system's clipboard, by the programs that the system has for it; what is written goes by standard input. */
export const systemClipboard: Clipboard = {
  writeSecret: (text) => clipboardy.write(text),
  writeText: (text) => clipboardy.write(text),
  readText: () => clipboardy.read(),
  clear: () => clipboardy.write(''),
};

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/**
 * Opens an address in the default browser, or a file in the program that the system has for it.
 *
 * @param what an address of main's own table, or the path of a file of Latchkey's own
 */
export async function openBySystem(what: string): Promise<void> {
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  const env = withoutCredentials(process.env);
  const child = spawn(program, [...args, what], { detached: true, stdio: 'ignore', env });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.unref();
}
