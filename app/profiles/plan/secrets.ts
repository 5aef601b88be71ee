import type { AwsConfig } from '../config-files/model.ts';
import { TOKEN_KEYS } from './leaf.ts';
import type { Leaf } from './model.ts';

/** Keys as a file holds them. They stay in main. */
export interface FileKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
}

/**
 * The keys that a plan starts from, all of one file.
 *
 * @param config the files that the plan was made of
 * @returns null where they are not there: then the plan is of other files
 */
export function keysOf(config: AwsConfig, leaf: Extract<Leaf, { kind: 'keys' }>): FileKeys | null {
  const settings = config.profiles.get(leaf.profile)?.[leaf.file]?.settings;
  const text = (key: string): string | null => {
    const value = settings?.get(key)?.value;
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const accessKeyId = text('aws_access_key_id');
  const secretAccessKey = text('aws_secret_access_key');
  if (accessKeyId === null || secretAccessKey === null) return null;
  const tokenKey = TOKEN_KEYS.find((key) => settings?.has(key));
  return { accessKeyId, secretAccessKey, sessionToken: tokenKey === undefined ? null : text(tokenKey) };
}

/**
 * The command line of `credential_process`; it may hold secrets.
 *
 * @param config the files that the plan was made of
 * @returns null where it is not there: then the plan is of other files
 */
export function commandOf(config: AwsConfig, leaf: Extract<Leaf, { kind: 'process' }>): string | null {
  const value = config.profiles.get(leaf.profile)?.settings.get('credential_process')?.value;
  return typeof value === 'string' && value !== '' ? value : null;
}
