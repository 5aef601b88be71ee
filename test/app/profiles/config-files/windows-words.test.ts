import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowsArgument } from '../../../../app/common/text/windows.ts';
import { windowsWords } from '../../../../app/profiles/config-files/windows-words.ts';

describe('a command line on Windows', () => {
  it.each([
    ['', []],
    ['  a \t b  ', ['a', 'b']],
    [
      String.raw`"C:\Path To\credentials.cmd" plain "two words"`,
      [String.raw`C:\Path To\credentials.cmd`, 'plain', 'two words'],
    ],
    [String.raw`C:\a\b c\d`, [String.raw`C:\a\b`, String.raw`c\d`]],
    [String.raw`a\"b`, ['a"b']],
    [String.raw`"a\\" b`, [String.raw`a` + '\\', 'b']],
    [String.raw`"a\\\" b"`, ['a\\" b']],
    ['a"b c"d', ['ab cd']],
    ['"" x', ['', 'x']],
    ["'a b'", ["'a", "b'"]],
    ['a\\', ['a\\']],
  ])('(%s) is split as programs there get it', (line, words) => {
    expect(windowsWords(line)).toEqual(words);
  });

  it.each(['"a', 'a "b c'])('(%s) with an open quote is none', (line) => {
    expect(windowsWords(line)).toBeNull();
  });

  it('gives back every word that was quoted for it', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', ' ', '\t', '"', '\\', "'", 'ü', '%'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (words) => {
        expect(windowsWords(words.map(windowsArgument).join(' '))).toEqual(words);
      }),
    );
  });
});
