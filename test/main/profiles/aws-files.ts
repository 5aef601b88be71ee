import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

/** AWS files of the test's own, with the process's environment leading to them; call before anything reads it. */
export function awsFiles(config = '', credentials = '') {
  const folder = temporaryFolder();
  const paths = { config: join(folder, 'config'), credentials: join(folder, 'credentials') };
  const writeConfig = (text: string) => writeFileSync(paths.config, text);
  const writeCredentials = (text: string) => writeFileSync(paths.credentials, text);
  if (config !== '') writeConfig(config);
  if (credentials !== '') writeCredentials(credentials);
  const env = { AWS_CONFIG_FILE: paths.config, AWS_SHARED_CREDENTIALS_FILE: paths.credentials, HOME: folder };
  for (const name of [
    'AWS_PROFILE',
    'AWS_REGION',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
  ]) {
    vi.stubEnv(name, undefined);
  }
  for (const [name, value] of Object.entries({ ...env, AWS_EC2_METADATA_DISABLED: 'true' }))
    vi.stubEnv(name, value);

  /** A sign-in as `aws sso login` leaves it, under the hash of the session's name. */
  function writeSsoToken(hash: string, token: object): void {
    const cache = join(folder, '.aws', 'sso', 'cache');
    mkdirSync(cache, { recursive: true });
    writeFileSync(join(cache, `${hash}.json`), JSON.stringify(token));
  }
  return { folder, paths, env, writeConfig, writeCredentials, writeSsoToken };
}
