import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import type { ConfirmLink } from '../../app/links/ports.ts';

/**
 * Asks in the system's own dialog, which no page can draw over or click, before a link opens a connection for the
 * first time. Cancel is the default: Enter that was meant for another window opens nothing.
 *
 * @param window the window to attach it to, if there is one
 */
export function confirmLink(window: () => BrowserWindow | null): ConfirmLink {
  return async ({ name, environment, dbUser, address }) => {
    const kind = environment === null ? '' : ` (${environment.label})`;
    const options: MessageBoxOptions = {
      type: 'question',
      message: `Open ${name}${kind}?`,
      detail: `A link from another program asks for it. It logs in as ${dbUser} at ${address.host}:${address.port}.`,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      checkboxLabel: 'Do not ask again for this connection',
    };
    const parent = window();
    // attached to a window that nobody sees, it would not be seen either
    const isSeen = parent !== null && parent.isVisible() && !parent.isMinimized();
    const { response, checkboxChecked } = await (isSeen
      ? dialog.showMessageBox(parent, options)
      : dialog.showMessageBox(options));
    if (response !== 0) return 'no';
    return checkboxChecked ? 'always' : 'once';
  };
}
