import { expect, it } from 'vitest';
import { hasFeed, type Copy } from '../../../main/updates/has-feed.ts';

function copy(over: Partial<Copy>, files: readonly string[] = ['app-update.yml']): Copy {
  return {
    isPackaged: true,
    platform: 'linux',
    isAppImage: true,
    has: (name) => files.includes(name),
    ...over,
  };
}

it.each([
  ['an AppImage', copy({}), true],
  ['a copy for macOS', copy({ platform: 'darwin', isAppImage: false }), true],
  ['a copy for Windows', copy({ platform: 'win32', isAppImage: false }), true],
  ['a copy run from its source', copy({ isPackaged: false }), false],
  ['a package without a feed', copy({}, []), false],
  ['a deb or rpm', copy({ isAppImage: false }, ['app-update.yml', 'package-type']), false],
  ['an unpacked folder on Linux', copy({ isAppImage: false }), false],
])('%s', (_name, given, expected) => {
  expect(hasFeed(given)).toBe(expected);
});
