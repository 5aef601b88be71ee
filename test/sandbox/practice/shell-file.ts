import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shellWord } from '../../../app/common/text/shell.ts';
import { DEMO_PROFILE } from '../data-folder.ts';
import type { Sandbox } from '../start-sandbox.ts';

/**
 * Writes what a POSIX shell sources to have its AWS CLI in the sandbox, as the account's administrator. An AWS CLI
 * before 2.13 does not know AWS_ENDPOINT_URL, so that the endpoint is said with every command.
 *
 * @returns the file
 */
export async function writeShellFile({
  env,
  folder,
  url,
}: Pick<Sandbox, 'env' | 'folder' | 'url'>): Promise<string> {
  const file = join(folder, 'aws.sh');
  const variables = Object.entries({ ...env, AWS_PROFILE: DEMO_PROFILE, AWS_PAGER: '' });
  const lines = [
    ...variables.map(([name, value]) => `export ${name}=${shellWord(value)}`),
    `aws() { command aws --endpoint-url ${shellWord(url)} "$@"; }`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}
