import type { Result } from '../common/result.ts';
import type { CommandState } from './model.ts';

/** The link that makes the command a word that a terminal knows. */
export interface CommandLink {
  look(): Promise<CommandState>;
  /** Makes the link: `file-unwritable`, or `not-allowed` where another file has its name. */
  install(): Promise<Result<CommandState>>;
  /** Removes the link, where it is ours: `file-unwritable`. */
  remove(): Promise<Result<CommandState>>;
}
