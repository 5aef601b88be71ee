import { homedir } from 'node:os';
import { app } from 'electron';
import { commandWord } from '../command/adapters.ts';
import { takeBack } from './take-back.ts';
import { APP_ID } from './uninstall-flag.ts';

/** Takes back what Latchkey has put elsewhere, without a window, and ends. */
export async function uninstall(): Promise<void> {
  await app.whenReady();
  // the start at login is kept under this name
  app.setAppUserModelId(APP_ID);
  const command = commandWord(app.getPath('userData'), process.env, homedir(), async () => '');
  await takeBack(app, process, command);
  app.exit(0);
}
