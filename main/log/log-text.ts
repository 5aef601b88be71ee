import { inspect } from 'node:util';
import { shown } from '../../app/common/text/plain-text.ts';
import { redact } from './redact.ts';

/**
 * An entry of the log: without secrets, and without what a terminal that shows the file would obey. Only its first line
 * stands at the margin, so that no text of others looks like an entry of its own.
 *
 * @param message one line
 * @param cause what a program threw, if anything
 */
export function logText(message: string, cause?: unknown): string {
  if (cause === undefined) return shown(redact(message));
  const lines = redact(inspect(cause, { depth: 3 })).split('\n');
  return [shown(redact(message)), ...lines.map((line) => `  ${shown(line)}`)].join('\n');
}
