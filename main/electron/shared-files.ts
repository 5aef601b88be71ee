import { basename } from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import type { SharedFiles } from '../../app/connections/ports.ts';
import { succeed } from '../../app/common/result.ts';
import { readShared, writeShared } from '../connections/shared-file.ts';

const words = {
  connections: { title: 'Export connections', buttonLabel: 'Export' },
  entry: { title: 'Save the entry', buttonLabel: 'Save' },
} as const;

const filters = [{ name: 'Latchkey connections', extensions: ['json'] }];

/**
 * The system's own dialogs: the paths come from the person and never over the bridge.
 *
 * @param window the window to attach them to, if there is one
 */
export function sharedFilesByDialog(window: () => BrowserWindow | null): SharedFiles {
  return {
    async open() {
      const options: Electron.OpenDialogOptions = {
        title: 'Import connections',
        buttonLabel: 'Preview',
        properties: ['openFile'],
        filters: [...filters, { name: 'All files', extensions: ['*'] }],
      };
      const parent = window();
      const chosen = await (parent === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(parent, options));
      const path = chosen.filePaths[0];
      return path === undefined ? succeed(null) : readShared(path);
    },
    async save(suggestedName, text, what) {
      const options: Electron.SaveDialogOptions = {
        ...words[what],
        defaultPath: suggestedName,
        // another program's file keeps the ending that this program looks for
        ...(what === 'connections' && { filters }),
      };
      const parent = window();
      const chosen = await (parent === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(parent, options));
      if (chosen.canceled || chosen.filePath === '') return succeed(null);
      const written = await writeShared(chosen.filePath, text);
      return written.ok ? succeed({ name: basename(chosen.filePath) }) : written;
    },
  };
}
