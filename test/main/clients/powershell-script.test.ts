import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mariadb } from '../../../app/clients/catalogue/mysql.ts';
import { launchMethodFor } from '../../../app/clients/launch-method.ts';
import { powershellString, windowsArgument } from '../../../app/common/text/windows.ts';
import { powershellScript } from '../../../main/clients/powershell-script.ts';
import { cmdletsIn } from './cmdlets.ts';
import { oddTarget, oddText, sampleToken } from '../../app/clients/odd-values.ts';

/** Takes a single-quoted literal apart as PowerShell's tokenizer does: any quote doubled is one. */
function literalValue(text: string): string {
  const quote = /['\u2018-\u201b]/;
  expect(text[0]).toBe("'");
  let value = '';
  for (let at = 1; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (!quote.test(character)) value += character;
    else if (quote.test(text[at + 1] ?? '')) {
      value += character;
      at += 1;
    } else {
      expect(at).toBe(text.length - 1);
      return value;
    }
  }
  throw new Error('the literal does not end');
}

/** Takes a command line apart after the rules of Microsoft's C run-time library. */
function argumentsOf(line: string): string[] {
  const found: string[] = [];
  let current: string | null = null;
  let quoted = false;
  for (let at = 0; at < line.length;) {
    const slashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
    at += slashes;
    const next = line[at];
    if (next === '"') {
      current = (current ?? '') + '\\'.repeat(Math.floor(slashes / 2));
      if (slashes % 2 === 1) current += '"';
      else quoted = !quoted;
      at += 1;
    } else if (slashes > 0) {
      current = (current ?? '') + '\\'.repeat(slashes);
    } else if (next !== undefined && !quoted && /[ \t]/.test(next)) {
      if (current !== null) found.push(current);
      current = null;
      at += 1;
    } else {
      current = (current ?? '') + (next ?? '');
      at += 1;
    }
  }
  return current === null ? found : [...found, current];
}

describe('quoting for Windows', () => {
  it('gives PowerShell’s tokenizer back what went in', () => {
    fc.assert(
      fc.property(oddText, (text) => {
        expect(literalValue(powershellString(text))).toBe(text);
      }),
    );
    expect(powershellString('a’b‘c')).toBe("'a’’b‘‘c'");
  });

  it('gives a C program back what went in', () => {
    fc.assert(
      fc.property(fc.array(oddText), (words) => {
        expect(argumentsOf(words.map(windowsArgument).join(' '))).toEqual(words);
      }),
    );
    expect(windowsArgument('C:\\Program Files\\x\\')).toBe('"C:\\Program Files\\x\\\\"');
  });
});

describe('powershellScript', () => {
  const folder = 'C:\\Users\\O’Neil\\run\\start-1';
  const subject = {
    folder,
    secretFile: `${folder}\\secret`,
    program: 'C:\\Program Files\\MariaDB 11.4\\bin\\mariadb.exe',
    clientName: 'mariadb',
    banner: { tag: { text: '[o’n]', kind: 'prod' }, line: "Latchkey: o'n", title: "o'n - mariadb" },
  } as const;
  const on = { platform: 'win32', foundIn: 'program' } as const;
  const given = { ...on, said: '', caPath: 'C:\\d\\ca.pem', ownOptionFile: null };
  const plan = launchMethodFor(mariadb, 'direct', on)?.plan(oddTarget, sampleToken, given);
  if (plan?.ok !== true || plan.value.runsIn !== 'terminal') throw new Error('no plan');
  const { args } = plan.value;
  const lines = powershellScript(plan.value, subject).split('\r\n');

  it('removes the folder before it starts the client, and holds no secret', () => {
    const at = (part: string) => lines.findIndex((line) => line.includes(part));
    expect(at('ReadAllText')).toBeGreaterThan(-1);
    expect(at('ReadAllText')).toBeLessThan(at('[IO.Directory]::Delete('));
    expect(at('[IO.Directory]::Delete(')).toBeLessThan(at('[Diagnostics.Process]::Start('));
    expect(lines.join('\n')).not.toContain('X-Amz');
  });

  it('stays until Enter is pressed, also after a Ctrl-C, which runs nothing more than what is in finally', () => {
    const [open, close] = [lines.lastIndexOf('} finally {'), lines.lastIndexOf('}')];
    expect(lines.slice(open - 2, open)).toEqual(['try {', '  $client.WaitForExit()']);
    expect(lines.slice(open + 1, close).map((line) => line.trim())).toEqual([
      '$client.WaitForExit()',
      "[Console]::WriteLine('mariadb ended with code ' + $client.ExitCode)",
      "[Console]::Write('Press Enter to close')",
      '[void][Console]::ReadLine()',
      '[Environment]::Exit($client.ExitCode)',
    ]);
  });

  it('calls no cmdlet, whose parameters can be logged', () => {
    expect(cmdletsIn(lines.join('\n'))).toEqual([]);
  });

  it('names program, arguments and variables so that they come out whole', () => {
    const literal = (start: string) =>
      literalValue((lines.find((line) => line.startsWith(start)) ?? '').slice(start.length));
    expect(literal('$start.FileName = ')).toBe(subject.program);
    expect(argumentsOf(literal('$start.Arguments = '))).toEqual(args);
    expect(lines).toContain("$start.EnvironmentVariables['MYSQL_PWD'] = $secret");
    expect(lines).toContain("[Console]::WriteLine(' Latchkey: o''n')");
    expect(literal('[Console]::Title = ')).toBe(subject.banner.title);
    expect(lines).toContain("[Console]::Write('[o’’n]')");
    expect(lines).toContain(
      "if (-not $env:NO_COLOR) { [Console]::ForegroundColor = 'White'; [Console]::BackgroundColor = 'DarkRed' }",
    );
  });
});
