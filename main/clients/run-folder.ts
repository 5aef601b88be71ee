import { existsSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { makeOwnFolder, whyNotOurs } from '../files/own-file.ts';
import { whyUnwritable } from '../files/unwritable.ts';

/** The file beside the start script by which PowerShell says that a policy keeps it from running the script. */
export const REFUSED_FILE = 'refused';

/** A private folder for one start of a client. */
export interface RunFolder {
  readonly path: string;
  readonly secretFile: string;
  readonly scriptFile: string;
  /** Where the start script says that the client has failed at once; beside the folder, which is gone by then. */
  readonly endFile: string;
  /** Whether the start script has taken the secret. */
  taken(): boolean;
  /** Whether what was to run the start script has said that it may not; see {@link REFUSED_FILE}. */
  refused(): boolean;
  /** Removes the folder with all that is in it. */
  remove(): Promise<void>;
}

/**
 * Makes a private folder (0700) for one start of a client; nothing is in it yet.
 *
 * @param parent the folder of all such folders; made where it is missing
 * @param scriptName the start script's file name
 * @returns `file-unwritable`
 */
export async function makeRunFolder(parent: string, scriptName: string): Promise<Result<RunFolder>> {
  try {
    // it may be an older folder with wider permissions, or not be ours at all
    const notOurs = await makeOwnFolder(parent);
    if (notOurs !== null) {
      return fail(
        'file-unwritable',
        `The private folder for this start could not be made: ${parent} ${notOurs}.`,
        {
          hint: 'Somebody may have put it there. Look at what it is, and move it away.',
        },
      );
    }
    const path = await mkdtemp(join(parent, 'start-'));
    const secretFile = join(path, 'secret');
    return succeed({
      path,
      secretFile,
      scriptFile: join(path, scriptName),
      endFile: join(parent, basename(path).replace('start-', 'end-')),
      taken: () => !existsSync(secretFile),
      refused: () => existsSync(join(path, REFUSED_FILE)),
      remove: () => rm(path, { recursive: true, force: true }),
    });
  } catch (cause) {
    return cannotWrite('The private folder for this start could not be made', parent, cause);
  }
}

/**
 * Writes the start script (0700) and the secret (0600). Neither file may exist before.
 *
 * @returns `file-unwritable`, after which nothing is left
 */
export async function fillRunFolder(
  folder: RunFolder,
  script: string,
  secret: string,
): Promise<Result<void>> {
  try {
    await writeFile(folder.scriptFile, script, { mode: 0o700, flag: 'wx' });
    await writeFile(folder.secretFile, secret, { mode: 0o600, flag: 'wx' });
    return succeed(undefined);
  } catch (cause) {
    await folder.remove().catch(() => undefined);
    return cannotWrite('The files for this start could not be written', dirname(folder.path), cause);
  }
}

function cannotWrite(what: string, parent: string, cause: unknown): Result<never> {
  const { why, hint } = whyUnwritable(parent, cause);
  return fail('file-unwritable', `${what}: ${why}.`, { hint });
}

/** What {@link makeRunFolder} calls a folder (`mkdtemp`), and the report of its start script. */
const MADE_HERE = /^(?:start|end)-[A-Za-z0-9]{6}$/;

/**
 * Removes what an earlier run left in the run folder, for instance after a crash: the folders that Latchkey made, and
 * nothing else that lies there. A link in the place of the run folder is not followed. To be called once at start and
 * at the end, when no client is being opened.
 *
 * @param parent the folder of all run folders; it need not exist
 */
export async function sweep(parent: string): Promise<void> {
  const isOwn = async (path: string): Promise<boolean> => {
    const found = await lstat(path).catch(() => null);
    return found !== null && whyNotOurs(found, 'folder') === null;
  };
  if (!(await isOwn(parent))) return;
  const names = await readdir(parent).catch(() => []);
  await Promise.all(
    names
      .filter((name) => MADE_HERE.test(name))
      .map(async (name) => {
        const path = join(parent, name);
        if (await isOwn(path)) await rm(path, { recursive: true, force: true }).catch(() => undefined);
      }),
  );
}
