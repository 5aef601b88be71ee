import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endpointsFrom } from '../../../app/endpoints/from-descriptions.ts';
import type { Scan } from '../../../app/endpoints/model.ts';
import { scanCacheFile } from '../../../main/endpoints/scan-cache-file.ts';
import { endpointCacheSchema } from '../../../main/endpoints/state-files.ts';
import { jsonFile } from '../../../main/files/json-file.ts';
import { instance } from '../../app/endpoints/descriptions.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function scanOf(region: string, ...names: string[]): Scan {
  const scope = { profile: 'dev', region };
  const endpoints = endpointsFrom(
    scope,
    names.map((name) => instance(name)),
    [],
  );
  return { ...scope, status: 'done', endpoints, problems: [], finishedAt: 7 };
}

const one = scanOf('eu-west-1', 'orders');
const two = scanOf('eu-west-2', 'billing', 'ledger');
const scanned = (scan: Scan) => ({ kind: 'scanned', scan }) as const;

/** The cache of a data folder, as each start has it. */
function cacheIn(folder = temporaryFolder()) {
  const former = jsonFile(join(folder, 'endpoint-cache.json'), endpointCacheSchema, Date);
  return {
    folder,
    former,
    path: join(folder, 'endpoint-cache.jsonl'),
    start: () => scanCacheFile(folder, former),
  };
}

describe('what discovery found', () => {
  it('comes back at the next start, as it was last', async () => {
    const { start, path } = cacheIn();
    const first = start();
    expect(await first.load()).toEqual([]);
    expect(await first.save([scanned(one), scanned(scanOf('eu-west-2', 'old'))])).toEqual({
      ok: true,
      value: null,
    });
    await first.save([scanned(two)]);
    await first.save([{ kind: 'confirmed', scope: { profile: 'dev', region: 'eu-west-1' }, finishedAt: 9 }]);
    expect(await start().load()).toEqual([{ ...one, finishedAt: 9 }, two]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const second = start();
    await second.load();
    await second.save([{ kind: 'removed', scope: { profile: 'dev', region: 'eu-west-1' } }]);
    expect(await start().load()).toEqual([two]);
  });

  it('is added line by line: what has not changed is not written again', async () => {
    const { start, path } = cacheIn();
    const cache = start();
    await cache.load();
    await cache.save([scanned(one), scanned(two)]);
    const before = readFileSync(path, 'utf8');
    const now = scanOf('eu-west-2', 'billing');
    await cache.save([scanned(now)]);
    const after = readFileSync(path, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length)).toBe(`${JSON.stringify(scanned(now))}\n`);
  });

  it('does not grow for ever', async () => {
    const { start, path } = cacheIn();
    const cache = start();
    await cache.load();
    const names = Array.from({ length: 400 }, (_, index) => `db-${index}`);
    for (let round = 0; round < 20; round += 1) {
      await cache.save([scanned(scanOf('eu-west-1', ...names, `round-${round}`))]);
    }
    expect(statSync(path).size).toBeLessThan(2_000_000);
    expect((await start().load())[0]?.endpoints).toHaveLength(401);
  });
});

describe('a cache', () => {
  it.each([
    ['whose last line was cut off', (text: string) => text.slice(0, -30), [one]],
    ['with a line that is not ours', (text: string) => text.replace('"billing"', '7'), [one]],
    ['of another version', (text: string) => text.replace('"version":1', '"version":9'), []],
    ['that is no such file at all', () => '[1, 2, 3]', []],
    ['that is empty', () => '', []],
  ])('%s gives what can be read, and is written anew', async (_what, spoil, expected) => {
    const { start, path } = cacheIn();
    const cache = start();
    await cache.load();
    await cache.save([scanned(one), scanned(two)]);
    writeFileSync(path, spoil(readFileSync(path, 'utf8')));
    const next = start();
    expect(await next.load()).toEqual(expected);
    const three = scanOf('eu-west-3', 'fresh');
    await next.save([scanned(three)]);
    expect(await start().load()).toEqual([...expected, three]);
  });

  it('of version 0.1.0 is taken over, once', async () => {
    const { start, former, folder } = cacheIn();
    await former.save([one]);
    expect(existsSync(join(folder, 'endpoint-cache.json'))).toBe(true);
    const cache = start();
    expect(await cache.load()).toEqual([one]);
    await cache.save([scanned(two)]);
    expect(existsSync(join(folder, 'endpoint-cache.json'))).toBe(false);
    expect(await start().load()).toEqual([one, two]);
  });

  it('that is a link is neither read nor written through', async () => {
    const { start, path, folder } = cacheIn();
    const other = join(folder, 'other');
    writeFileSync(other, 'of somebody else');
    symlinkSync(other, path);
    const cache = start();
    expect(await cache.load()).toEqual([]);
    await cache.save([scanned(one)]);
    expect(readFileSync(other, 'utf8')).toBe('of somebody else');
    expect(await start().load()).toEqual([one]);
  });

  it('that cannot be written says so, and is written anew when it can', async () => {
    const { folder } = cacheIn();
    const missing = join(folder, 'file');
    writeFileSync(missing, '');
    const cache = scanCacheFile(join(missing, 'below'), { load: async () => ({ value: [], problem: null }) });
    expect(await cache.save([scanned(one)])).toMatchObject({ ok: false, error: { code: 'file-unwritable' } });
  });
});
