import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../app/common/result.ts';
import { commandPathEntry } from '../../../main/command/path-entry.ts';
import { userPath, type RunPowerShell, type UserPath } from '../../../main/command/user-path.ts';
import { cmdletsIn } from '../clients/cmdlets.ts';

const folder = 'C:\\Users\\Zoë\\AppData\\Roaming\\Latchkey\\command';
const command = `${folder}\\latchkey.cmd`;

/** The registry's PATH, in memory. */
function memoryPath(value: string) {
  const registry = { value };
  const port: UserPath = {
    read: async () => succeed(registry.value),
    async change(before, after) {
      if (registry.value !== before) return fail('command-failed', 'changed meanwhile');
      registry.value = after;
      return succeed(undefined);
    },
  };
  return { registry, port };
}

describe('the command on Windows', () => {
  it('is put on the user’s PATH, and taken off it again', async () => {
    const before = '%USERPROFILE%\\bin;C:\\tools;';
    const { registry, port } = memoryPath(before);
    const entry = commandPathEntry(command, 'C:\\Windows;C:\\tools', port);
    const absent = { by: 'path', command, link: command, status: 'absent', isOnPath: false };
    const installed = { ...absent, status: 'installed', isOnPath: true };
    expect(await entry.look()).toEqual(absent);
    expect(await entry.install()).toEqual({ ok: true, value: installed });
    expect(registry.value).toBe(`${before};${folder}`);
    expect(await entry.look()).toEqual(installed);
    expect(await entry.install()).toEqual({ ok: true, value: installed });
    expect(registry.value).toBe(`${before};${folder}`);
    expect(await entry.remove()).toEqual({ ok: true, value: absent });
    expect(registry.value).toBe(before);
  });

  it('is there where terminals already find it', async () => {
    const entry = commandPathEntry(command, `C:\\Windows;${folder}\\`, memoryPath(folder).port);
    expect(await entry.look()).toMatchObject({ status: 'installed' });
  });

  it.each([
    ['a semicolon in the folder', 'C:\\a;b\\latchkey.cmd', ''],
    ['a percent sign in the folder', 'C:\\100%\\latchkey.cmd', ''],
    ['a PATH that is full', command, 'x'.repeat(32_760)],
  ])('is refused for %s, and nothing is changed', async (_, where, path) => {
    const { registry, port } = memoryPath(path);
    const entry = commandPathEntry(where, '', port);
    expect(await entry.install()).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect(registry.value).toBe(path);
  });

  it('stays what it was where PATH cannot be read or changed', async () => {
    const refused = async () => fail('command-failed', 'no');
    for (const port of [
      { ...memoryPath('').port, read: refused },
      { ...memoryPath('').port, change: refused },
    ]) {
      const entry = commandPathEntry(command, '', port);
      expect(await entry.install()).toMatchObject({ ok: false, error: { code: 'command-failed' } });
      expect(await entry.look()).toMatchObject({ status: 'absent' });
    }
  });
});

// only the texts are shown here: no Windows was at hand
describe('the user’s PATH in Windows’ registry', () => {
  /** What PowerShell is asked; it answers in base64, or ends with a code. */
  function powershell(answer: string | number) {
    const asked: Array<Parameters<RunPowerShell>> = [];
    const run: RunPowerShell = async (...given) => {
      asked.push(given);
      if (typeof answer === 'string') return Buffer.from(answer).toString('base64');
      throw Object.assign(new Error('ended'), { code: answer });
    };
    return { asked, path: userPath(run) };
  }

  it('is read with the names of variables in it, in any script', async () => {
    const { asked, path } = powershell('%APPDATA%\\x;C:\\Ж');
    expect(await path.read()).toEqual({ ok: true, value: '%APPDATA%\\x;C:\\Ж' });
    expect(asked[0]?.[0]).toContain('DoNotExpandEnvironmentNames');
  });

  it('is handed over by variables, compared, kept in its kind, and told to the desktop', async () => {
    const { asked, path } = powershell('');
    expect(await path.change("C:\\it's", "C:\\it's;C:\\x")).toEqual({ ok: true, value: undefined });
    const [script, variables] = asked[0] ?? [];
    expect(variables).toEqual({ LATCHKEY_PATH_BEFORE: "C:\\it's", LATCHKEY_PATH_AFTER: "C:\\it's;C:\\x" });
    expect(script).not.toContain("it's");
    expect(script).toContain('$kind = $key.GetValueKind');
    expect(
      script?.endsWith("[Environment]::SetEnvironmentVariable('LATCHKEY_PATH_CHANGED', '', 'User')"),
    ).toBe(true);
  });

  it('says what went wrong', async () => {
    expect(await powershell(3).path.change('a', 'b')).toMatchObject({ error: { hint: 'Try again.' } });
    for (const failing of [powershell(1).path.change('a', 'b'), powershell(1).path.read()]) {
      expect(await failing).toMatchObject({ ok: false, error: { code: 'command-failed' } });
    }
  });

  it('is asked for without a cmdlet and without a double quote, and not in Constrained Language Mode', async () => {
    const { asked, path } = powershell('');
    await path.read();
    await path.change('a', 'b');
    for (const [script] of asked) {
      expect(cmdletsIn(script)).toEqual([]);
      expect(script).not.toContain('"');
      expect(script).toMatch(/^if \(\$ExecutionContext\.SessionState\.LanguageMode -ne 'FullLanguage'\)/);
    }
  });
});
