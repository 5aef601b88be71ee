import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import type { LogFile } from '../../app/diagnostics/ports.ts';
import { codeOf } from '../files/unwritable.ts';
import { LOG_FILE, OLD_LOG_FILE } from '../log/logger.ts';

/** How much of the end of a file is read, in bytes; more than any 200 lines that are worth reading. */
const MAX_TAIL_BYTES = 512 * 1024;

/** How long the system may take to open a file before it is believed to do so, in milliseconds. */
const OPEN_TIMEOUT_MS = 10_000;

/**
 * Opens a file in the program that the system has for it.
 *
 * @throws where there is none
 */
export type OpenFile = (path: string) => Promise<void>;

/**
 * The log file in Latchkey's own folder, and the one before it.
 *
 * @param report told why it could not be read or opened
 */
export function logFile(
  folder: string,
  openFile: OpenFile,
  report: (where: string, cause: unknown) => void,
): LogFile {
  const path = join(folder, LOG_FILE);

  function unreadable(where: string, cause: unknown, message: string): Result<never> {
    report(where, cause);
    return fail('file-unreadable', message, { hint: `It is ${LOG_FILE} in Latchkey’s own folder.` });
  }

  return {
    async tail(count) {
      try {
        const newest = await endOf(path);
        const before = newest.length < count ? await endOf(join(folder, OLD_LOG_FILE)) : [];
        return succeed([...before, ...newest].slice(-count));
      } catch (cause) {
        return unreadable('diagnostics: read the log', cause, 'The log could not be read.');
      }
    },
    async show() {
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, OPEN_TIMEOUT_MS);
      });
      try {
        await Promise.race([openFile(path), patience]);
        return succeed({});
      } catch (cause) {
        return unreadable('diagnostics: show the log', cause, 'No program opened the log.');
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** The lines at the end of a file; none where there is no file. */
async function endOf(path: string): Promise<string[]> {
  const file = await open(path).catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause;
  });
  if (file === null) return [];
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - MAX_TAIL_BYTES);
    const buffer = Buffer.alloc(size - start);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
    const lines = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
    // a line that was cut, and what follows the last line's end
    return lines.slice(start === 0 ? 0 : 1, lines.at(-1) === '' ? -1 : undefined);
  } finally {
    await file.close();
  }
}
