import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument, serialiseDocument } from '../../../../app/profiles/config-files/document.ts';
import { readAwsConfig } from '../../../../app/profiles/config-files/read-config.ts';
import { anyText } from '../../any-text.ts';
import { anyConfigText } from './any-config-text.ts';

describe('a config file', () => {
  it('is given back character by character, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, anyConfigText), (text) => {
        expect(serialiseDocument(parseDocument(text))).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never makes reading it fail, whatever it holds', () => {
    const any = fc.oneof(anyText, anyConfigText);
    fc.assert(
      fc.property(any, any, (config, credentials) => {
        const read = readAwsConfig({ config, credentials });
        expect(read.skipped.every(({ line, reason }) => reason.startsWith(`line ${line}: `))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('says of every line what it is and what it belongs to', () => {
    const text = '# c\n[profile dev] # junk\nRegion = r\n\n  more\nstray\n[open\r\n; c\rlast: 1';
    expect(parseDocument(text).lines.map(({ number, role, key, end }) => [number, role, key, end])).toEqual([
      [1, 'comment', null, '\n'],
      [2, 'header', null, '\n'],
      [3, 'setting', 'region', '\n'],
      [4, 'blank', 'region', '\n'],
      [5, 'continuation', 'region', '\n'],
      [6, 'stray', 'region', '\n'],
      [7, 'stray', null, '\r\n'],
      [8, 'comment', null, '\r'],
      [9, 'setting', 'last', ''],
    ]);
  });

  // slower than it is may pass; reading that goes over the lines again for each line would not
  it.each([
    ['the same section without number', '[profile a]\nb=1\n'.repeat(60_000)],
    ['one section with keys without number', `[a]\n${'k = v\n'.repeat(60_000)}`],
    ['a value of many lines', `[a]\nk =\n${' x = 1\n'.repeat(60_000)}`],
    ['one long line', `[a]\n${'x'.repeat(2_000_000)}`],
    ['one long line of spaces', `[a]\nk = ${' '.repeat(2_000_000)}x`],
    ['one long header', `[profile ${'"a" '.repeat(500_000)}]`],
    ['one long line of words', `[a]\n${'://?key'.repeat(300_000)}`],
  ])('of very many lines or characters does not hold anybody up: %s', (_, text) => {
    const started = performance.now();
    readAwsConfig({ config: text, credentials: '' });
    expect(performance.now() - started).toBeLessThan(25_000);
  });

  it('of which nearly all is skipped names a thousand lines and counts the rest', () => {
    const { skipped } = readAwsConfig({ config: 'x\n'.repeat(3_000), credentials: '' });
    expect(skipped.length).toBe(1_001);
    expect(skipped.at(-1)?.reason).toBe('line 1000: there is more like this: 2000 lines');
  });
});
