import { randomUUID } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createConnections } from '../../../app/connections/service.ts';
import { succeed } from '../../../app/common/result.ts';
import { connectionsSchema } from '../../../main/connections/state-file.ts';
import { jsonFile } from '../../../main/files/json-file.ts';
import { noProfiles } from '../../app/connections/no-profiles.ts';
import { connection } from '../../app/connections/sample-connection.ts';
import { numberIn, numbered } from './numbered.ts';

/*
 * A process of its own that a test can kill, give another user, or put on a disk with no room. It is
 * bundled, since Node 20 runs no TypeScript. Its first argument is what to do, its second a folder.
 */

const say = (line: unknown): void => void writeSync(1, `${JSON.stringify(line)}\n`);

function connectionsIn(folder: string) {
  return createConnections({
    file: jsonFile(join(folder, 'connections.json'), connectionsSchema, Date),
    clock: Date,
    newId: randomUUID,
    chooseCaFile: async () => succeed(null),
    sharedFiles: { open: async () => succeed(null), save: async () => succeed(null) },
    profiles: noProfiles,
    onChanged: () => undefined,
  });
}

/** When it is told to, changes one connection after another without end, and says so before and after each. */
async function saveForEver(folder: string): Promise<void> {
  await once(process.stdin, 'data');
  const connections = connectionsIn(folder);
  const problem = await connections.load();
  if (problem !== null) throw new Error(problem.message);
  for (let number = Math.max(...connections.list().map(numberIn)) + 1; ; number += 1) {
    const one = connections.list()[number % connections.list().length];
    if (one === undefined) throw new Error('There is nothing to change.');
    const { id, pinned: _pinned, changedAt: _changedAt, usedAt: _usedAt, ...typed } = one;
    say({ begun: number });
    const saved = await connections.save(id, { ...typed, notes: numbered(number) });
    if (!saved.ok) throw new Error(saved.error.message);
    say({ done: number });
  }
}

/** Makes connections until one cannot be saved or there are enough, and says what it is then like. */
async function fill(folder: string): Promise<void> {
  const connections = connectionsIn(folder);
  const problem = await connections.load();
  const { id: _id, pinned: _pinned, changedAt: _changedAt, usedAt: _usedAt, ...typed } = connection();
  let failure = null;
  while (failure === null && connections.list().length < 200) {
    const saved = await connections.save(null, { ...typed, notes: 'n'.repeat(4_000) });
    if (!saved.ok) failure = saved.error;
  }
  const held = connections.list();
  const onDisk: unknown = JSON.parse(readFileSync(join(folder, 'connections.json'), 'utf8'));
  say({ problem, failure, held, onDisk });
}

const [what, folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('A folder is missing.');
await (what === 'save' ? saveForEver(folder) : fill(folder));
