import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import log from 'electron-log/node';
import { whyNotOurs } from '../files/own-file.ts';
import { logText } from './log-text.ts';

/** Where defects and the main events of a run are written down. */
export interface Logger {
  info(message: string): void;
  error(message: string, cause?: unknown): void;
}

/**
 * A log file in the application's own folder. Every entry passes {@link logText} before it is written.
 *
 * @param folder where `latchkey.log` goes
 */
export function fileLogger(folder: string): Logger {
  for (const name of ['latchkey.log', 'latchkey.old.log']) tightenLog(join(folder, name));
  const logger = log.create({ logId: 'latchkey' });
  logger.transports.file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  logger.transports.console.level = false;
  logger.transports.file.level = 'info';
  logger.transports.file.resolvePathFn = () => join(folder, 'latchkey.log');
  return {
    info: (message) => logger.info(logText(message)),
    error: (message, cause) => logger.error(logText(message, cause)),
  };
}

/**
 * Makes sure that a log which is there is this user's own, and for this user alone. A link, or a file of somebody
 * else's, is moved aside before anything is written through it.
 */
function tightenLog(path: string): void {
  try {
    const found = lstatSync(path);
    if (whyNotOurs(found, 'file') !== null)
      renameSync(path, `${path}.${randomBytes(8).toString('hex')}.kept`);
    else if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) chmodSync(path, 0o600);
  } catch {
    // there is none yet
  }
}
