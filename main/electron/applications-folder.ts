import type { App, Dialog } from 'electron';

/** Where a program was started from that macOS will not find there again. */
export type PassingPlace = 'a disk image' | 'the Downloads folder';

/**
 * Where Latchkey runs from on a Mac, if it cannot stay there: a disk image, or Downloads. What was downloaded and not
 * moved is run from a copy of its own that is gone after the run (“App Translocation”; Apple, “Gatekeeper path
 * randomization”, WWDC 2016). Neither the command nor an update survives any of these.
 *
 * @returns null where it may stay, and on other systems
 */
export function passingPlace(
  platform: NodeJS.Platform,
  execPath: string,
  downloads: string,
): PassingPlace | null {
  if (platform !== 'darwin') return null;
  if (execPath.startsWith('/Volumes/')) return 'a disk image';
  const isDownloaded = execPath.startsWith(`${downloads}/`) || execPath.includes('/AppTranslocation/');
  return isDownloaded ? 'the Downloads folder' : null;
}

const MOVE = { buttons: ['Move to Applications', 'Not Now'], defaultId: 0, cancelId: 1 };
const REPLACE = { buttons: ['Replace', 'Cancel'], defaultId: 0, cancelId: 1 };

/**
 * Offers to move Latchkey to the Applications folder. What is moved starts again from there, and this one ends; it can be
 * dragged out of that folder again. Where another Latchkey is there already it goes to the Trash, if the person wants so.
 * https://www.electronjs.org/docs/latest/api/app#appmovetoapplicationsfolderoptions-macos
 *
 * @returns whether this one is about to end
 */
export async function offerToMove(
  app: Pick<App, 'moveToApplicationsFolder'>,
  dialog: Pick<Dialog, 'showMessageBox' | 'showMessageBoxSync'>,
  from: PassingPlace,
): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: 'Move Latchkey to the Applications folder?',
    detail: `Latchkey was opened from ${from}. The latchkey command and updates need it to stay in one place.`,
    ...MOVE,
  });
  if (response !== MOVE.defaultId) return false;
  try {
    return app.moveToApplicationsFolder({
      conflictHandler: (conflict) =>
        // one that runs is brought to the front in place of this one
        conflict === 'existsAndRunning' ||
        dialog.showMessageBoxSync({
          type: 'question',
          message: 'There is a Latchkey in the Applications folder already. Replace it?',
          detail: 'The other one goes to the Trash. Your connections and settings stay.',
          ...REPLACE,
        }) === REPLACE.defaultId,
    });
  } catch (cause) {
    await dialog.showMessageBox({
      type: 'warning',
      message: 'Latchkey could not be moved.',
      detail: `${cause instanceof Error ? cause.message : 'The system refused.'} Drag it into the Applications folder yourself.`,
    });
    return false;
  }
}
