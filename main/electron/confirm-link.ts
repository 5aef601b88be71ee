import { dialog, type BrowserWindow } from 'electron';
import type { ConfirmLink } from '../../app/links/ports.ts';
import { linkQuestion } from './link-question.ts';

/**
 * Asks in the system's own dialog, which no page can draw over or click, before a link opens a connection for the
 * first time.
 *
 * @param window the window to attach it to, if there is one
 */
export function confirmLink(window: () => BrowserWindow | null): ConfirmLink {
  return async (connection) => {
    const options = linkQuestion(connection);
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
