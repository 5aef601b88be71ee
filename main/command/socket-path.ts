import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * How long the path of a Unix socket may be, in bytes without the final zero: `sun_path` has 104 bytes on macOS and
 * 108 on Linux (unix(4), unix(7)).
 */
const LONGEST: Partial<Record<NodeJS.Platform, number>> = { darwin: 103, linux: 107 };

/** Where the socket goes. */
export interface SocketLocation {
  /** The folder that must be private; null for a named pipe, which lies in none. */
  readonly folder: string | null;
  readonly path: string;
}

/**
 * Where the command's socket goes: beside the command in Latchkey's own folder, or where that path would be too long
 * in a short folder of its own under the user's run-time folder or the temporary one. On Windows a named pipe with
 * a name that nobody can guess.
 *
 * @param commandFolder the folder of the command
 */
export function socketLocation(
  commandFolder: string,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): SocketLocation {
  if (platform === 'win32') {
    return { folder: null, path: `\\\\.\\pipe\\latchkey-${randomBytes(16).toString('hex')}` };
  }
  const short = `latchkey-${createHash('sha256').update(commandFolder).digest('hex').slice(0, 16)}`;
  const folders = [
    commandFolder,
    ...[env['XDG_RUNTIME_DIR'], tmpdir(), '/tmp'].flatMap((base) => (base ? [join(base, short)] : [])),
  ];
  const longest = LONGEST[platform] ?? 103;
  const folder = folders.find((one) => Buffer.byteLength(join(one, 'socket')) <= longest) ?? commandFolder;
  return { folder, path: join(folder, 'socket') };
}
