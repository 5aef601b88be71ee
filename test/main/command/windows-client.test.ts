import { describe, expect, it } from 'vitest';
import type { ClientRun } from '../../../app/command/model.ts';
import { windowsAccess, windowsClient, windowsRun } from '../../../main/command/windows-client.ts';
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
    expect(JSON.parse(windowsAccess({ socket: '\\\\.\\pipe\\latchkey-ab12', secret: 's' }))).toEqual({
      pipe: 'latchkey-ab12',
      secret: 's',
    });
  });

  it('takes a client as data, its arguments quoted by Windows’ rules', () => {
    expect(JSON.parse(windowsRun(run))).toEqual({
      program: run.program,
      arguments: '"--a=b c" "q\\"uote" end\\',
      set: { PGHOST: 'host %PATH% $x', PGPASSWORD: 'tok&en"' },
      unset: ['PGSERVICE'],
      ownWords: 2,
    });
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
      `Start-Process -FilePath 'C:\\O''Neil\\Latchkey.exe' -ArgumentList '--hidden "--user-data-dir=C:\\a b"'`,
    );
    expect(windowsClient({ accessFile: 'x', start: null })).toContain("'Latchkey is not running.'");
    expect(commandFile('folder', 'win32')).toMatch(/latchkey\.cmd$/);
  });
});
