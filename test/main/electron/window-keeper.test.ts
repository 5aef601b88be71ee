import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { keepWindow } from '../../../main/electron/window-keeper.ts';

/** A window as far as its keeper looks at it. */
class FakeWindow extends EventEmitter {
  webContents = Object.assign(new EventEmitter(), {
    send: vi.fn(),
    isLoadingMainFrame: vi.fn(() => false),
  });
  isDestroyed = vi.fn(() => false);
  isMinimized = vi.fn(() => false);
  isFocused = vi.fn(() => true);
  restore = vi.fn();
  show = vi.fn();
  focus = vi.fn();
}

function kept() {
  const opened: FakeWindow[] = [];
  const windows = keepWindow(() => {
    const window = new FakeWindow();
    opened.push(window);
    return window;
  });
  return { windows, opened };
}

const palette = ['window:menu', { command: 'palette' }] as const;

describe('the window', () => {
  it('is opened once, and then brought to the front', () => {
    const { windows, opened } = kept();
    expect([windows.current(), windows.isFocused()]).toEqual([null, false]);
    windows.show();
    const [first] = opened;
    first?.isMinimized.mockReturnValue(true);
    windows.show();
    expect(opened).toHaveLength(1);
    expect(first?.restore).toHaveBeenCalledOnce();
    expect(first?.focus).toHaveBeenCalledOnce();
    expect(windows.isFocused()).toBe(true);
  });

  it('that has been closed is opened anew', () => {
    const { windows, opened } = kept();
    windows.show();
    opened[0]?.emit('closed');
    expect(windows.current()).toBeNull();
    windows.show();
    expect(windows.current()).toBe(opened[1]);
  });

  it('that still loads is not shown before it has something to show', () => {
    const { windows, opened } = kept();
    windows.show();
    opened[0]?.webContents.isLoadingMainFrame.mockReturnValue(true);
    windows.show();
    expect(opened[0]?.show).not.toHaveBeenCalled();
  });
});

describe('a command', () => {
  it('opens the window where there is none, and waits for its page', () => {
    const { windows, opened } = kept();
    windows.tell('window:menu', { command: 'palette' });
    windows.tell('window:menu', { command: 'settings' });
    const [window] = opened;
    expect(opened).toHaveLength(1);
    expect(window?.webContents.send).not.toHaveBeenCalled();
    windows.listening();
    expect(window?.webContents.send.mock.calls).toEqual([palette, ['window:menu', { command: 'settings' }]]);
    windows.listening();
    windows.tell('window:menu', { command: 'palette' });
    expect(window?.webContents.send).toHaveBeenCalledTimes(3);
  });

  it('waits again while the page is loaded again, and for another window', () => {
    const { windows, opened } = kept();
    windows.show();
    windows.listening();
    opened[0]?.webContents.emit('did-navigate');
    windows.tell('window:menu', { command: 'palette' });
    opened[0]?.emit('closed');
    windows.show();
    windows.listening();
    expect(opened[0]?.webContents.send).not.toHaveBeenCalled();
    expect(opened[1]?.webContents.send.mock.calls).toEqual([palette]);
  });

  it('is all that opens a window: other events are in the next snapshot', () => {
    const { windows, opened } = kept();
    windows.tell('tokens:leases', []);
    expect(opened).toEqual([]);
    windows.show();
    windows.tell('tokens:leases', []);
    expect(opened[0]?.webContents.send.mock.calls).toEqual([['tokens:leases', []]]);
    opened[0]?.isDestroyed.mockReturnValue(true);
    windows.tell('tokens:leases', []);
    expect(opened[0]?.webContents.send).toHaveBeenCalledOnce();
  });
});
