import { describe, expect, it, vi } from 'vitest';
import { offerToMove, passingPlace } from '../../../main/electron/applications-folder.ts';

const inside = 'Latchkey.app/Contents/MacOS/Latchkey';

describe('where a Mac runs Latchkey from', () => {
  it.each([
    ['darwin', `/Volumes/Latchkey 0.1.0/${inside}`, 'a disk image'],
    ['darwin', `/Users/a/Downloads/${inside}`, 'the Downloads folder'],
    ['darwin', `/private/var/folders/x/T/AppTranslocation/1-2/d/${inside}`, 'the Downloads folder'],
    ['darwin', `/Applications/${inside}`, null],
    ['darwin', `/Users/a/Applications/${inside}`, null],
    ['darwin', `/Users/a/DownloadsOfMine/${inside}`, null],
    ['linux', '/Volumes/x/latchkey-desktop', null],
    ['win32', 'C:\\Users\\a\\Downloads\\Latchkey.exe', null],
  ] as const)('on %s, %s: %s', (platform, execPath, place) => {
    expect(passingPlace(platform, execPath, '/Users/a/Downloads')).toBe(place);
  });
});

describe('moving to the Applications folder', () => {
  /** A Mac on which a person chooses these buttons, one after the other. */
  function mac(choices: readonly number[], conflict: 'exists' | 'existsAndRunning' | null = null) {
    const left = [...choices];
    const choose = () => left.shift() ?? 1;
    const move = vi.fn(
      (options?: { conflictHandler?: (conflict: 'exists' | 'existsAndRunning') => boolean }) =>
        conflict === null || options?.conflictHandler?.(conflict) === true,
    );
    const showMessageBox = vi.fn(async () => ({ response: choose(), checkboxChecked: false }));
    const dialog = { showMessageBox, showMessageBoxSync: vi.fn(choose) };
    return {
      move,
      dialog,
      offer: () => offerToMove({ moveToApplicationsFolder: move }, dialog, 'a disk image'),
    };
  }

  it('happens when a person wants it, and is left when not', async () => {
    expect(await mac([0]).offer()).toBe(true);
    const not = mac([1]);
    expect(await not.offer()).toBe(false);
    expect(not.move).not.toHaveBeenCalled();
  });

  it.each([
    ['exists', [0, 0], true],
    ['exists', [0, 1], false],
    ['existsAndRunning', [0], true],
  ] as const)('asks before it replaces another: %s, %j', async (conflict, choices, moved) => {
    expect(await mac(choices, conflict).offer()).toBe(moved);
  });

  it('says why it could not be done, and goes on', async () => {
    const { dialog, move, offer } = mac([0]);
    move.mockImplementation(() => {
      throw new Error('The volume is read-only.');
    });
    expect(await offer()).toBe(false);
    expect(dialog.showMessageBox).toHaveBeenLastCalledWith(
      expect.objectContaining({ detail: expect.stringContaining('The volume is read-only. Drag it') }),
    );
  });
});
