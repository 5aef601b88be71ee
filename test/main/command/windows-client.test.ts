import { describe, expect, it } from 'vitest';
import type { ClientRun } from '../../../app/command/model.ts';
import {
  windowsAccess,
  windowsClient,
  windowsCommand,
  windowsRun,
} from '../../../main/command/windows-client.ts';
import { cmdletsIn } from '../clients/cmdlets.ts';
import { commandFile } from '../../../main/command/write-client.ts';

const run: ClientRun = {
  program: "C:\\O'Neil\\psql.exe",
  banner: 'where',
  args: ['--a=b c', 'q"uote', 'end\\'],
  set: { PGHOST: 'host %PATH% $x' },
  unset: ['PGSERVICE'],
  secret: { by: 'environment', variable: 'PGPASSWORD', content: 'tok&en"\n' },
  ownWords: 2,
};

// only the texts are shown here: no Windows was at hand
describe('the command for Windows', () => {
  it('reads the pipe by the name that .NET wants', () => {
    expect(windowsAccess({ socket: '\\\\.\\pipe\\latchkey-ab12', secret: 's' })).toBe('latchkey-ab12\ns\n');
  });

  it('takes a client as data, its arguments quoted by Windows’ rules', () => {
    const parts = windowsRun(run)
      .split('\n')
      .map((line) => line.split(' '))
      .map(([what, ...words]) => [what, ...words.map((word) => Buffer.from(word, 'base64').toString())]);
    expect(parts).toEqual([
      ['program', run.program],
      ['arguments', '"--a=b c" "q\\"uote" end\\'],
      ['words', '2'],
      ['unset', 'PGSERVICE'],
      ['set', 'PGHOST', 'host %PATH% $x'],
      ['set', 'PGPASSWORD', 'tok&en"'],
    ]);
    const secret = { by: 'file', argument: '--defaults-file=', content: '' } as const;
    expect(() => windowsRun({ ...run, secret })).toThrow('environment');
  });

  it('has every path as a literal, and no secret', () => {
    const script = windowsClient({
      accessFile: "C:\\O'Neil\\$x`\\access",
      start: ["C:\\O'Neil\\Latchkey.exe", '--hidden', '--user-data-dir=C:\\a b'],
    });
    expect(script.startsWith('\ufeff#')).toBe(true);
    expect(script).toContain("$access = 'C:\\O''Neil\\$x`\\access'");
    expect(script).toContain(
      `[Diagnostics.Process]::Start('C:\\O''Neil\\Latchkey.exe', '--hidden "--user-data-dir=C:\\a b"')`,
    );
    expect(windowsClient({ accessFile: 'x', start: null })).toContain("'Latchkey is not running.'");
    expect(commandFile('folder', 'win32')).toMatch(/latchkey\.cmd$/);
  });

  it('calls no cmdlet: one may not load, and what it is given can be logged', () => {
    const script = windowsClient({ accessFile: 'x', start: ['C:\\Latchkey.exe'] });
    // a function of the script's own, which is given no secret
    expect(cmdletsIn(script)).toEqual(['Stop-With']);
    expect(script).not.toMatch(/\$args\b/);
  });

  it('is started by Windows’ own PowerShell, and asks nothing at Ctrl-C', () => {
    const [echo, line, ...rest] = windowsCommand.split('\r\n');
    expect([echo, ...rest]).toEqual(['@echo off', '']);
    expect(line).toMatch(
      /^goto #_none_# 2>nul \|\| "%SystemRoot%\\System32\\WindowsPowerShell\\v1\.0\\powershell\.exe" /,
    );
    expect(line).toMatch(/ -File "%~dp0latchkey\.ps1" %\*$/);
  });
});
