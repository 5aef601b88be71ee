import { dialog, type BrowserWindow } from 'electron';
import type { ClientsModulePorts } from '../../app/clients/module.ts';
import { succeed } from '../../app/common/result.ts';

/**
 * The system's own open dialog for a program: the path comes from the person and never over the bridge.
 *
 * @param window the window to attach it to, if there is one
 */
export function programDialog(window: () => BrowserWindow | null): ClientsModulePorts['chooseProgram'] {
  return async () => {
    const options: Electron.OpenDialogOptions = {
      title: 'Choose a program',
      buttonLabel: 'Use this program',
      // on macOS an application is a folder that is chosen like a file
      properties: ['openFile'],
    };
    const parent = window();
    const chosen = await (parent === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(parent, options));
    return succeed(chosen.filePaths[0] ?? null);
  };
}
