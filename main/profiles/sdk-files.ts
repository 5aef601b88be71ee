import { externalDataInterceptor } from '@smithy/core/config';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives the AWS SDK nothing in the place of AWS's shared config files. What it would look up there for itself is
 * `AWS_PROFILE`'s or `[default]`'s, whichever profile it works for, and read by another parser than Latchkey's.
 */
export function hideFilesFromSdk(env: NodeJS.ProcessEnv): void {
  const own = (variable: string, name: string): string =>
    env[variable] ?? join(env['HOME'] ?? homedir(), '.aws', name);
  externalDataInterceptor.interceptFile(own('AWS_CONFIG_FILE', 'config'), '');
  externalDataInterceptor.interceptFile(own('AWS_SHARED_CREDENTIALS_FILE', 'credentials'), '');
}

/**
 * Gives the AWS SDK files with one profile and nothing else, for a provider that takes its settings from files alone.
 *
 * @param settings of the profile; their values are single lines
 * @returns the options by which a provider reads these
 */
export function onlyProfile(settings: Readonly<Record<string, string>>) {
  const profile = 'latchkey';
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
  const text = `[profile ${profile}]\n${lines.join('')}`;
  // no such files are there: the text itself tells one from another
  const configFilepath = `latchkey: ${text}`;
  const filepath = 'latchkey: no credentials';
  externalDataInterceptor.interceptFile(configFilepath, text);
  externalDataInterceptor.interceptFile(filepath, '');
  return { profile, configFilepath, filepath };
}
