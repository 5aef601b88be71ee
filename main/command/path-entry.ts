import { win32 } from 'node:path';
import type { CommandState } from '../../app/command/model.ts';
import type { CommandLink } from '../../app/command/ports.ts';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { hasEntry, withEntry, withoutEntry } from './path-entries.ts';
import type { UserPath } from './user-path.ts';

/** How long a variable may be on Windows, in characters (Microsoft Learn, "Environment Variables"). */
const MAX_PATH = 32_767;

/**
 * Makes the command a word on Windows, which has no links for everybody: its folder goes on the user's PATH. Nothing
 * runs at a start to look: what this process was given is what terminals are given, until it is changed here.
 *
 * @param command the command's full path
 * @param path PATH of this process
 */
export function commandPathEntry(command: string, path: string, userPath: UserPath): CommandLink {
  const folder = win32.dirname(command);
  let isOnPath = hasEntry(path, folder);

  function state(): CommandState {
    return { by: 'path', command, link: command, status: isOnPath ? 'installed' : 'absent', isOnPath };
  }

  async function change(edit: typeof withEntry): Promise<Result<CommandState>> {
    const before = await userPath.read();
    if (!before.ok) return before;
    const after = edit(before.value, folder);
    if (after.length > MAX_PATH) {
      return fail('not-allowed', 'Your PATH is as long as Windows allows.', {
        hint: 'Take something out of it, or run the command by its full path.',
      });
    }
    if (after !== before.value) {
      const changed = await userPath.change(before.value, after);
      if (!changed.ok) return changed;
    }
    isOnPath = edit === withEntry;
    return succeed(state());
  }

  return {
    look: async () => state(),
    async install() {
      // PATH has no way to write the one, and puts a variable's value in the place of the other
      if (/[;%]/.test(folder)) {
        return fail('not-allowed', `${folder} cannot be on PATH, because of a character in its name.`, {
          hint: 'Run the command by its full path.',
        });
      }
      return change(withEntry);
    },
    remove: () => change(withoutEntry),
  };
}
