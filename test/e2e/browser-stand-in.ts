import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { findChromium } from '../../scripts/find-chromium.ts';

/** A program in the place of the system's browser opener, and a real browser for what it was told to open. */
export interface BrowserStandIn {
  /** The environment that makes it the system's. */
  readonly env: Readonly<Record<string, string>>;
  /** Every address that was opened, oldest first. */
  opened(): Promise<readonly string[]>;
  /** Opens the newest of them in Chromium, and chooses there. Gives the last page's text. */
  choose(button: 'Allow access' | 'Deny access'): Promise<string>;
  close(): Promise<void>;
}

/** Writes a browser stand-in into a folder. */
export async function browserStandIn(folder: string): Promise<BrowserStandIn> {
  const programs = join(folder, 'opener');
  const output = join(folder, 'opened');
  await mkdir(programs);
  await writeFile(output, '');
  const program = join(programs, 'xdg-open');
  await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$1" >>'${output}'\n`);
  await chmod(program, 0o700);
  let browser: Browser | null = null;
  const opened = async () => (await readFile(output, 'utf8')).split('\n').filter((line) => line !== '');
  return {
    env: { PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}` },
    opened,
    async choose(button) {
      const executablePath = findChromium() ?? '';
      browser ??= await chromium.launch({
        executablePath,
        args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      });
      const page = await browser.newPage();
      await page.goto((await opened()).at(-1) ?? '');
      await page.getByRole('button', { name: button }).click();
      const text = await page.getByText(/go back to Latchkey|Request approved|Go back/).innerText();
      await page.close();
      return text;
    },
    close: async () => browser?.close(),
  };
}
