import { defineConfig } from '@playwright/test';
import { electronProgram } from './scripts/electron-runtime.ts';
import type { HostOptions } from './test/e2e/fixtures.ts';

const electron = electronProgram();
if (electron.program === null && process.env['TEST_WORKER_INDEX'] === undefined) {
  console.log(`SKIPPED: the electron driver, because Electron's runtime cannot be had (${electron.reason}).`);
}

const ELECTRON_ONLY = [
  'checklist.spec.ts',
  'desktop.spec.ts',
  'links.spec.ts',
  'login-shell.spec.ts',
  'memory.spec.ts',
];

/** One suite, two drivers. Tests of one run share the clipboard of its display, so one runs at a time. */
export default defineConfig<HostOptions>({
  testDir: 'test/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './test/e2e/display.ts',
  workers: 1,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  projects: [
    // what only Electron has is not shown in Chromium
    { name: 'chromium', testIgnore: ELECTRON_ONLY, use: { host: 'chromium' } },
    ...(electron.program === null ? [] : [{ name: 'electron', use: { host: 'electron' as const } }]),
  ],
});
