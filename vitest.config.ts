import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { leftOutOn } from './scripts/posix-tests.ts';

/** A busy machine is slow, not wrong: a test waits for conditions, and this is only how long it may hang. */
const TIMEOUT_MS = 30_000;

/** Causes that are injected into real servers one by one; they are counted, and so are a suite of their own. */
const DOCTOR = 'test/lab/doctor-causes.test.ts';

/**
 * Six suites: `unit` and `renderer` need nothing but Node, `pictures` a Chromium; `lab` and `doctor` need what
 * `npm run setup -- --tests` installs. `desktop-clients` fetches its clients, and is run by hand.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/{app,main,fuzz}/**/*.test.ts'],
          exclude: [...leftOutOn(process.platform)],
          testTimeout: TIMEOUT_MS,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: ['test/renderer/**/*.test.{ts,tsx}'],
          testTimeout: TIMEOUT_MS,
        },
      },
      {
        test: {
          name: 'pictures',
          environment: 'node',
          include: ['test/pictures/**/*.test.ts'],
          testTimeout: 120_000,
          // as many as the studio has windows: one that waits for its turn spends its time
          maxConcurrency: 2,
        },
      },
      {
        test: {
          name: 'lab',
          environment: 'node',
          include: ['test/{lab,sandbox}/**/*.test.ts'],
          exclude: [DOCTOR],
          globalSetup: 'test/lab/built-relay.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // real servers on two cores: one file at a time keeps their timing honest
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'doctor',
          environment: 'node',
          include: [DOCTOR],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'desktop-clients',
          environment: 'node',
          include: ['test/desktop-clients/**/*.test.ts'],
          globalSetup: ['test/lab/built-relay.ts', 'test/desktop-clients/install-dbgate.ts'],
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
