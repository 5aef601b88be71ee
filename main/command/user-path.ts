import { execFile } from 'node:child_process';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { languageCheck, windowsPowerShell } from '../clients/powershell.ts';

/** How long Windows may take, in milliseconds: every window is told of a change, and one that hangs takes a second. */
const TIMEOUT_MS = 30_000;

/** The user's own PATH on Windows, without the machine's. */
export interface UserPath {
  /** As the registry has it, with the names of variables in it. */
  read(): Promise<Result<string>>;
  /** Replaces it, if it still is what was read: `command-failed`. */
  change(before: string, after: string): Promise<Result<void>>;
}

/** Runs a script in Windows PowerShell, with variables beside its environment; rejects where it does not end well. */
export type RunPowerShell = (script: string, variables: Readonly<Record<string, string>>) => Promise<string>;

/** Windows' own PowerShell, without a window. */
export function runPowerShell(environment: Readonly<Record<string, string | undefined>>): RunPowerShell {
  return (script, variables) =>
    new Promise((resolve, reject) => {
      execFile(
        windowsPowerShell(environment),
        ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', script],
        { env: { ...environment, ...variables }, timeout: TIMEOUT_MS, windowsHide: true },
        (failed, stdout) => (failed === null ? resolve(stdout) : reject(failed)),
      );
    });
}

/** The value is what it was written as: one with `%NAME%` in it must stay one that is expanded. */
const AS_IT_IS = "GetValue('Path', '', [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames)";

const READ = [
  "$ErrorActionPreference = 'Stop'",
  "$key = [Microsoft.Win32.Registry]::CurrentUser.OpenSubKey('Environment')",
  `$path = if ($null -eq $key) { '' } else { [string]$key.${AS_IT_IS} }`,
  // in base64, for the console's code page may not have every character
  '[Console]::Write([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($path)))',
];

/** With what the script ends where PATH is no longer what was read. */
const CHANGED_MEANWHILE = 3;

const CHANGE = [
  "$ErrorActionPreference = 'Stop'",
  "$key = [Microsoft.Win32.Registry]::CurrentUser.CreateSubKey('Environment')",
  `if (-not [string]::Equals([string]$key.${AS_IT_IS}, [string]$env:LATCHKEY_PATH_BEFORE)) { exit ${CHANGED_MEANWHILE} }`,
  '$kind = [Microsoft.Win32.RegistryValueKind]::ExpandString',
  "if ($null -ne $key.GetValue('Path')) { $kind = $key.GetValueKind('Path') }",
  '$after = [string]$env:LATCHKEY_PATH_AFTER',
  "if ($after -eq '') { $key.DeleteValue('Path', $false) } else { $key.SetValue('Path', $after, $kind) }",
  '$key.Close()',
  "[Environment]::SetEnvironmentVariable('LATCHKEY_PATH_CHANGED', '', 'User')",
];

/**
 * The user's PATH in the registry (`HKEY_CURRENT_USER\Environment`), by .NET's methods: `setx` cuts it at 1,024
 * characters, `reg` prints it in a code page that may lack some of them, and .NET's own way to set a variable would put
 * in the values of those that it names (Microsoft Learn, "setx"; "RegistryValueOptions Enum"). Removing a variable that
 * nobody has tells the desktop to read them all anew, so that the next terminal has the new PATH (Microsoft Learn,
 * "Environment.SetEnvironmentVariable": WM_SETTINGCHANGE).
 *
 * Not tried on a real Windows.
 */
export function userPath(run: RunPowerShell): UserPath {
  return {
    async read() {
      try {
        return succeed(Buffer.from(await run(scriptOf(READ), {}), 'base64').toString('utf8'));
      } catch {
        return failed('read');
      }
    },
    async change(before, after) {
      try {
        await run(scriptOf(CHANGE), { LATCHKEY_PATH_BEFORE: before, LATCHKEY_PATH_AFTER: after });
        return succeed(undefined);
      } catch (cause) {
        if (!isExit(cause, CHANGED_MEANWHILE)) return failed('changed');
        return fail('command-failed', 'Your PATH was changed by another program just now.', {
          hint: 'Try again.',
        });
      }
    },
  };
}

/** One line without double quotes, so that nothing on the way takes it apart. */
function scriptOf(lines: readonly string[]): string {
  return [languageCheck('', 'exit 1'), ...lines].join('; ');
}

function isExit(cause: unknown, code: number): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}

function failed(what: 'read' | 'changed'): Result<never> {
  return fail(
    'command-failed',
    `Your PATH could not be ${what}: Windows PowerShell refused or did not answer.`,
    {
      hint: 'Add the folder in Windows’ settings, “Edit environment variables for your account”, or run the command by its full path.',
    },
  );
}
