import { fail, succeed, type Result } from '../common/result.ts';
import { editConfig } from './config-files/edit-config.ts';
import type { ConfigEdit } from './config-files/edits.ts';
import { readAwsConfig } from './config-files/read-config.ts';
import type { ChangePreview } from './model.ts';
import type { ConfigFileWriter, FileChange, UndoWrite } from './ports.ts';
import { configuredSessions, type ConfiguredSession } from './sso-profiles.ts';

/**
 * Changes of AWS's files: each is looked at first, and made only as it was shown. The newest preview waits; an older one
 * is gone.
 *
 * @param newId makes a UUID
 * @param onWritten told when the files were written
 */
export function createFileChanges(
  writer: ConfigFileWriter,
  newId: () => string,
  onWritten: () => Promise<unknown>,
) {
  let waiting: { readonly id: string; readonly changes: readonly FileChange[] } | null = null;

  return {
    /**
     * Says what a change would do to the files.
     *
     * @param editFor makes the change, of the SSO sessions that the files have
     * @returns what `editFor` and `editConfig` return, or `file-unreadable`
     */
    async preview(
      editFor: (sessions: readonly ConfiguredSession[]) => Result<ConfigEdit>,
    ): Promise<Result<ChangePreview>> {
      const read = await writer.read();
      if (!read.ok) return read;
      const texts = read.value;
      const config = readAwsConfig({ config: texts.config ?? '', credentials: texts.credentials ?? '' });
      const edit = editFor(configuredSessions(config));
      if (!edit.ok) return edit;
      const edited = editConfig(texts, edit.value);
      if (!edited.ok) return edited;
      const id = newId();
      waiting = {
        id,
        changes: edited.value.map(({ file, text }) => ({ file, before: texts[file], after: text })),
      };
      return succeed({
        id,
        files: edited.value.map(({ file, preview }) => ({
          path: writer.paths[file],
          isNew: texts[file] === null,
          lines: [...preview],
        })),
      });
    },
    /**
     * Makes the change that a preview has shown.
     *
     * @returns what takes it back; `file-changed` where the files are no longer as they were shown, `invalid-input` for
     *   a preview that does not wait any more, or `file-unwritable`
     */
    async apply(id: string): Promise<Result<UndoWrite>> {
      if (waiting?.id !== id) {
        return fail('invalid-input', 'This change is over, or a newer one replaced it.', {
          hint: 'Look at the change once more.',
        });
      }
      const { changes } = waiting;
      waiting = null;
      const written = await writer.write(changes);
      if (!written.ok) return written;
      await onWritten();
      return succeed(async () => {
        const undone = await written.value();
        await onWritten();
        return undone;
      });
    },
  };
}
