import type { Failure, Result } from './result.ts';

/**
 * A file of the application's own, as a port. What cannot be read is set aside by the adapter, never
 * overwritten, and reported as `problem`; what is valid beside it is kept.
 */
export interface StateFile<T> {
  /** Reads the file; a file that is not there yet gives the initial value. */
  load(): Promise<{ value: T; problem: Failure | null }>;
  /** Replaces the file as a whole, or leaves it as it was and returns `file-unwritable`. */
  save(value: T): Promise<Result<null>>;
}
