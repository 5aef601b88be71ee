import { fail, succeed, type Result } from '../common/result.ts';
import { shellWord } from '../common/text/shell.ts';
import { powershellString } from '../common/text/windows.ts';
import type { Shell } from './model.ts';

/** Variables to set and to take away, and what a person is told of them. */
export interface Variables {
  /** Lines of plain text. */
  readonly notes: readonly string[];
  readonly unset: readonly string[];
  readonly set: Readonly<Record<string, string>>;
}

/**
 * Variables as lines for a shell.
 *
 * - sh: for `eval "$(…)"` in any POSIX shell
 * - powershell: for `& ([ScriptBlock]::Create((…) -join "`n"))`, which gives them to no cmdlet. In ASCII alone, since
 *   PowerShell takes a program's output for the console's code page (about_Character_Encoding)
 * - cmd: for `for /f "delims=" %i in ('…') do @%i`, as docker-machine and minikube have it. What stands in `%i` is not taken apart again, but for quotes, after
 *   which `set` does not find its own (cmd: `for /?`, `set /?`). It has no notes, which would be run too
 *
 * @returns `invalid-input` for a value that the shell has no way to write
 */
export function variableLines(shell: Shell, { notes, unset, set }: Variables): Result<string> {
  const values = Object.entries(set);
  switch (shell) {
    case 'sh':
      return lines([
        ...notes.map((note) => `# ${note}`),
        ...unset.map((name) => `unset ${name}`),
        ...values.map(([name, value]) => `export ${name}=${shellWord(value)}`),
      ]);
    case 'powershell':
      return lines([
        ...notes.map((note) => `# ${note.replaceAll(/[^\x20-\x7e]/gu, '?')}`),
        ...unset.map((name) => `$env:${name} = $null`),
        ...values.map(([name, value]) => `$env:${name} = ${asciiString(value)}`),
      ]);
    case 'cmd': {
      const unsaid = values.find(([, value]) => /["\r\n]/.test(value));
      if (unsaid !== undefined) {
        return fail('invalid-input', `cmd has no way to write the value of ${unsaid[0]}.`, {
          hint: 'Use PowerShell: latchkey env NAME --shell powershell',
        });
      }
      return lines([
        ...unset.map((name) => `set "${name}="`),
        ...values.map(([name, value]) => `set "${name}=${value}"`),
      ]);
    }
  }
}

function lines(all: readonly string[]): Result<string> {
  return succeed(all.map((line) => `${line}\n`).join(''));
}

/** A PowerShell expression in ASCII: what is not is named by its number (about_Type_Accelerators, `[char]`). */
function asciiString(value: string): string {
  const parts = value.match(/[\x20-\x7e]+|[^\x20-\x7e]/g) ?? [];
  const [first = '', ...rest] = parts;
  const isPlain = /^[\x20-\x7e]*$/.test(first);
  return [isPlain ? first : '', ...(isPlain ? rest : parts)]
    .map((part, at) =>
      at === 0 || /^[\x20-\x7e]/.test(part)
        ? powershellString(part)
        : `[char]0x${part.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .join(' + ');
}
