import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Scan } from '../../../app/endpoints/model.ts';
import { endpointCacheSchema } from '../../../main/endpoints/state-files.ts';
import { jsonFile } from '../../../main/files/json-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const scan: Scan = {
  profile: 'dev',
  region: 'eu-west-1',
  status: 'done',
  endpoints: [],
  problems: [],
  finishedAt: 7,
};

it('what discovery found comes back at the next start', async () => {
  const path = join(temporaryFolder(), 'endpoint-cache.json');
  const file = () => jsonFile(path, endpointCacheSchema, Date);
  expect(await file().load()).toEqual({ value: [], problem: null });
  await file().save([scan]);
  expect(await file().load()).toEqual({ value: [scan], problem: null });
});

it.each([
  ['cut off', (text: string) => text.slice(0, 40)],
  ['of a newer version', (text: string) => text.replace('"version": 2', '"version": 3')],
  ['of another form', (text: string) => text.replace('"dev"', '7')],
])('a cache that is %s is dropped without a word, and nothing is left of it', async (_what, spoil) => {
  const folder = temporaryFolder();
  const path = join(folder, 'endpoint-cache.json');
  const file = jsonFile(path, endpointCacheSchema, Date);
  await file.save([scan]);
  writeFileSync(path, spoil(readFileSync(path, 'utf8')));
  expect(await file.load()).toEqual({ value: [], problem: null });
  await file.save([scan]);
  expect(readdirSync(folder)).toEqual(['endpoint-cache.json']);
});
