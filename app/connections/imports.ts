import { fail, succeed, type Result } from '../common/result.ts';
import { merged, preview, type Merged } from './merge.ts';
import type { Connection, ImportPreview } from './model.ts';
import { recipesFor } from '../profile-setup/model.ts';
import { readShared } from './sharing.ts';
import type { SharedConnection } from './shared-connection.ts';

/** How many refused entries a preview names one by one. */
const MAX_REFUSED = 999;

/**
 * What lies between looking at an import and accepting it: the newest one waits, an older one is gone.
 *
 * @param newId makes a UUID
 */
export function createImports(newId: () => string) {
  let waiting: { id: string; shared: readonly SharedConnection[] } | null = null;

  return {
    /**
     * Reads a shared file and says what it would do to a list: `file-unreadable`.
     *
     * @param isHere whether there is a profile of a name: how to set it up is then no matter
     */
    begin(
      file: { name: string; text: string },
      mine: readonly Connection[],
      isHere: (profile: string) => boolean,
    ): Result<ImportPreview> {
      const read = readShared(file.text);
      if (!read.ok) return read;
      const { connections, refused, recipes } = read.value;
      const id = newId();
      waiting = { id, shared: connections };
      const more = refused.length - MAX_REFUSED;
      return succeed({
        id,
        file: file.name.slice(0, 256),
        entries: preview(mine, connections),
        refused:
          more > 0
            ? [...refused.slice(0, MAX_REFUSED), { which: `${more} more`, why: 'cannot be used either' }]
            : refused,
        recipes: recipesFor(recipes, new Set(connections.map(({ profile }) => profile)), isHere),
      });
    },
    /** What accepting makes of the list; `invalid-input` where the import does not wait any more. */
    merge(id: string, mine: readonly Connection[], leaveOut: readonly string[]): Result<Merged> {
      if (waiting === null || waiting.id !== id) {
        return fail('invalid-input', 'This import is over, or a newer one replaced it.', {
          hint: 'Import the file again.',
        });
      }
      return succeed(merged(mine, waiting.shared, leaveOut));
    },
    /** Forgets an import that was accepted. */
    end(id: string): void {
      if (waiting?.id === id) waiting = null;
    },
  };
}
