import type { Result } from '../common/result.ts';

/** Files of the user's own, which they choose in the system's own dialogs. */
export interface SharedFiles {
  /** Asks for a file and reads it; null where none was chosen, `file-unreadable` where it cannot be read. */
  open(): Promise<Result<{ name: string; text: string } | null>>;
  /**
   * Asks where to, and writes; null where nothing was chosen, `file-unwritable` where it cannot be written.
   *
   * @param what connections of one's own, or an entry for another program: the dialog says which
   */
  save(
    suggestedName: string,
    text: string,
    what: 'connections' | 'entry',
  ): Promise<Result<{ name: string } | null>>;
}
