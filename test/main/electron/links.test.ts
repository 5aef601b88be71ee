import { describe, expect, it, vi } from 'vitest';
import { collectLinks, linksIn, registerLinks } from '../../../main/electron/links.ts';
import { startCommand } from '../../../main/electron/start-command.ts';

type OpenUrl = (event: { preventDefault(): void }, link: string) => void;

function fakeApp() {
  const listeners: OpenUrl[] = [];
  const app = {
    on(_name: 'open-url', listener: OpenUrl) {
      listeners.push(listener);
      return app;
    },
  };
  const openUrl = (link: string): void => {
    for (const listener of listeners) listener({ preventDefault: () => undefined }, link);
  };
  return { on: app.on, openUrl };
}

describe('links from outside', () => {
  it('are those of a program’s arguments that have the scheme', () => {
    const argv = [
      'latchkey://program',
      '--hidden',
      '/x',
      'latchkey://connect/a',
      'LATCHKEY:b',
      'latchkey-app://w',
    ];
    expect(linksIn(argv)).toEqual(['latchkey://connect/a', 'LATCHKEY:b']);
  });

  it('wait until somebody opens them, the last of them, and come through from then on', () => {
    const { on, openUrl } = fakeApp();
    const inbox = collectLinks({ on }, ['electron', 'latchkey://connect/first']);
    openUrl('latchkey://connect/second');
    const follow = vi.fn();
    inbox.open(follow);
    openUrl('latchkey://connect/third');
    inbox.put('latchkey://connect/fourth');
    expect(follow.mock.calls.flat()).toEqual([
      'latchkey://connect/second',
      'latchkey://connect/third',
      'latchkey://connect/fourth',
    ]);
  });

  it('are registered by a package alone, and on Windows so that none can be a switch', () => {
    const setAsDefaultProtocolClient = vi.fn(() => true);
    registerLinks({ isPackaged: false, setAsDefaultProtocolClient }, 'win32');
    registerLinks({ isPackaged: true, setAsDefaultProtocolClient }, 'linux');
    expect(setAsDefaultProtocolClient).not.toHaveBeenCalled();
    registerLinks({ isPackaged: true, setAsDefaultProtocolClient }, 'darwin');
    registerLinks({ isPackaged: true, setAsDefaultProtocolClient }, 'win32');
    expect(setAsDefaultProtocolClient.mock.calls).toEqual([
      ['latchkey'],
      ['latchkey', process.execPath, ['--']],
    ]);
  });
});

describe('how a terminal starts Latchkey again', () => {
  const app = (isPackaged: boolean) => ({ isPackaged, getAppPath: () => '/src/latchkey' });
  it.each([
    [true, 'linux', '/opt/Latchkey/latchkey-desktop', {}, ['/opt/Latchkey/latchkey-desktop', '--hidden']],
    [
      true,
      'linux',
      '/tmp/.mount/latchkey-desktop',
      { APPIMAGE: '/home/me/L.AppImage' },
      ['/home/me/L.AppImage', '--hidden'],
    ],
    [
      true,
      'darwin',
      '/Applications/Latchkey.app/Contents/MacOS/Latchkey',
      {},
      ['open', '-g', '-a', '/Applications/Latchkey.app', '--args', '--hidden'],
    ],
    [
      false,
      'linux',
      '/x/electron',
      {},
      ['/x/electron', '/src/latchkey', '--user-data-dir=/data', '--hidden'],
    ],
  ] as const)('packaged %s on %s from %s', (isPackaged, platform, execPath, env, words) => {
    expect(startCommand(app(isPackaged), { platform, execPath, argv: [execPath], env }, '/data')).toEqual(
      words,
    );
  });

  it('keeps what the next run needs, and nothing that was for this one', () => {
    const argv = [
      'e',
      '--no-sandbox',
      '--inspect=0',
      '--user-data-dir=/d x',
      '.',
      'latchkey://connect/a',
      '--hidden',
    ];
    const given = { platform: 'linux', execPath: 'e', argv, env: {} } as const;
    expect(startCommand(app(false), given, '/d x')).toEqual([
      'e',
      '/src/latchkey',
      '--no-sandbox',
      '--user-data-dir=/d x',
      '--hidden',
    ]);
  });
});
