import { isPlainLine } from '../common/text/plain-text.ts';

/** How long a new name of a profile or an SSO session may be, in UTF-16 units. */
const MAX_NEW_NAME = 128;

/** How long a value may be that is written into one of AWS's files, in UTF-16 units. */
const MAX_VALUE = 4_096;

/**
 * Why a new profile or SSO session cannot have a name, as the end of a sentence that begins with "The name"; null
 * where it can. It is stricter than what is read: every name that passes is read alike by the AWS CLI, in both files,
 * and harms no other reader of them.
 */
export function whyNotName(name: string): string | null {
  if (name === '') return 'is empty';
  if (name.length > MAX_NEW_NAME) return `is longer than ${MAX_NEW_NAME} characters`;
  if (!isPlainLine(name)) return 'has characters that cannot be seen';
  if (/^\s|\s$/u.test(name)) return 'starts or ends with a space';
  if (/["'\\[\]]/.test(name)) return 'has a quote, a bracket or a backslash';
  // in the credentials file such a section would still be a profile, under all of these words
  if (/^(profile|sso-session|services)\s/u.test(name)) return 'starts with a word that AWS has for itself';
  // [DEFAULT] gives its settings to every other section
  if (name === 'DEFAULT') return 'is the one of the section that counts for all others';
  if (cutsShort(name)) return 'has a # or ; after a space, where many programs end it';
  // AWS's parser in JavaScript writes such a section onto what all objects have, and loses the file
  if (name in Object.prototype) return 'is one that AWS’s SDK for JavaScript cannot read';
  return null;
}

/**
 * Why a value cannot be written into one of AWS's files, as the end of a sentence; null where it can. Values are
 * written as they are: AWS's files know no quotes in values.
 */
export function whyNotValue(value: string): string | null {
  if (value === '') return 'is empty';
  if (value.length > MAX_VALUE) return `is longer than ${MAX_VALUE} characters`;
  if (!isPlainLine(value)) return 'has a line end, or characters that cannot be seen';
  if (/^\s|\s$/u.test(value)) return 'starts or ends with a space';
  // the AWS CLI takes it for a part of the value, and AWS's SDKs do not
  if (cutsShort(value)) return 'has a # or ; after a space, where AWS’s SDKs end it';
  return null;
}

function cutsShort(text: string): boolean {
  return /\s[#;]/u.test(text);
}
