import { inspect } from 'node:util';
import type { LogFields } from '../../app/common/log.ts';
import { shown } from '../../app/common/text/plain-text.ts';
import { isSecretName, redact } from '../../app/common/text/redact.ts';

/** A value that needs no quotes to be told from what stands around it. */
const PLAIN = /^[\w.:/@+-]+$/;

/**
 * One line of the log: the event, then its fields as `name=value`. Whatever a value holds, it stays on the line
 * and in its place: a profile's name may have been written by somebody else.
 */
export function formatLine(event: string, fields: LogFields = {}): string {
  const said = Object.entries(fields).map(([name, value]) => `${name}=${formatValue(name, value)}`);
  return shown(redact([event, ...said].join(' ')));
}

/** A defect: the event, then what was thrown, indented under it. */
export function formatDefect(event: string, cause: unknown): string {
  const lines = redact(inspect(cause, { depth: 3 })).split('\n');
  // a terminal that shows the file obeys nothing in it
  return [redact(event), ...lines].map((line) => shown(line)).join('\n  ');
}

function formatValue(name: string, value: LogFields[string]): string {
  if (isSecretName(name)) return '[redacted]';
  const text = redact(String(value));
  if (PLAIN.test(text)) return text;
  // the line separators of Unicode break lines too, where the log is read
  return JSON.stringify(text).replaceAll(
    /[\u0085\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
