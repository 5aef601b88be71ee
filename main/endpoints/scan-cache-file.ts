import { constants } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { succeed, type Result } from '../../app/common/result.ts';
import type { StateFile } from '../../app/common/state-file.ts';
import type { Steps } from '../../app/common/steps.ts';
import type { Scan } from '../../app/endpoints/model.ts';
import type { CacheChange, ScanCache, ScanScope } from '../../app/endpoints/ports.ts';
import { readOwnFile, whyNotOurs } from '../files/own-file.ts';
import { replaceFile } from '../files/replace-file.ts';
import { unwritable } from '../files/unwritable.ts';
import { inSlices } from '../profiles/in-slices.ts';
import { HEAD, lineOf, readLine } from './scan-cache-lines.ts';

/** How much is added to the file before it is written anew, in bytes, where what it holds is less. */
const MIN_ADDED = 1_000_000;

/**
 * `endpoint-cache.jsonl`: a line for each scope that was scanned, and the last one of a scope counts. What has changed
 * is added at the end; once most lines are old, the file is written anew. All of it is done in slices.
 *
 * @param former the cache of 0.1.0, which is taken where there is no other, and then removed
 */
export function scanCacheFile(dataFolder: string, former: Pick<StateFile<Scan[]>, 'load'>): ScanCache {
  const path = join(dataFolder, 'endpoint-cache.jsonl');
  const formerPath = join(dataFolder, 'endpoint-cache.json');
  const kept = new Map<string, Scan>();
  /** Nothing can be added to what is there. */
  let isToBeReplaced = true;
  let size = 0;
  let added = 0;

  function apply(change: CacheChange): void {
    if (change.kind === 'scanned') return void kept.set(keyOf(change.scan), change.scan);
    const key = keyOf(change.scope);
    const known = kept.get(key);
    if (change.kind === 'removed') kept.delete(key);
    else if (known !== undefined) kept.set(key, { ...known, finishedAt: change.finishedAt });
  }

  function* readAll(lines: readonly string[]): Steps<boolean> {
    let isWhole = lines[0] === HEAD;
    if (!isWhole) return false;
    for (const line of lines.slice(1)) {
      const change = readLine(line);
      if (change === null) isWhole = false;
      else apply(change);
      yield;
    }
    return isWhole;
  }

  async function replace(): Promise<void> {
    const text = await inSlices(
      textOf(
        [...kept.values()].map((scan) => ({ kind: 'scanned', scan })),
        `${HEAD}\n`,
      ),
    );
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await replaceFile(path, text, 0o600);
    await rm(formerPath, { force: true });
    [isToBeReplaced, size, added] = [false, text.length, 0];
  }

  async function add(changes: readonly CacheChange[]): Promise<void> {
    const text = await inSlices(textOf(changes, ''));
    const file = await open(path, constants.O_WRONLY | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0));
    try {
      if (whyNotOurs(await file.stat(), 'file') !== null) throw new Error('The file is not ours.');
      await file.appendFile(text);
    } finally {
      await file.close();
    }
    added += text.length;
  }

  return {
    async load() {
      const read = await readOwnFile(path).catch(() => null);
      if (read === null || 'notOurs' in read) {
        const { value } = await former.load();
        for (const scan of value) apply({ kind: 'scanned', scan });
        return [...kept.values()];
      }
      const lines = read.text.split('\n');
      // what a crash has cut off must not be added to
      const isCut = lines.pop() !== '';
      const isWhole = await inSlices(readAll(lines));
      [isToBeReplaced, size] = [!isWhole || isCut, read.text.length];
      return [...kept.values()];
    },
    async save(changes): Promise<Result<null>> {
      for (const change of changes) apply(change);
      try {
        if (isToBeReplaced || added > Math.max(MIN_ADDED, size)) await replace();
        else await add(changes);
        return succeed(null);
      } catch (cause) {
        isToBeReplaced = true;
        return { ok: false, error: unwritable(path, cause) };
      }
    },
  };
}

function* textOf(changes: readonly CacheChange[], head: string): Steps<string> {
  const lines = [head];
  for (const change of changes) {
    lines.push(`${lineOf(change)}\n`);
    yield;
  }
  return lines.join('');
}

function keyOf({ profile, region }: ScanScope): string {
  return `${profile}\n${region}`;
}
