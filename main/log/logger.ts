import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import log from 'electron-log/node';
import type { Logs } from '../../app/diagnostics/ports.ts';
import { whyNotOurs } from '../files/own-file.ts';
import { formatDefect, formatLine } from './format-line.ts';

/** The name of the log file in Latchkey's own folder. Once it holds a megabyte it becomes {@link OLD_LOG_FILE}. */
export const LOG_FILE = 'latchkey.log';

/** The name of the log file before it. */
export const OLD_LOG_FILE = 'latchkey.old.log';

/** The log is for the user alone: it names hosts and profiles. */
const MODE = 0o600;

/**
 * A log file in the application's own folder, 0600. Every line is redacted before it is written.
 *
 * @param folder where {@link LOG_FILE} goes
 * @param isDebug whether it begins as a debug log
 */
export function fileLogger(folder: string, isDebug = false): Logs {
  const path = join(folder, LOG_FILE);
  for (const name of [LOG_FILE, OLD_LOG_FILE]) tighten(join(folder, name));
  const logger = log.create({ logId: 'latchkey' });
  const { file } = logger.transports;
  logger.transports.console.level = false;
  file.resolvePathFn = () => path;
  file.writeOptions = { flag: 'a', mode: MODE, encoding: 'utf8' };
  logger.scope.labelPadding = false;

  function setDebug(next: boolean): void {
    file.level = next ? 'debug' : 'info';
  }
  setDebug(isDebug);
  const isDebugLog = (): boolean => file.level === 'debug';

  return {
    for(module) {
      const scoped = logger.scope(module);
      return {
        debug(event, fields) {
          if (isDebugLog()) scoped.debug(formatLine(event, fields));
        },
        info: (event, fields) => scoped.info(formatLine(event, fields)),
        error: (event, cause) => scoped.error(formatDefect(event, cause)),
      };
    },
    isDebug: isDebugLog,
    setDebug,
  };
}

/**
 * Makes sure that a log which is there is this user's own, and for this user alone. A link, or a file of somebody
 * else's, is moved aside before anything is written through it.
 */
function tighten(path: string): void {
  try {
    const found = lstatSync(path);
    if (whyNotOurs(found, 'file') !== null)
      renameSync(path, `${path}.${randomBytes(8).toString('hex')}.kept`);
    else if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) chmodSync(path, MODE);
  } catch {
    // there is none yet
  }
}
