import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { variableLines } from '../../../app/clients/variable-lines.ts';
import { oddText } from './odd-values.ts';

const variables = (value: string) => ({
  notes: ['orders · é'],
  unset: ['PGSERVICE'],
  set: { PGUSER: value },
});

function linesFor(shell: 'sh' | 'powershell' | 'cmd', value: string): string {
  const made = variableLines(shell, variables(value));
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
}

/** What PowerShell makes of an expression of single-quoted texts and `[char]` numbers. */
function powershellValue(expression: string): string {
  const part = /'((?:[^'\u2018-\u201b]|(?:['\u2018-\u201b]){2})*)'|\[char\]0x([0-9a-f]{4})/g;
  expect(expression.replaceAll(part, '').replaceAll(' + ', '')).toBe('');
  return [...expression.matchAll(part)]
    .map(([, text, code]) =>
      code === undefined
        ? (text ?? '').replaceAll(/(['])\1/g, '$1')
        : String.fromCharCode(parseInt(code, 16)),
    )
    .join('');
}

describe('variables as lines for a shell', () => {
  it.runIf(process.platform !== 'win32')('come out of a POSIX shell as they went in', () => {
    fc.assert(
      fc.property(oddText, (value) => {
        const script = `PGSERVICE=x; eval "$1"; printf %s. "\${PGSERVICE-unset}$PGUSER"`;
        const said = execFileSync('/bin/sh', ['-c', script, 'sh', linesFor('sh', value)]);
        expect(said.toString()).toBe(`unset${value}.`);
      }),
      { numRuns: 40 },
    );
  });

  it('are ASCII for PowerShell, whatever the code page, and come out as they went in', () => {
    fc.assert(
      fc.property(oddText, (value) => {
        const text = linesFor('powershell', value);
        expect(text).toMatch(/^[\x20-\x7e\n]*$/);
        expect(powershellValue(/^\$env:PGUSER = (.*)$/m.exec(text)?.[1] ?? '')).toBe(value);
      }),
    );
    expect(linesFor('powershell', "o'né😀")).toBe(
      "# orders ? ?\n$env:PGSERVICE = $null\n$env:PGUSER = 'o''n' + [char]0x00e9 + [char]0xd83d + [char]0xde00\n",
    );
    expect(linesFor('powershell', 'é')).toContain("= '' + [char]0x00e9\n");
  });

  it('are for cmd what `set` takes, without notes, which it would run', () => {
    expect(linesFor('cmd', 'a%2F&b^!')).toBe('set "PGSERVICE="\nset "PGUSER=a%2F&b^!"\n');
    for (const value of ['a"b', 'a\nb', 'a\rb']) {
      expect(variableLines('cmd', variables(value))).toMatchObject({
        ok: false,
        error: { code: 'invalid-input' },
      });
    }
  });
});
