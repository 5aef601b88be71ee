import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasEntry, withEntry, withoutEntry } from '../../../main/command/path-entries.ts';

const folder = 'C:\\Users\\Zoë\\AppData\\Roaming\\Latchkey\\command';

describe('an entry of Windows’ PATH', () => {
  it.each([
    ['', folder],
    ['C:\\a', `C:\\a;${folder}`],
    ['%USERPROFILE%\\bin;', `%USERPROFILE%\\bin;;${folder}`],
    [folder, folder],
    [`C:\\a;${folder.toUpperCase()}\\;C:\\b`, `C:\\a;${folder.toUpperCase()}\\;C:\\b`],
  ])('is added to “%s” once', (path, added) => {
    expect(withEntry(path, folder)).toBe(added);
    expect(hasEntry(added, folder)).toBe(true);
  });

  it.each([
    ['', ''],
    [folder, ''],
    [`C:\\a;${folder}\\;C:\\b`, 'C:\\a;C:\\b'],
    [`${folder};${folder.toLowerCase()}`, ''],
    [`${folder}2;C:\\x${folder}`, `${folder}2;C:\\x${folder}`],
  ])('is taken out of “%s”, and nothing else', (path, left) => {
    expect(withoutEntry(path, folder)).toBe(left);
  });

  it('leaves every PATH as it was once it is taken out again', () => {
    const parts = fc.array(fc.oneof(fc.constantFrom('', ' ', 'C:\\a', '%X%\\b', '"C:\\c d"'), fc.string()));
    fc.assert(
      fc.property(parts, (entries) => {
        const path = entries.join(';');
        fc.pre(!hasEntry(path, folder));
        expect(withoutEntry(withEntry(path, folder), folder)).toBe(path);
      }),
    );
  });
});
