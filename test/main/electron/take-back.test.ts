import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fail } from '../../../app/common/result.ts';
import { takeBack } from '../../../main/electron/take-back.ts';
import { UNINSTALL_FLAG } from '../../../main/electron/uninstall-flag.ts';

afterEach(() => vi.useRealTimers());

function desktop() {
  return {
    removeAsDefaultProtocolClient: vi.fn(() => true),
    setLoginItemSettings: vi.fn(),
  };
}
const removed = async () => fail('command-failed', 'no');

describe('what an uninstalled Latchkey takes back', () => {
  it.each([
    ['win32', [['latchkey', 'C:\\L\\Latchkey.exe', ['--']]], [[{ openAtLogin: false }]]],
    ['darwin', [['latchkey']], [[{ openAtLogin: false }]]],
    ['linux', [], []],
  ] as const)('is links, the start at login, and the command, on %s', async (platform, links, login) => {
    const app = desktop();
    const remove = vi.fn(removed);
    await takeBack(app, { platform, execPath: 'C:\\L\\Latchkey.exe' }, { remove });
    expect(app.removeAsDefaultProtocolClient.mock.calls).toEqual(links);
    expect(app.setLoginItemSettings.mock.calls).toEqual(login);
    expect(remove).toHaveBeenCalledOnce();
  });

  it('does not keep the uninstaller waiting', async () => {
    vi.useFakeTimers();
    const done = takeBack(
      desktop(),
      { platform: 'win32', execPath: 'x' },
      { remove: () => new Promise(() => undefined) },
    );
    await vi.advanceTimersByTimeAsync(40_000);
    await done;
    await takeBack(
      desktop(),
      { platform: 'linux', execPath: 'x' },
      { remove: () => Promise.reject(new Error()) },
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is what the uninstaller asks for, and asks about the data folder where somebody can answer', () => {
    const script = readFileSync(join(import.meta.dirname, '../../../build/installer.nsh'), 'utf8');
    expect(script).toContain(`ExecWait '"$INSTDIR\\\${APP_EXECUTABLE_FILENAME}" ${UNINSTALL_FLAG}'`);
    const [ask, remove] = [script.indexOf('MessageBox MB_YESNO'), script.indexOf('RMDir /r')];
    expect(script.indexOf('${ifNot} ${isUpdated}')).toBeLessThan(script.indexOf('ExecWait'));
    expect(script.indexOf('"/S"')).toBeLessThan(ask);
    expect(script).toContain('MB_DEFBUTTON2');
    expect(script.slice(ask, remove)).toContain('IDNO latchkeyKeepsData');
    expect(remove).toBeLessThan(script.indexOf('latchkeyKeepsData:'));
  });
});
