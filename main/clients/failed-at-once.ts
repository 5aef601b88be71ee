import { readFile, rm } from 'node:fs/promises';
import type { FailedAtOnce } from '../../app/clients/ports.ts';
import type { Clock } from '../../app/common/clock.ts';

/** A client that ends with an error within so many seconds has failed at once. */
export const AT_ONCE_S = 15;

const POLL_MS = 500;

/** How long a report is waited for, in milliseconds: a little longer than a client may run. */
const REPORT_TIMEOUT_MS = (AT_ONCE_S + 5) * 1_000;

/**
 * Waits for the report of a start script whose client failed at once. It says the exit code and how long the client ran,
 * in seconds, and nothing else; whatever else is in the file is not read.
 *
 * @param file that the script writes
 */
export function watchForFailure(
  file: string,
  clock: Clock,
  onFailedAtOnce: (end: FailedAtOnce) => void,
): void {
  const deadline = clock.now() + REPORT_TIMEOUT_MS;
  let isReading = false;
  const stop = clock.every(POLL_MS, () => {
    if (clock.now() >= deadline) return stop();
    if (isReading) return;
    isReading = true;
    void readFile(file, 'latin1')
      .then(async (text) => {
        const [, code, seconds] = /^(\d{1,10}) (\d{1,3})\s*$/.exec(text) ?? [];
        if (code === undefined || seconds === undefined) return;
        stop();
        await rm(file, { force: true });
        onFailedAtOnce({ exitCode: Number(code), ranMs: Number(seconds) * 1_000 });
      })
      // it is not there yet, and mostly never will be
      .catch(() => undefined)
      .finally(() => {
        isReading = false;
      });
  });
}
