import { dialog, type BrowserWindow } from 'electron';
import { succeed } from '../../app/common/result.ts';
import type { ChooseCaFile } from '../../app/settings/ports.ts';

/**
 * The system's own open dialog: the path comes from the person and never over the bridge.
 *
 * @param window the window to attach it to, if there is one
 * @param check looks whether the file holds a certificate
 */
export function caDialog(
  window: () => BrowserWindow | null,
  check: (path: string) => ReturnType<ChooseCaFile>,
): ChooseCaFile {
  return async () => {
    const options: Electron.OpenDialogOptions = {
      title: 'Certificates to verify databases with',
      buttonLabel: 'Use these certificates',
      properties: ['openFile'],
      filters: [
        { name: 'PEM certificates', extensions: ['pem', 'crt', 'cer'] },
        { name: 'All files', extensions: ['*'] },
      ],
    };
    const parent = window();
    const chosen = await (parent === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(parent, options));
    const path = chosen.filePaths[0];
    return path === undefined ? succeed(null) : check(path);
  };
}
