import { expect, it, vi } from 'vitest';
import { setLoginItem } from '../../../main/electron/login-item.ts';

function set(platform: NodeJS.Platform, isPackaged: boolean, startHidden = false) {
  const setLoginItemSettings = vi.fn();
  setLoginItem({ isPackaged, setLoginItemSettings }, platform, { openAtLogin: true, startHidden });
  return setLoginItemSettings.mock.calls;
}

it.each(['darwin', 'win32'] as const)('a package on %s is started with the session', (platform) => {
  expect(set(platform, true)).toEqual([[{ openAtLogin: true, args: [] }]]);
  expect(set(platform, true, true)).toEqual([[{ openAtLogin: true, args: ['--hidden'] }]]);
});

it('nothing else is', () => {
  expect([...set('linux', true), ...set('darwin', false), ...set('win32', false)]).toEqual([]);
});
