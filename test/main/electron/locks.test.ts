import { describe, expect, it, vi } from 'vitest';
import { lockContents, lockSession } from '../../../main/electron/locks.ts';

const PAGE = 'latchkey-app://window/index.html';

/** What a new page of the window is given by the locks. */
function lockedPage(mayReload = false) {
  const app = { on: vi.fn() };
  lockContents(app, mayReload);
  const contents = {
    on: vi.fn(),
    setWindowOpenHandler: vi.fn(),
    setWebRTCIPHandlingPolicy: vi.fn(),
    getURL: () => PAGE,
  };
  for (const [name, listener] of app.on.mock.calls) {
    if (name === 'web-contents-created') listener({}, contents);
  }
  return contents;
}

describe('a page', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'is stopped at %s',
    (event) => {
      const { on } = lockedPage();
      const preventDefault = vi.fn();
      for (const [name, listener] of on.mock.calls) {
        if (name === event) listener({ url: PAGE, preventDefault });
      }
      expect(preventDefault).toHaveBeenCalledOnce();
    },
  );

  it('sends no packet by WebRTC', () => {
    const { setWebRTCIPHandlingPolicy } = lockedPage();
    expect(setWebRTCIPHandlingPolicy).toHaveBeenCalledExactlyOnceWith('disable_non_proxied_udp');
  });

  it.each([
    [PAGE, 0],
    [`${PAGE}?other`, 1],
    ['latchkey-app://window/other.html', 1],
    ['https://example.com/', 1],
  ])('that is developed may load itself again, and nothing else: %s', (url, times) => {
    const { on } = lockedPage(true);
    const preventDefault = vi.fn();
    for (const [name, listener] of on.mock.calls) {
      if (name === 'will-navigate') listener({ url, preventDefault });
    }
    expect(preventDefault).toHaveBeenCalledTimes(times);
  });

  it('opens no other window', () => {
    const { setWindowOpenHandler } = lockedPage();
    const [handler] = setWindowOpenHandler.mock.lastCall ?? [];
    expect(handler({ url: 'https://example.com' })).toEqual({ action: 'deny' });
  });
});

it('no permission is given or reported, and no device is handed out', () => {
  const session = {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
  };
  lockSession(session);
  const decide = vi.fn();
  session.setPermissionRequestHandler.mock.lastCall?.[0]({}, 'clipboard-read', decide);
  expect(decide).toHaveBeenCalledExactlyOnceWith(false);
  expect(session.setPermissionCheckHandler.mock.lastCall?.[0]({}, 'media', 'x')).toBe(false);
  expect(session.setDevicePermissionHandler.mock.lastCall?.[0]({ deviceType: 'usb' })).toBe(false);
});
