import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isPlainLine,
  isPlainText,
  plainLine,
  plainText,
  shown,
} from '../../../../app/common/text/plain-text.ts';
import { anyText } from '../../any-text.ts';

/** What a terminal obeys, what turns text around, and what nobody sees. */
const hidden: ReadonlyArray<readonly [what: string, character: string]> = [
  ['ESC', '\u001b'],
  ['BEL', '\u0007'],
  ['NUL', '\0'],
  ['a newline', '\n'],
  ['a carriage return', '\r'],
  ['a tab', '\t'],
  ['delete', '\u007f'],
  ['C1: CSI', '\u009b'],
  ['C1: next line', '\u0085'],
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
  ['a right-to-left override', '\u202e'],
  ['a left-to-right isolate', '\u2066'],
  ['a right-to-left mark', '\u200f'],
  ['an Arabic letter mark', '\u061c'],
  ['a zero-width space', '\u200b'],
  ['a zero-width joiner', '\u200d'],
  ['a zero-width non-joiner', '\u200c'],
  ['a word joiner', '\u2060'],
  ['a soft hyphen', '\u00ad'],
  ['a byte order mark', '\ufeff'],
  ['a variation selector', '\ufe0f'],
  ['a Hangul filler', '\u3164'],
  ['an interlinear annotation', '\ufff9'],
  ['a tag', '\u{e0041}'],
  ['half a character', '\ud800'],
];

/** Words and emoji that are written with joiners, selectors or tags. */
const written: ReadonlyArray<readonly [what: string, text: string]> = [
  ['Persian', 'می\u200cخواهم'],
  ['Hindi', 'क्\u200dष'],
  ['Sinhala', 'ශ්\u200dරී'],
  ['a family', '👨\u200d👩\u200d👧\u200d👦'],
  ['a coder', '👩🏽\u200d💻'],
  ['a heart', '❤\ufe0f'],
  ['a burning heart', '❤\ufe0f\u200d🔥'],
  ['the flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
  ['a keycap', '1\ufe0f\u20e3'],
  ['Japanese', '本番環境'],
  ['Arabic and Hebrew', 'إنتاج ייצור'],
  ['accents', 'Zoe\u0308 Çelik'],
];

describe('one line', () => {
  it.each(hidden)(
    'with %s is not plain, is cleaned, and is shown so that it does nothing',
    (_what, character) => {
      const text = `or${character}ders`;
      expect(isPlainLine(text)).toBe(false);
      expect(plainLine(text)).toMatch(/^or ?ders$/);
      expect(shown(text)).toMatch(/^or( |\\u\{[0-9a-f]+\})ders$/);
    },
  );

  it.each(written)('of %s stays as it is', (_what, text) => {
    expect(isPlainLine(text)).toBe(true);
    expect([plainLine(text), shown(text)]).toEqual([text, text]);
  });

  it('has joiners and tags only where one sees what they do', () => {
    expect(isPlainLine('a\u200db')).toBe(false);
    expect(isPlainLine('👨\u200d')).toBe(false);
    expect(isPlainLine('م\u200c')).toBe(false);
    expect(isPlainLine('orders 1\ufe0f')).toBe(false);
    // a flag's tags could carry a whole message
    expect(isPlainLine('🏴\u{e0073}\u{e0065}\u{e0063}\u{e007f}')).toBe(false);
  });

  it('has no joiner beside a mark of direction, though the mark is of a script that joins', () => {
    const mark = '\u{61c}';
    expect(plainLine(`ශ්\u{200c}${mark}`)).toBe('ශ්');
    expect(plainLine(`${mark}\u{200c}ර`)).toBe('ර');
  });

  it('is plain after cleaning and when shown, whatever it was', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc
            .array(
              fc.constantFrom(...hidden.map(([, one]) => one), ...written.map(([, one]) => one), 'a', ' '),
            )
            .map((parts) => parts.join('')),
        ),
        (text) => {
          const clean = plainLine(text);
          expect(isPlainLine(clean)).toBe(true);
          expect(plainLine(clean)).toBe(clean);
          expect(isPlainLine(shown(text))).toBe(true);
          expect(shown(text, 20).length).toBeLessThanOrEqual(20);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is cut to a length, with an ellipsis and no half character', () => {
    expect(shown('abcdef', 4)).toBe('abc…');
    expect(shown('abcd', 4)).toBe('abcd');
    expect(shown('ab😀d', 4)).toBe('ab…');
    expect(shown('\u001b'.repeat(9), 12)).toBe('\\u{1b}\\u{1b…');
  });

  it('is looked at in time, however long it is and whatever it is made of', () => {
    for (const character of ['\u200d', '👩\u200d', 'م\u200c', '\u{e0067}', 'a']) {
      const started = performance.now();
      isPlainLine(character.repeat(100_000));
      expect(performance.now() - started).toBeLessThan(2_000);
    }
  });
});

describe('a text of several lines', () => {
  it('has line ends and tabs, and nothing else that hides', () => {
    expect(isPlainText('one\r\ntwo\n\tthree')).toBe(true);
    expect(isPlainText('one\u001btwo')).toBe(false);
    expect(plainText('one\r\ntwo\u202e\n\t\u2028three')).toBe('one\r\ntwo\n\tthree');
  });
});
