import type { ConfigLine } from './document.ts';
import { strip } from './python-text.ts';

/** What stands in the place of a secret. */
export const MASK = '****';

/** Keys whose values are secret, AWS's own and those that other programs keep in the same files. */
const secretKey = /secret|token|passw|passphrase|credential|private|api_?key|assertion|cookie/i;

/** Keys that sound secret and are not. */
const openKeys: ReadonlySet<string> = new Set(['web_identity_token_file', 'credential_source']);

/**
 * A setting's value as it may stand in a bug report.
 *
 * @param key the setting's key, in a nested block `block.key`
 */
export function maskValue(key: string, value: string): string {
  if (strip(value) === '') return value;
  // as `aws configure list` shows it
  if (key === 'aws_access_key_id') return value.length < 16 ? MASK : `${MASK}${value.slice(-4)}`;
  if (key === 'credential_process') return maskCommand(value);
  return isSecret(key) ? MASK : maskWords(value);
}

/**
 * Text in which every word that looks like a key is masked: a token that is wrapped on to a line of its own
 * reads as a setting's name.
 */
export function maskName(text: string): string {
  return text.replaceAll(
    /(?<![A-Za-z0-9+/=])(?=[A-Za-z+/=]*\d)(?=[\d+/=]*[A-Za-z])[A-Za-z0-9+/=]{20,}/g,
    MASK,
  );
}

/** A line of a config file as it may stand in a bug report. */
export function maskLine({ role, text, key }: ConfigLine): string {
  if (role === 'header') {
    const end = text.lastIndexOf(']') + 1;
    return maskName(text.slice(0, end)) + maskFreeText(text.slice(end), null);
  }
  if (role === 'setting') {
    const start = text.search(/[=:]/) + 1;
    const value = text.slice(start);
    const space = value.slice(0, value.length - value.trimStart().length);
    return maskName(text.slice(0, start)) + space + maskValue(key ?? '', value.slice(space.length));
  }
  return maskFreeText(text, key);
}

function isSecret(key: string): boolean {
  return secretKey.test(key) && !openKeys.has(key);
}

/** A command without its arguments, which may hold anything. */
function maskCommand(command: string): string {
  const [program = '', ...rest] = strip(command).split(/\s+/);
  if (program.includes('=')) return MASK;
  return rest.length === 0 ? program : `${program} ${MASK}`;
}

/** Forty or more characters that mix digits and letters of both cases, as AWS's secret keys and tokens do. */
const KEY_LIKE =
  /(?<![A-Za-z0-9+/=])(?=[A-Za-z+/=]*\d)(?=[A-Z0-9+/=]*[a-z])(?=[a-z0-9+/=]*[A-Z])[A-Za-z0-9+/=]{40,}/g;

/** Text of no known form: what follows a telling word goes, and so does every word that may be a key. */
function maskFreeText(text: string, key: string | null): string {
  if (strip(text) === '') return text;
  if (key !== null && (isSecret(key) || key === 'aws_access_key_id')) return MASK;
  const telling = secretKey.exec(text);
  if (telling !== null) {
    const end = text.slice(telling.index).search(/[^\w.-]/);
    return end === -1 ? text : `${text.slice(0, telling.index + end)} ${MASK}`;
  }
  return maskWords(text).replaceAll(/(?<![\w+/=-])(?=[\w+/=-]*[\dA-Z])[\w+/=-]{16,}/g, MASK);
}

/** Text without the access keys, the secret keys and the passwords in addresses that stand in it. */
function maskWords(text: string): string {
  return text
    .replaceAll(/:\/\/[^/?#\s]*@/g, `://${MASK}@`)
    .replaceAll(/([?&][^=&?\s]{0,32}(?:secret|token|key|passw|sig)[^=&?\s]{0,32}=)[^&\s]+/gi, `$1${MASK}`)
    .replaceAll(/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, MASK)
    .replaceAll(KEY_LIKE, MASK);
}
