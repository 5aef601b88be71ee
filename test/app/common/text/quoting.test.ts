import { execFileSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conninfoValue, mountField } from '../../../../app/common/text/config-files.ts';
import { csharpString, goString, jsonString, kubernetesValue } from '../../../../app/common/text/literals.ts';
import { percentEncoded } from '../../../../app/common/text/percent-encoding.ts';
import { shellWord } from '../../../../app/common/text/shell.ts';
import { cmdWord, powershellString } from '../../../../app/common/text/windows.ts';
import { anyText } from '../../any-text.ts';
import { oddText } from '../../clients/odd-values.ts';

const whole = (value: string): string => value.replace(/\p{Surrogate}/gu, '\u{fffd}');

/**
 * Reads an interpreted string literal of Go after its specification: `\` and one of `abfnrtv\"`, `\x` and two,
 * `\u` and four or `\U` and eight hexadecimal digits, or three octal ones; a surrogate half is illegal, as is a
 * line end, NUL or a byte order mark in the text.
 */
function readGo(literal: string): string {
  expect(literal).toMatch(
    /^"(?:[^"\\\n\0\ufeff]|\\(?:[abfnrtv\\"]|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}))*"$/iu,
  );
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-f]{4})|([\s\S]))/gi, (_all, code?: string, one?: string) => {
      if (code !== undefined) {
        const point = Number.parseInt(code, 16);
        expect(point < 0xd800 || point > 0xdfff).toBe(true);
        return String.fromCodePoint(point);
      }
      return simple[one ?? ''] ?? '?';
    });
}

/**
 * Reads a regular string literal of C# after its specification: `\` and one of `'"\0abfnrtv` or `\u` and four
 * hexadecimal digits; none of its line ends in the text.
 */
function readCsharp(literal: string): string {
  expect(literal).toMatch(/^"(?:[^"\\\r\n\u0085\u2028\u2029]|\\(?:['"\\0abfnrtv]|u[0-9a-f]{4}))*"$/i);
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-f]{4})|([\s\S]))/gi, (_all, code?: string, one?: string) =>
      code === undefined ? (simple[one ?? ''] ?? '?') : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

const simple: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  '"': '"',
};

describe('a value comes back as it went in', () => {
  it.each(['dash', 'bash'])('in %s, bare or after an option', (shell) => {
    fc.assert(
      fc.property(fc.array(oddText, { minLength: 1, maxLength: 30 }), (values) => {
        const words = values.flatMap((value) => [shellWord(value), `--user=${shellWord(value)}`]);
        const output = execFileSync(shell, ['-c', `printf '%s\\0' ${words.join(' ')}`], { encoding: 'utf8' });
        expect(output.split('\0').slice(0, -1)).toEqual(
          values.flatMap((value) => [value, `--user=${value}`]),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('in JavaScript', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        expect(runInNewContext(jsonString(value))).toBe(value);
      }),
    );
  });

  it('in Go', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, oddText), (value) => {
        expect(readGo(goString(value))).toBe(whole(value));
      }),
    );
    expect(goString('\ufeff')).toBe('"\\ufeff"');
  });

  it('in C#', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, oddText), (value) => {
        expect(readCsharp(csharpString(value))).toBe(value);
      }),
    );
    expect(csharpString('a\u2028b')).toBe('"a\\u2028b"');
  });

  it('in PowerShell, which takes four more characters for quotes', () => {
    const quotes = /^'(?:[^'\u2018-\u201b]|(['\u2018-\u201b])\1)*'$/;
    fc.assert(
      fc.property(fc.oneof(anyText, oddText), (value) => {
        const literal = powershellString(value);
        expect(literal).toMatch(quotes);
        expect(literal.slice(1, -1).replace(/(['\u2018-\u201b])\1/g, '$1')).toBe(value);
      }),
    );
  });

  it('in a part of a URL', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, oddText), (value) => {
        const part = percentEncoded(value);
        expect(part).toMatch(/^(?:[\w.~-]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(part)).toBe(whole(value));
        // java.net.URLDecoder, which JDBC drivers use, takes a plus sign for a space
        expect(decodeURIComponent(part.replaceAll('+', ' '))).toBe(whole(value));
      }),
    );
  });

  it('in libpq’s keywords and values', () => {
    fc.assert(
      fc.property(oddText, (value) => {
        const word = conninfoValue(value);
        expect(word).toMatch(/^(?:[^'\\\s]+|'(?:[^'\\]|\\['\\])*')$/);
        expect(word.startsWith("'") ? word.slice(1, -1).replace(/\\(.)/gs, '$1') : word).toBe(value);
      }),
    );
  });

  it('in a container’s environment, of which Kubernetes expands nothing', () => {
    // expansion after Kubernetes' own description: `$$` is a dollar, `$(NAME)` a variable
    const expanded = (text: string): string =>
      text.replace(/\$\$|\$\([^)]*\)/g, (found) => (found === '$$' ? '$' : 'EXPANDED'));
    fc.assert(
      fc.property(fc.oneof(oddText, fc.constantFrom('$(DB_HOST)', '$$(X)', '$', 'a$$')), (value) => {
        const text: unknown = JSON.parse(kubernetesValue(value));
        expect(expanded(String(text))).toBe(whole(value));
      }),
    );
  });

  it('in a field of docker’s --mount', () => {
    const path = '/a,"b"/rds-ca.pem';
    expect(mountField(`src=${path}`)).toBe('"src=/a,""b""/rds-ca.pem"');
    expect(mountField('src=/a/b.pem')).toBe('src=/a/b.pem');
  });
});

describe('a word for cmd.exe', () => {
  it('holds nothing that is expanded or ends it, or is refused', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, oddText), (value) => {
        const word = cmdWord(value);
        if (word === null) return;
        expect(word).toMatch(/^(?:[\w:.\\/-]+|"[^"%^&|<>!\r\n\0]*")$/);
        expect(word.replace(/^"(.*)"$/, '$1')).toBe(value);
      }),
    );
    expect([cmdWord('a b'), cmdWord('%PATH%'), cmdWord('a\nb'), cmdWord('a"&calc')]).toEqual([
      '"a b"',
      null,
      null,
      null,
    ]);
  });
});
