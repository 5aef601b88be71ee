import type { Result } from '../common/result.ts';
import type { Settings } from '../settings/model.ts';

/** Where newer versions of Latchkey come from, and what puts them in place. */
export interface Updater {
  /**
   * Asks the feed of a channel.
   *
   * @returns the version on offer where it is newer than this one, null where it is not; `unreachable` or
   *   `update-failed`
   */
  check(channel: Settings['updateChannel']): Promise<Result<string | null>>;
  /**
   * Downloads what the last check offered, and checks its signature where the system has one.
   *
   * @param onPercent told how much is here, 0 to 100
   * @returns `unreachable` or `update-failed`
   */
  download(onPercent: (percent: number) => void): Promise<Result<null>>;
  /** Quits, and starts what was downloaded. Returns at once. */
  install(): Result<null>;
}
