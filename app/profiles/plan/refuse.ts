import type { Section, Setting, Skipped } from '../config-files/model.ts';
import type { Outcome, Refusal, RefusalCode } from './model.ts';

/** A value that there is. */
export function given<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/**
 * A refusal as an outcome.
 *
 * @param message what is wrong, one sentence without its place
 * @param at the setting or section that it is about; its line is added to the hint
 */
export function refuse(
  code: RefusalCode,
  message: string,
  hint: string,
  at: Pick<Setting | Section, 'file' | 'line'> | null | undefined,
): { readonly ok: false; readonly error: Refusal } {
  const place = at === null || at === undefined ? null : { file: at.file, line: at.line };
  const told = place === null ? hint : `${hint} See line ${place.line} of the ${place.file} file.`;
  return { ok: false, error: { code, message, hint: told, at: place } };
}

/**
 * The refusal of something whose section the AWS CLI refuses the file for.
 *
 * @param what as a sentence begins with it
 */
export function refuseFaulty(what: string, fault: Skipped): { readonly ok: false; readonly error: Refusal } {
  const message = `${what} is left out, because its section in the ${fault.file} file has a fault.`;
  const hint = `${fault.reason.charAt(0).toUpperCase()}${fault.reason.slice(1)}.`;
  return {
    ok: false,
    error: { code: 'section-faulty', message, hint, at: { file: fault.file, line: fault.line } },
  };
}
