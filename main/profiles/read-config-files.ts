import { readFile, stat } from 'node:fs/promises';
import { awsConfigSteps } from '../../app/profiles/config-files/read-config.ts';
import type { AwsConfig, ConfigFile } from '../../app/profiles/config-files/model.ts';
import { decodeConfigFile } from './config-file-text.ts';
import { inSlices } from './in-slices.ts';

/** A larger file is not one that people wrote profiles into, in bytes. */
export const MAX_CONFIG_FILE_BYTES = 16 * 1024 * 1024;

/** One of the two files: whether it is there, and why it could not be read. */
export interface LookedAt {
  readonly path: string;
  readonly found: boolean;
  /** In words, without the path; null where it was read or is not there. */
  readonly error: string | null;
}

/** What both files say, and how reading them went. */
export interface ConfigReading {
  readonly config: AwsConfig;
  readonly files: Readonly<Record<ConfigFile, LookedAt>>;
}

/** Reads AWS's two shared config files; one that is not there or cannot be read counts as empty. */
export async function readConfigFiles(paths: Readonly<Record<ConfigFile, string>>): Promise<ConfigReading> {
  const [config, credentials] = await Promise.all([look(paths.config), look(paths.credentials)]);
  return {
    config: await inSlices(awsConfigSteps({ config: config.text, credentials: credentials.text })),
    files: { config: config.at, credentials: credentials.at },
  };
}

async function look(path: string): Promise<{ text: string; at: LookedAt }> {
  try {
    const found = await stat(path);
    // a pipe could keep its reader waiting for ever; the AWS CLI does not read one either
    if (!found.isFile()) return { text: '', at: { path, found: false, error: 'it is not a file' } };
    if (found.size > MAX_CONFIG_FILE_BYTES) {
      return { text: '', at: { path, found: true, error: 'it is larger than 16 MB' } };
    }
    return { text: decodeConfigFile(await readFile(path)), at: { path, found: true, error: null } };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { text: '', at: { path, found: false, error: null } };
    return { text: '', at: { path, found: true, error: `it could not be read (${code})` } };
  }
}
