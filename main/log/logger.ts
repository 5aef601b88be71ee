import { join } from 'node:path';
import log from 'electron-log/node';
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
  const logger = log.create({ logId: 'latchkey' });
  logger.transports.console.level = false;
  logger.transports.file.level = 'info';
  logger.transports.file.resolvePathFn = () => join(folder, 'latchkey.log');
  return {
    info: (message) => logger.info(logText(message)),
    error: (message, cause) => logger.error(logText(message, cause)),
  };
}
