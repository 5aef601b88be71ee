import { app, dialog, type BrowserWindow } from 'electron';

/** How old main's news of the clients may be, in milliseconds. */
const NEWS_MS = 600;

/** What asking before the end takes. */
interface QuitQuestion {
  /** Whether clients can log in through a gateway. */
  readonly isGatewayOn: () => boolean;
  /** How many gateway sessions quitting would close. */
  readonly openSessions: () => number;
  readonly currentWindow: () => BrowserWindow | null;
  /** Brings the window back where the user stays. */
  readonly onStay: () => void;
}

/** Asks before quitting closes sessions that clients have open through the gateway. */
export function askBeforeQuit({ isGatewayOn, openSessions, currentWindow, onStay }: QuitQuestion): void {
  let isDecided = false;
  let isAsking = false;
  app.on('before-quit', (event) => {
    if (isDecided || !isGatewayOn()) return;
    event.preventDefault();
    if (!isAsking) void ask();
  });

  async function ask(): Promise<void> {
    isAsking = true;
    // main hears of a client that has just come or gone a moment later
    await new Promise((resolve) => setTimeout(resolve, NEWS_MS));
    const count = openSessions();
    if (count === 0) return quit();
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
    const { response } = await asked;
    isAsking = false;
    if (response === 0) quit();
    else onStay();
  }

  function quit(): void {
    isDecided = true;
    app.quit();
  }
}
