import { join } from 'node:path';
import { app } from 'electron';
import { collectLinks } from './electron/links.ts';
import { lockContents } from './electron/locks.ts';
import { registerScheme } from './electron/scheme.ts';
import { UNINSTALL_FLAG } from './electron/uninstall-flag.ts';
import { DEV_SERVER_VARIABLE, devServerFrom } from './window/dev-renderer.ts';

// What must be said before Electron is ready comes first and alone: the rest of the application takes longer
// to load than Electron takes to start.
registerScheme();
lockContents(app, devServerFrom(process.env[DEV_SERVER_VARIABLE], app.isPackaged) !== null);
const links = collectLinks(app, process.argv);

const failed = (cause: unknown): void => {
  console.error(cause);
  app.exit(1);
};
if (process.argv.includes(UNINSTALL_FLAG)) {
  import('./electron/uninstall.ts').then(({ uninstall }) => uninstall()).catch(failed);
} else if (app.requestSingleInstanceLock()) {
  import('./electron/run.ts').then(({ run }) => run(join(import.meta.dirname, '..'), links)).catch(failed);
} else {
  app.quit();
}
