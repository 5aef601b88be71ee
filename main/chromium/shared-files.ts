import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { z } from 'zod';
import type { SharedFiles } from '../../app/connections/ports.ts';
import { succeed } from '../../app/common/result.ts';
import { writeShared } from '../connections/shared-file.ts';

/**
 * A browser's ways with files: its own chooser to open one, and the downloads folder to save one in.
 *
 * @param page the window
 * @param downloads the folder of downloads
 */
export function sharedFilesByBrowser(page: Page, downloads: string): SharedFiles {
  return {
    async open() {
      return succeed(chosenFile.parse(await page.evaluate(CHOOSE_FILE)));
    },
    async save(suggestedName, text) {
      await mkdir(downloads, { recursive: true }).catch(() => undefined);
      const written = await writeShared(join(downloads, suggestedName), text);
      return written.ok ? succeed({ name: suggestedName }) : written;
    },
  };
}

/** Runs in the page: opens the browser's file chooser and reads what is chosen. */
const CHOOSE_FILE = `new Promise((resolve, reject) => {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('cancel', () => resolve(null));
  input.addEventListener('change', () => {
    const file = input.files[0];
    if (file === undefined) resolve(null);
    else file.text().then((text) => resolve({ name: file.name, text }), reject);
  });
  input.click();
})`;

const chosenFile = z.strictObject({ name: z.string().max(256), text: z.string() }).nullable();
