import { join } from 'node:path';
import { app } from 'electron';
import { lockContents } from './electron/locks.ts';
import { registerScheme } from './electron/scheme.ts';

// What must be said before Electron is ready comes first and alone: the rest of the application takes longer
// to load than Electron takes to start.
registerScheme();
lockContents(app);

if (app.requestSingleInstanceLock()) {
  import('./electron/run.ts')
    .then(({ run }) => run(join(import.meta.dirname, '..')))
    .catch((cause: unknown) => {
      console.error(cause);
      app.exit(1);
    });
} else {
  app.quit();
}
