import { join } from 'node:path';
import clipboardy from 'clipboardy';
import { _electron as electron, type ElectronApplication } from '@playwright/test';
import { electronCommand } from '../../scripts/electron-runtime.ts';
import { moveDate, type Driver, type DriverOptions } from './driver.ts';

const root = join(import.meta.dirname, '..', '..');
let command: ReturnType<typeof electronCommand> = null;

/** Latchkey in the real Electron, as `npm start` runs it. @param cwd its working folder; this process's where it is not said */
export async function startElectronDriver({
  env,
  dataFolder,
  cwd,
}: DriverOptions & { readonly cwd?: string }): Promise<Driver & { readonly main: ElectronApplication }> {
  command ??= electronCommand(root);
  if (command === null) throw new Error('Electron’s runtime is not here.');
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const app = await electron.launch({
    executablePath: command.program,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...command.args,
      `--user-data-dir=${dataFolder}`,
    ],
    env: { ...Object.fromEntries(inherited), ...env },
    ...(cwd !== undefined && { cwd }),
  });
  const page = await app.firstWindow();
  return {
    main: app,
    page,
    dataFolder,
    // as another program sees it, also after Latchkey has ended
    clipboard: () => clipboardy.read().catch(() => ''),
    async moveClock(ms) {
      await app.evaluate(moveDate, ms);
      await page.evaluate(moveDate, ms);
    },
    async saveFile(path, act) {
      // the system's own dialog cannot be driven; what comes after the choice is all real
      await app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, path);
      await act();
    },
    async chooseFile(path, act) {
      await app.evaluate(({ dialog }, filePath) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
      }, path);
      await act();
    },
    async quit() {
      await app.close();
    },
  };
}
