import * as electron from 'electron';
import type { Clipboard } from '../../app/tokens/ports.ts';

/**
 * Formats by which clipboard managers and histories are asked to pass a secret by. Each system looks only
 * at its own: macOS http://nspasteboard.org; Windows "Cloud Clipboard and Clipboard History Formats"
 * (learn.microsoft.com, clipboard-formats); KDE's Klipper `x-kde-passwordManagerHint`.
 */
const marks: Readonly<Partial<Record<NodeJS.Platform, Readonly<Record<string, Uint8Array<ArrayBuffer>>>>>> = {
  darwin: {
    'org.nspasteboard.ConcealedType': new Uint8Array(),
    'org.nspasteboard.TransientType': new Uint8Array(),
  },
  win32: {
    ExcludeClipboardContentFromMonitorProcessing: new Uint8Array(4),
    CanIncludeInClipboardHistory: new Uint8Array(4),
    CanUploadToCloudClipboard: new Uint8Array(4),
  },
  linux: { 'x-kde-passwordManagerHint': new TextEncoder().encode('secret') },
};

/** Electron before 44 has no way to write such formats. */
const canMark = typeof electron.ClipboardItem === 'function';

/** The system's clipboard. Its methods are awaited: they answer at once before Electron 44 and by promise since. */
export const electronClipboard: Clipboard = {
  async writeSecret(text) {
    if (canMark) {
      try {
        await electron.clipboard.write([new electron.ClipboardItem(markedAsSecret(text))]);
        if ((await electron.clipboard.readText()) === text) return;
      } catch {
        // a system that does not take the mark: the token matters more
      }
    }
    await electron.clipboard.writeText(text);
  },
  async writeText(text) {
    await electron.clipboard.writeText(text);
  },
  async readText() {
    return electron.clipboard.readText();
  },
  async clear() {
    electron.clipboard.clear();
  },
};

function markedAsSecret(text: string): Record<string, string | Blob> {
  const entries = Object.entries(marks[process.platform] ?? {}).map(([name, bytes]): [string, Blob] => [
    `electron application/osclipboard;format="${name}"`,
    new Blob([bytes]),
  ]);
  return { 'text/plain': text, ...Object.fromEntries(entries) };
}
