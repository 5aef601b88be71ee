import { constants } from 'node:fs';
import { access, lstat, mkdir, readlink, rm, stat, symlink } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { CommandState } from '../../app/command/model.ts';
import type { CommandLink } from '../../app/command/ports.ts';
import { fail, succeed } from '../../app/common/result.ts';
import { unwritable } from '../files/unwritable.ts';

/** What the link takes from this machine. */
export interface LinkSurroundings {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** PATH as the user's login shell has it. */
  path(): Promise<string>;
  /** The command that the link leads to. */
  readonly command: string;
  /** Where macOS has a folder on PATH that its first user may write to, as Homebrew's users have. */
  readonly sharedFolder?: string;
}

/**
 * The link to the command in `~/.local/bin`, where the XDG base directory specification has a user's own programs,
 * or on macOS in `/usr/local/bin` where that may be written to, which is on PATH there. The command is written anew
 * at every start, so the link is made once. Windows has `commandPathEntry`.
 * https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function commandLink(around: LinkSurroundings): CommandLink {
  const { platform, home, command, sharedFolder = '/usr/local/bin' } = around;

  async function place(): Promise<string> {
    const own = join(home, '.local', 'bin', 'latchkey');
    if (platform !== 'darwin') return own;
    const shared = join(sharedFolder, 'latchkey');
    const isWritable = await access(sharedFolder, constants.W_OK).then(
      () => true,
      () => false,
    );
    return isWritable || (await isOurs(shared)) ? shared : own;
  }

  async function isOurs(link: string): Promise<boolean> {
    return (await readlink(link).catch(() => null)) === command;
  }

  async function statusOf(link: string): Promise<CommandState['status']> {
    if (await isOurs(link)) return 'installed';
    const there = await lstat(link).catch(() => null);
    // a link that leads nowhere any more is nobody's, such as that of a Latchkey that is gone
    const isDead = there?.isSymbolicLink() === true && (await stat(link).catch(() => null)) === null;
    return there === null || isDead ? 'absent' : 'taken';
  }

  async function look(): Promise<CommandState> {
    const link = await place();
    const isOnPath = (await around.path()).split(delimiter).includes(dirname(link));
    return { by: 'link', command, link, status: await statusOf(link), isOnPath };
  }

  return {
    look,
    async install() {
      const { link, status } = await look();
      if (status === 'taken') {
        return fail('not-allowed', `${link} already exists and does not belong to Latchkey.`, {
          hint: 'Move it away, or run the command by its full path.',
        });
      }
      try {
        if (status === 'absent') {
          await mkdir(dirname(link), { recursive: true });
          await rm(link, { force: true });
          await symlink(command, link);
        }
        return succeed(await look());
      } catch (cause) {
        return { ok: false, error: unwritable(link, cause) };
      }
    },
    async remove() {
      const { link, status } = await look();
      try {
        if (status === 'installed') await rm(link);
        return succeed(await look());
      } catch (cause) {
        return { ok: false, error: unwritable(link, cause) };
      }
    },
  };
}
