import { randomBytes } from 'node:crypto';
import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from '../../app/command/model.ts';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { codeOf } from '../files/unwritable.ts';
import { replaceFile } from '../files/replace-file.ts';
import { privateFolder } from './private-folder.ts';
import { serveCommand } from './server.ts';
import { socketLocation } from './socket-path.ts';
import { accessText, writeClient } from './write-client.ts';

/** What the command takes from this machine. */
export interface CommandOptions {
  /** The folder of the command; see {@link commandFolder}. */
  readonly folder: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** This user's id; null on Windows. */
  readonly uid: number | null;
  /** How Latchkey is started where it does not run, program first; null where it cannot be. */
  readonly start: readonly [string, ...string[]] | null;
  readonly answer: (words: readonly string[], tell: (text: string) => void) => Promise<Answer>;
  readonly report: (where: string, cause: unknown) => void;
}

/** The folder of the command in Latchkey's own folder: the command, what gives access, and mostly the socket. */
export function commandFolder(dataFolder: string): string {
  return join(dataFolder, 'command');
}

/**
 * Writes the command and begins to answer it. What gives access is written last and removed first, so that a file
 * that is there leads to a Latchkey that answers, or to one that has crashed.
 *
 * @returns what closes it all; or `command-failed`, which leaves the rest of Latchkey as it is
 */
export async function openCommand(place: CommandOptions): Promise<Result<{ close(): Promise<void> }>> {
  const { folder, platform, uid } = place;
  const accessFile = join(folder, 'access');
  const socket = socketLocation(folder, platform, place.env);
  for (const one of new Set([folder, ...(socket.folder === null ? [] : [socket.folder])])) {
    const made = await privateFolder(one, uid);
    if (!made.ok) return made;
  }
  const secret = randomBytes(32).toString('base64url');
  try {
    await rm(accessFile, { force: true });
    await writeClient(folder, platform, { accessFile, start: place.start });
    const server = await serveCommand({ ...place, path: socket.path, secret });
    await replaceFile(accessFile, accessText({ socket: socket.path, secret }, platform), 0o600);
    return succeed({
      async close() {
        await rm(accessFile, { force: true }).catch(() => undefined);
        await server.stop();
        if (socket.folder !== null && socket.folder !== folder) {
          await rmdir(socket.folder).catch(() => undefined);
        }
      },
    });
  } catch (cause) {
    place.report('the command', cause);
    const code = codeOf(cause) ?? 'no code';
    return fail('command-failed', `latchkey cannot be used in a terminal: its socket failed (${code}).`, {
      hint: 'Everything else works. The log has the details.',
    });
  }
}
