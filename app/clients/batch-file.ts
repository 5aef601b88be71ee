import type { Platform } from './model.ts';

/**
 * Why a program is not started at all, in a sentence; null where nothing speaks against it. On Windows a batch file is
 * run by cmd.exe, for which no quoting is safe: a database named `db&calc` would be a second command (CVE-2024-24576).
 * Windows leaves trailing dots and spaces off a file's name.
 */
export function whyNotStarted(program: string, platform: Platform): string | null {
  if (platform !== 'win32' || !/\.(?:cmd|bat)[. ]*$/i.test(program)) return null;
  return `${program} is a batch file, which could run parts of a database’s name as commands. Choose the program that it starts.`;
}
