import { Secret } from '../common/secret.ts';

/** An access key as it was found in a text. */
export interface FoundKeys {
  /** Null where the text is the secret key alone. */
  readonly accessKeyId: string | null;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret | null;
}

/** A longer text is nobody's access key, in characters. */
const MAX_LENGTH = 20_000;

/**
 * Finds an access key in what AWS's console, its access portal and its tools give to copy: lines for a shell, a section
 * of a config file, JSON, the console's CSV file, or the secret key alone.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
 *
 * @returns null where there is none
 */
export function keysInText(text: string): FoundKeys | null {
  if (text.length > MAX_LENGTH) return null;
  const secret =
    named(text, /aws_?secret_?access_?key|secret_?access_?key/, SECRET) ?? inCsv(text)?.[1] ?? alone(text);
  if (secret === null) return null;
  const accessKeyId = named(text, /aws_?access_?key_?id|access_?key_?id/, ID) ?? inCsv(text)?.[0] ?? null;
  const token = named(text, /(?:aws_)?(?:session|security)_?token/, TOKEN);
  return {
    accessKeyId,
    secretAccessKey: new Secret(secret),
    sessionToken: token === null ? null : new Secret(token),
  };
}

const ID = String.raw`[A-Z0-9]{16,128}`;
const SECRET = String.raw`[A-Za-z0-9+/=]{20,128}`;
const TOKEN = String.raw`[A-Za-z0-9+/=]{16,8192}`;

/** The value that a name has in a text, whatever stands between them: `=`, `:`, quotes. */
function named(text: string, name: RegExp, value: string): string | null {
  const found = new RegExp(`(?:${name.source})["']?\\s*[=:]\\s*["']?(${value})(?![A-Za-z0-9+/=])`, 'i').exec(
    text,
  );
  return found?.[1] ?? null;
}

/** The two columns of the file that the console gives. */
function inCsv(text: string): readonly [id: string, secret: string] | null {
  const found = new RegExp(`^access key id,secret access key\\s+(${ID}),(${SECRET})\\s*$`, 'i').exec(
    text.replace(/^\uFEFF/, '').trim(),
  );
  const [, id, secret] = found ?? [];
  return id === undefined || secret === undefined ? null : [id, secret];
}

/** A text that is a secret key and nothing else: they have forty characters. */
function alone(text: string): string | null {
  return /^[A-Za-z0-9+/]{40}$/.test(text.trim()) ? text.trim() : null;
}
