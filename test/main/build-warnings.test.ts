import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, createLogger } from 'vite';
import { expect, it, vi } from 'vitest';
import { failOnWarning } from '../../scripts/strict-logger.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Builds a page's script under a budget, in kB, as `npm run build` does; returns how often it warned. */
async function warningsOf(chunkSizeWarningLimit: number): Promise<number> {
  const root = temporaryFolder();
  writeFileSync(join(root, 'page.js'), `console.log('${'x'.repeat(10_000)}');`);
  const onWarning = vi.fn();
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    customLogger: failOnWarning(createLogger('silent'), onWarning),
    build: { outDir: 'out', rolldownOptions: { input: join(root, 'page.js') }, chunkSizeWarningLimit },
  });
  return onWarning.mock.calls.length;
}

it('a build within its budget says nothing', async () => {
  expect(await warningsOf(1_000)).toBe(0);
});

it('a warning of the build is told', async () => {
  expect(await warningsOf(1)).toBeGreaterThan(0);
});
