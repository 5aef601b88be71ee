import { externalDataInterceptor, getHomeDir } from '@smithy/core/config';
import { join } from 'node:path';

/**
 * Gives the AWS SDK nothing in the place of AWS's shared config files, wherever it looks for them: it has ideas of its
 * own of the home folder (see `awsHome`). What it would look up there for itself is `AWS_PROFILE`'s or `[default]`'s,
 * whichever profile it works for, and read by another parser than Latchkey's.
 */
export function hideFilesFromSdk(): void {
  const home = getHomeDir();
  for (const [variable, name] of [
    ['AWS_CONFIG_FILE', 'config'],
    ['AWS_SHARED_CREDENTIALS_FILE', 'credentials'],
  ] as const) {
    const path = process.env[variable] || join(home, '.aws', name);
    externalDataInterceptor.interceptFile(path.startsWith('~/') ? join(home, path.slice(2)) : path, '');
  }
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
