import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Failure } from '../../app/common/result.ts';
import { tightenFolder, type NotOurs } from './own-file.ts';
import { sweepReplaced } from './replace-file.ts';

/** What Latchkey replaces as a whole in its data folder. */
const REPLACED = [
  'settings.json',
  'sign-ins.json',
  'connections.json',
  'clients.json',
  'gateways.json',
  'links.json',
  'local-passwords.json',
  'endpoint-cache.json',
  'endpoint-cache.jsonl',
  'window.json',
  'rds-ca.pem',
  'gateway-certificate.pem',
  'gateway-key.pem',
];

/** Folders of Latchkey's own in it. */
const FOLDERS = ['run', 'command'];

/**
 * Looks over the data folder at the start: it and its folders are tightened to this user alone, what a crash has left
 * half-written is removed, and what is a link or belongs to somebody else is told of. Files are looked at by whoever
 * reads them.
 *
 * @returns what is not as it should be, for people
 */
export async function secureDataFolder(folder: string): Promise<readonly Failure[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
  const problems: Failure[] = [];
  for (const path of [folder, ...FOLDERS.map((name) => join(folder, name))]) {
    if ((await lstat(path).catch(() => null)) === null) continue;
    const notOurs = await tightenFolder(path).catch(() => null);
    if (notOurs !== null) problems.push(notOwnFolder(path, notOurs));
  }
  await sweepReplaced(REPLACED.map((name) => join(folder, name)));
  return problems;
}

function notOwnFolder(path: string, why: NotOurs): Failure {
  return fail('file-unwritable', `${path} ${why}, and is not used.`, {
    hint: 'Somebody may have put it there. Look at what it is, move it away, and start Latchkey again.',
  }).error;
}
