import { execFile } from 'node:child_process';
import { findProgram } from '../../clients/find-programs.ts';

/** How long `ssh -V` may take, in milliseconds. */
const VERSION_TIMEOUT_MS = 5_000;

/** The `ssh` program of this machine. */
export interface SshProgram {
  readonly path: string;
  /** Whether it can be made to ask by a program: `SSH_ASKPASS_REQUIRE` is of OpenSSH 8.4 (its release notes). */
  readonly takesAskpass: boolean;
}

/** Where `ssh` is on each system beside PATH; Windows has its own since Windows 10 (Microsoft Learn, "OpenSSH"). */
const FOLDERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  win32: ['C:\\Windows\\System32\\OpenSSH', 'C:\\Program Files\\OpenSSH'],
};

/**
 * Finds `ssh`; null where it is not there.
 *
 * @param path PATH as the user's login shell has it
 */
export async function findSsh(platform: NodeJS.Platform, path: string): Promise<SshProgram | null> {
  const folders = FOLDERS[platform] ?? ['/usr/bin', '/usr/local/bin'];
  const { program } = await findProgram('ssh', { platform, path, folders });
  if (program === null) return null;
  return { path: program, takesAskpass: platform !== 'win32' && takesAskpass(await versionOf(program)) };
}

/** Whether a version can: `OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.15`. One that cannot be read cannot. */
export function takesAskpass(version: string): boolean {
  const [, major = '0', minor = '0'] = /^OpenSSH_(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 8 || (Number(major) === 8 && Number(minor) >= 4);
}

function versionOf(program: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, ['-V'], { timeout: VERSION_TIMEOUT_MS, env: {} }, (_failed, stdout, stderr) =>
      resolve(stderr || stdout),
    );
  });
}
