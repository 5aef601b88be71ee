import { dirname, join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', '..');

/** The relay's program: one file, as the package has it, which starts many times faster than its sources do. */
export const builtRelay = join(root, 'out', 'lab', 'relay.mjs');

/** Builds it, once for all of the lab's files. */
export default async function buildRelay(): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: join(root, 'main', 'gateway', 'relay-entry.ts'),
      outDir: dirname(builtRelay),
      rollupOptions: { output: { entryFileNames: 'relay.mjs' } },
    },
  });
}
