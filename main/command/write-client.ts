import { join } from 'node:path';
import { replaceFile } from '../files/replace-file.ts';
import { curlConfig, type Access } from '../local-socket/access.ts';
import { posixClient, type PosixClient } from './posix-client.ts';
import { windowsAccess, windowsClient, windowsCommand } from './windows-client.ts';

/** How long the command waits for an answer, in seconds: credentials may have to be renewed first. */
const ANSWER_WITHIN_S = 90;

/** The command itself, which a terminal can run by this path. */
export function commandFile(folder: string, platform: NodeJS.Platform = process.platform): string {
  return join(folder, platform === 'win32' ? 'latchkey.cmd' : 'latchkey');
}

/** Writes the command for this system. */
export async function writeClient(
  folder: string,
  platform: NodeJS.Platform,
  given: Omit<PosixClient, 'needsDisplay'>,
): Promise<void> {
  const file = commandFile(folder, platform);
  if (platform !== 'win32') {
    return replaceFile(file, posixClient({ ...given, needsDisplay: platform === 'linux' }), 0o700);
  }
  await replaceFile(join(folder, 'latchkey.ps1'), windowsClient(given), 0o600);
  await replaceFile(file, windowsCommand, 0o700);
}

/** The access in the form that this system's command reads. */
export function accessText(access: Access, platform: NodeJS.Platform): string {
  return platform === 'win32'
    ? windowsAccess(access)
    : curlConfig(access, [['max-time', String(ANSWER_WITHIN_S)]]);
}
