import type { Result } from '../common/result.ts';
import type { CommandState } from './model.ts';

/** What makes the command a word that a terminal knows: a link, or an entry of PATH. */
export interface CommandLink {
  look(): Promise<CommandState>;
  /** Makes it: `file-unwritable`, `command-failed`, or `not-allowed` where another file has its name. */
  install(): Promise<Result<CommandState>>;
  /** Removes it, where it is ours: `file-unwritable`, `command-failed`. */
  remove(): Promise<Result<CommandState>>;
}
