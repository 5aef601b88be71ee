import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { requests } from '../../app/contract.ts';
import type { Dispatch, Sender } from '../../app/dispatch.ts';

/**
 * The one wrapper of `ipcMain`: every request goes through dispatch.
 *
 * @param dispatch a window may be quicker than the application behind it: its requests wait
 * @param onAnswered told the channel of each request, when its answer is about to leave
 */
export function answerRequests(dispatch: Promise<Dispatch>, onAnswered: (channel: string) => void): void {
  for (const channel of Object.keys(requests)) {
    ipcMain.handle(channel, async (event, input: unknown) => {
      // who asks is looked at now: while the answer is waited for, the frame may go away
      const sender = senderOf(event);
      const reply = await (await dispatch)(sender, channel, input);
      onAnswered(channel);
      return reply;
    });
  }
}

/** Who asks, as Electron sees it. A frame that has gone away is nobody. */
function senderOf({ senderFrame }: IpcMainInvokeEvent): Sender {
  if (senderFrame === null) return { origin: null, isMainFrame: false };
  return { origin: senderFrame.origin, isMainFrame: senderFrame.parent === null };
}
