import { join } from 'node:path';
import { inspect } from 'node:util';
import log from 'electron-log/node';
import { redact } from './redact.ts';

/** Where defects and the main events of a run are written down. */
export interface Logger {
  info(message: string): void;
  error(message: string, cause?: unknown): void;
}

/**
 * A log file in the application's own folder. Every line passes {@link redact} before it is written.
 *
 * @param folder where `latchkey.log` goes
 */
export function fileLogger(folder: string): Logger {
  const logger = log.create({ logId: 'latchkey' });
  logger.transports.console.level = false;
  logger.transports.file.level = 'info';
  logger.transports.file.resolvePathFn = () => join(folder, 'latchkey.log');
  return {
    info: (message) => logger.info(redact(message)),
    error: (message, cause) =>
      logger.error(redact(cause === undefined ? message : `${message}\n${inspect(cause, { depth: 3 })}`)),
  };
}
