import { expect, it } from 'vitest';
import { hasFeed, type Copy } from '../../../main/updates/has-feed.ts';

const FEED =
  'provider: generic\nurl: https://updates.example/latchkey\nupdaterCacheDirName: latchkey-updater\n';
const copy = (over: Partial<Copy> = {}): Copy => ({
  isPackaged: true,
  platform: 'darwin',
  feed: FEED,
  ...over,
});

it.each([
  ['a copy for macOS', copy(), true],
  ['a copy for Windows', copy({ platform: 'win32' }), true],
  ['a copy with a feed on GitHub', copy({ feed: 'provider: github\nowner: a\nrepo: b\n' }), true],
  ['a copy without a feed', copy({ feed: null }), false],
  ['a copy that is run from its source', copy({ isPackaged: false }), false],
  ['an AppImage, a deb or an rpm: nobody checks who signed an update', copy({ platform: 'linux' }), false],
  ['a copy whose feed is in plain text', copy({ feed: FEED.replace('https:', 'http:') }), false],
  [
    'a copy whose feed is in plain text, written otherwise',
    copy({ feed: `url: "HTTP://updates.example"` }),
    false,
  ],
  ['a copy of whose feeds one is in plain text', copy({ feed: `${FEED}mirror: http://a.example\n` }), false],
])('%s', (_what, one, expected) => {
  expect(hasFeed(one)).toBe(expected);
});
