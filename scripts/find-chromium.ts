import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What Chromium and Chrome are called on PATH. */
export const chromiumPrograms = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
] as const;

/** Where Chromium and Chrome are when they are not on PATH. */
export const chromiumPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Google/Chrome/Application/chrome.exe',
] as const;

/** The first Chromium or Chrome on PATH or in its usual place, or null. */
export function findChromium(): string | null {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => chromiumPrograms.map((program) => join(folder, program)));
  return [...onPath, ...chromiumPaths].find((path) => existsSync(path)) ?? null;
}
