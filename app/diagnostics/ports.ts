import type { FailureCode } from '../common/result.ts';
import type { Log } from '../common/log.ts';
import type { Result } from '../common/result.ts';

/** The log of this and earlier runs, as a file. */
export interface LogFile {
  /**
   * Reads the newest lines, the oldest of them first.
   *
   * @returns `file-unreadable`; no lines where nothing was written yet
   */
  tail(lines: number): Promise<Result<readonly string[]>>;
  /**
   * Shows the file to the user with the system's own program.
   *
   * @returns `file-unreadable` where it is not there or nothing opens it
   */
  show(): Promise<Result<Record<string, never>>>;
}

/** Whether debug lines are written, which can be changed at any time. */
export interface DebugSwitch {
  isDebug(): boolean;
  setDebug(isDebug: boolean): void;
}

/** The log of a run: one {@link Log} for each module. */
export interface Logs extends DebugSwitch {
  /** The log of one module, whose name is in its lines. */
  for(module: string): Log;
}

/** Told of each request once it is answered, in milliseconds: with `ok`, or the code that it failed with. */
export type OnAnswered = (channel: string, code: 'ok' | FailureCode, ms: number) => void;
