import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { strictLogger } from './scripts/strict-logger.ts';

/** Main, preload and renderer, built into `out/`. Dependencies of main are bundled, so that the package needs no node_modules. */
export default defineConfig({
  main: {
    customLogger: strictLogger,
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      minify: true,
      rollupOptions: {
        // the relay runs beside main, in a process of its own
        input: { index: 'main/index.ts', relay: 'main/gateway/relay-entry.ts' },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    customLogger: strictLogger,
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      minify: true,
      rollupOptions: {
        input: { index: 'main/preload/index.ts' },
        // a sandboxed preload script must be one CommonJS file
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'renderer',
    base: './',
    customLogger: strictLogger,
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // everything a page needs comes from files: the CSP allows no inline script and no data: style
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // in kB: the page comes from the disk in one piece, so the limit is a budget and not one for networks
      chunkSizeWarningLimit: 1_000,
      rollupOptions: { input: join(import.meta.dirname, 'renderer', 'index.html') },
    },
  },
});
