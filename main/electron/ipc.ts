import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { requests } from '../../app/contract.ts';
import type { Dispatch, Sender } from '../../app/dispatch.ts';

/** The one wrapper of `ipcMain`: every request goes through dispatch. */
export function answerRequests(dispatch: Dispatch): void {
  for (const channel of Object.keys(requests)) {
    ipcMain.handle(channel, (event, input: unknown) => dispatch(senderOf(event), channel, input));
  }
}

/** Who asks, as Electron sees it. A frame that has gone away is nobody. */
function senderOf({ senderFrame }: IpcMainInvokeEvent): Sender {
  if (senderFrame === null) return { origin: null, isMainFrame: false };
  return { origin: senderFrame.origin, isMainFrame: senderFrame.parent === null };
}
