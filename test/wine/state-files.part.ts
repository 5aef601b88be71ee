import assert from 'node:assert/strict';
import { open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonFile, type StateFileSchema } from '../../main/files/json-file.ts';
import { replaceFile } from '../../main/files/replace-file.ts';
import { runPart } from './parts.ts';

const schema: StateFileSchema<readonly string[]> = {
  version: 1,
  initial: [],
  parse: (data) =>
    Array.isArray(data) ? { value: data.filter((one) => typeof one === 'string'), complete: true } : null,
};
const file = (folder: string) => jsonFile(join(folder, 'names.json'), schema, { now: () => 0 });

await runPart('state files', {
  'a hundred saves, one over the other, and no other file is left': async (folder) => {
    const names = file(folder);
    await names.load();
    for (let at = 0; at < 100; at += 1) assert.equal((await names.save([`n${at}`])).ok, true);
    assert.deepEqual((await file(folder).load()).value, ['n99']);
    assert.deepEqual(await readdir(folder), ['names.json']);
  },
  'a broken file is kept under a dated name, in which Windows allows no colon': async (folder) => {
    await writeFile(join(folder, 'names.json'), '{ broken');
    const loaded = await file(folder).load();
    assert.deepEqual(loaded.value, []);
    const kept = (await readdir(folder)).filter((name) => name.startsWith('names.json.'));
    assert.equal(kept.length, 1);
    assert.equal(await readFile(join(folder, kept[0] ?? ''), 'utf8'), '{ broken');
  },
  'a file that another program reads can be replaced once it is closed': async (folder) => {
    const path = join(folder, 'read');
    await writeFile(path, 'old');
    const reader = await open(path, 'r');
    setTimeout(() => void reader.close(), 200);
    await replaceFile(path, 'new', 0o600);
    assert.equal(await readFile(path, 'utf8'), 'new');
  },
});
