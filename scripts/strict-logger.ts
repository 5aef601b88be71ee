import { createLogger, type Logger } from 'vite';

/**
 * A logger for builds that are to be quiet: a warning is printed, and the process then ends with code 1.
 *
 * @param logger prints
 * @param onWarning told of each warning
 */
export function failOnWarning(logger: Logger, onWarning: () => void): Logger {
  return {
    ...logger,
    get hasWarned() {
      return logger.hasWarned;
    },
    set hasWarned(value) {
      logger.hasWarned = value;
    },
    warn(message, options) {
      onWarning();
      logger.warn(message, options);
    },
    warnOnce(message, options) {
      onWarning();
      logger.warnOnce(message, options);
    },
  };
}

/** The logger of `npm run build`. */
export const strictLogger = failOnWarning(createLogger('warn', { allowClearScreen: false }), () => {
  process.exitCode = 1;
});
