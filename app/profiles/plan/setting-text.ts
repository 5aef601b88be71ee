import type { Setting, Settings } from '../config-files/model.ts';
import type { Outcome } from './model.ts';
import { given, refuse } from './refuse.ts';

/** What a text may hold: no space at all, no line end, or anything. */
export type Shape = 'word' | 'line' | 'lines';

/** Who has a setting, as in "profile dev". */
export interface Owner {
  readonly name: string;
  readonly settings: Settings;
}

/**
 * The text of a setting that has to be there.
 *
 * @returns `part-missing` where it is not there, `value-invalid` where it cannot be what it is for
 */
export function requiredText(owner: Owner, key: string, shape: Shape): Outcome<string> {
  const setting = owner.settings.get(key);
  if (setting === undefined) {
    const [other] = owner.settings.values();
    return refuse('part-missing', `${capital(owner.name)} has no ${key}.`, `Add ${key}.`, other);
  }
  return textOf(owner, key, setting, shape);
}

/** The text of a setting where it is there; an empty one counts as absent. */
export function optionalText(owner: Owner, key: string, shape: Shape): Outcome<string | null> {
  const setting = owner.settings.get(key);
  if (setting === undefined || setting.value === '') return given(null);
  return textOf(owner, key, setting, shape);
}

/** A text with a capital letter at its start. */
export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function textOf(owner: Owner, key: string, setting: Setting, shape: Shape): Outcome<string> {
  const { value } = setting;
  const what = `${key} of ${owner.name}`;
  if (typeof value !== 'string') {
    const hint = `Write the value on the line of ${key}.`;
    return refuse('value-invalid', `${what} is a block of settings, not a value.`, hint, setting);
  }
  if (value === '')
    return refuse('value-invalid', `${what} is empty.`, 'Give it a value, or remove it.', setting);
  if (shape === 'lines') return given(value);
  if (value.includes('\n')) {
    const hint = 'An indented line is part of the value before it; start it in the first column.';
    return refuse('value-invalid', `${what} goes over several lines.`, hint, setting);
  }
  if (shape === 'line') return given(value);
  if (/^(".*"|'.*')$/.test(value)) {
    const hint = 'Remove the quotes; to the AWS CLI they are part of the value.';
    return refuse('value-invalid', `${what} stands in quotes.`, hint, setting);
  }
  if (/\s[#;]/.test(value)) {
    const hint = 'Move the comment to a line of its own; to the AWS CLI it is part of the value.';
    return refuse('value-invalid', `${what} has a comment behind it.`, hint, setting);
  }
  if (/\s/.test(value)) {
    return refuse('value-invalid', `${what} has a space in it.`, 'Remove the space.', setting);
  }
  return given(value);
}
