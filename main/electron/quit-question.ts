import { app, dialog, type BrowserWindow } from 'electron';

/** What asking before the end takes. */
interface QuitQuestion {
  /** How many gateway sessions quitting would close. */
  readonly openSessions: () => number;
  readonly currentWindow: () => BrowserWindow | null;
  /** Brings the window back where the user stays. */
  readonly onStay: () => void;
}

/** Asks before quitting closes sessions that clients have open through the gateway. */
export function askBeforeQuit({ openSessions, currentWindow, onStay }: QuitQuestion): void {
  let isDecided = false;
  app.on('before-quit', (event) => {
    const count = openSessions();
    if (isDecided || count === 0) return;
    event.preventDefault();
    const options = {
      type: 'question' as const,
      message:
        count === 1
          ? 'A session is open through the gateway.'
          : `${count} sessions are open through the gateway.`,
      detail: 'Quitting closes them. A query that is running is cut off.',
      buttons: ['Quit', 'Stay'],
      defaultId: 1,
      cancelId: 1,
    };
    const parent = currentWindow();
    const asked = parent === null ? dialog.showMessageBox(options) : dialog.showMessageBox(parent, options);
    void asked.then(({ response }) => {
      if (response !== 0) return onStay();
      isDecided = true;
      app.quit();
    });
  });
}
