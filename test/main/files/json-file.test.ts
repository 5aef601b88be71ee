import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type * as crypto from 'node:crypto';
import { z } from 'zod';
import { jsonFile, type StateFileSchema } from '../../../main/files/json-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

// a name that nobody can guess, guessed: so that something can be in its way
vi.mock('node:crypto', async (original) => ({
  ...(await original<typeof crypto>()),
  randomBytes: (size: number) => Buffer.alloc(size, 7),
}));
const BESIDE = 'numbers.json.0707070707070707.new';

const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6) };
const numbers: StateFileSchema<number[]> = {
  version: 2,
  initial: [],
  parse(data) {
    const held = z.array(z.unknown()).safeParse(data);
    if (!held.success) return null;
    const value = held.data.filter((one) => typeof one === 'number');
    return { value, complete: value.length === held.data.length };
  },
};

function file(name = 'numbers.json') {
  const folder = temporaryFolder();
  const path = join(folder, name);
  return {
    folder,
    path,
    state: jsonFile(path, numbers, clock),
    kept: () => readdirSync(folder).filter((one) => one.endsWith('.kept')),
  };
}

describe('saving', () => {
  it('makes the folder, writes for the owner alone, and leaves nothing beside it', async () => {
    const { path, state } = file(join('deep', 'er', 'numbers.json'));
    expect(await state.load()).toEqual({ value: [], problem: null });
    expect(await state.save([1, 2])).toEqual({ ok: true, value: null });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(path, '..'))).toEqual(['numbers.json']);
    expect(await state.load()).toEqual({ value: [1, 2], problem: null });
  });

  it('at once and many times ends with the last', async () => {
    const { path, state } = file();
    await Promise.all(Array.from({ length: 20 }, (_, index) => state.save([index])));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ version: 2, data: [19] });
  });

  it('is waited for by whoever wants to end', async () => {
    const { path, state } = file();
    void state.save([1]);
    void state.save([2]);
    await state.settled();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ data: [2] });
  });

  it('that fails leaves the old file, says so, and the next one works', async () => {
    const { folder, path, state } = file();
    await state.save([1]);
    // a folder where the new file would be written: nobody, root neither, can write a file there
    const obstacle = join(folder, BESIDE);
    mkdirSync(join(obstacle, 'x'), { recursive: true });
    const reply = await state.save([2]);
    expect(reply).toMatchObject({ ok: false, error: { code: 'file-unwritable' } });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ data: [1] });
  });

  it('below something that is no folder says so', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a-file'), '');
    const state = jsonFile(join(folder, 'a-file', 'numbers.json'), numbers, clock);
    expect(await state.save([1])).toMatchObject({ error: { code: 'file-unwritable' } });
  });

  it('follows no link that lies where the new file goes', async () => {
    const { folder, state } = file();
    writeFileSync(join(folder, 'precious'), 'mine');
    symlinkSync(join(folder, 'precious'), join(folder, BESIDE));
    expect(await state.save([1])).toMatchObject({ error: { code: 'file-unwritable' } });
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine');
    // what somebody else has put there is not ours to remove
    expect(readlinkSync(join(folder, BESIDE))).toBe(join(folder, 'precious'));
  });
});

describe('a file that cannot be used', () => {
  it.each([
    ['is cut off', '{"version": 2, "data": [1, 2'],
    ['is empty', ''],
    ['is no JSON', '\0\0\0\0'],
    ['is of another form', '[1, 2]'],
    ['has other data', '{"version": 2, "data": "text"}'],
    ['has no version', '{"data": [1]}'],
    ['has more keys', '{"version": 2, "data": [1], "extra": 1}'],
    ['is of a newer version', '{"version": 3, "data": [1]}'],
  ])('(it %s) is kept under a dated name, and said so', async (_what, text) => {
    const { folder, path, state, kept } = file();
    writeFileSync(path, text);
    const { value, problem } = await state.load();
    expect(value).toEqual([]);
    expect(kept()).toEqual(['numbers.json.2026-01-02T03-04-05-006Z.kept']);
    expect(problem).toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining(kept()[0] ?? ''),
    });
    await state.save([7]);
    expect(readFileSync(join(folder, kept()[0] ?? ''), 'utf8')).toBe(text);
  });

  it('in part keeps what is whole, and the file as it was', async () => {
    const { path, state, kept } = file();
    writeFileSync(path, '{"version": 2, "data": [1, "bad", 3]}');
    expect(await state.load()).toMatchObject({ value: [1, 3], problem: { code: 'file-unreadable' } });
    expect(kept()).toHaveLength(1);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ data: [1, 3] });
    expect(await state.load()).toEqual({ value: [1, 3], problem: null });
  });

  it('twice in the same millisecond is kept twice', async () => {
    const { folder, path, state, kept } = file();
    for (const text of ['one', 'two']) {
      writeFileSync(path, text);
      await state.load();
    }
    expect(
      kept()
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .toSorted(),
    ).toEqual(['one', 'two']);
  });

  it('in part and on a disk with no room stays where the next start finds it', async () => {
    const { folder, path, state, kept } = file();
    const text = '{"version": 2, "data": [1, "bad", 3]}';
    writeFileSync(path, text);
    // nothing can be written where the new file would be
    mkdirSync(join(folder, BESIDE, 'x'), { recursive: true });
    expect(await state.load()).toMatchObject({ value: [1, 3], problem: { code: 'file-unreadable' } });
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(kept()).toHaveLength(1);
  });

  it('by a newer program is told apart from one that is damaged', async () => {
    const { path, state } = file();
    writeFileSync(path, '{"version": 3, "data": {"other": "form"}}');
    expect(await state.load()).toMatchObject({
      problem: {
        message: expect.stringContaining('was written by a newer Latchkey. It was kept as numbers.json.2026'),
        hint: expect.stringContaining('Update Latchkey'),
      },
    });
  });

  it('because it is a folder is kept as well', async () => {
    const { path, state, kept } = file();
    mkdirSync(path);
    expect(await state.load()).toMatchObject({ value: [], problem: { code: 'file-unreadable' } });
    expect(kept()).toHaveLength(1);
  });

  it('and cannot be set aside is not overwritten either', async () => {
    // with the date its name is longer than any file system takes
    const { path, state } = file(`${'n'.repeat(235)}.json`);
    writeFileSync(path, 'damaged');
    expect(await state.load()).toMatchObject({
      problem: { message: expect.stringContaining('could not be set aside') },
    });
    expect(await state.save([1])).toMatchObject({ error: { code: 'file-unwritable' } });
    expect(readFileSync(path, 'utf8')).toBe('damaged');
  });
});

describe('a file of an earlier version', () => {
  const state = (path: string) =>
    jsonFile(
      path,
      { ...numbers, migrations: [(data) => z.array(z.string()).parse(data).map(Number)] },
      clock,
    );

  it('is brought up to date, and is as before until something is saved', async () => {
    const { path } = file();
    const text = '{"version": 1, "data": ["1", "2"]}';
    writeFileSync(path, text);
    expect(await state(path).load()).toEqual({ value: [1, 2], problem: null });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('that no step can make anything of is damaged', async () => {
    const { path, kept } = file();
    writeFileSync(path, '{"version": 1, "data": [null]}');
    expect(await state(path).load()).toMatchObject({
      problem: { message: expect.stringContaining('damaged') },
    });
    expect(kept()).toHaveLength(1);
  });
});

describe('a file with nothing of the user\u2019s', () => {
  it.each(['', '{"version": 9, "data": []}', '{"version": 2, "data": 1}'])(
    'that cannot be used (%j) is dropped without a word',
    async (text) => {
      const { folder, path } = file();
      const state = jsonFile(path, { ...numbers, disposable: true }, clock);
      writeFileSync(path, text);
      expect(await state.load()).toEqual({ value: [], problem: null });
      await state.save([1]);
      expect(readdirSync(folder)).toEqual(['numbers.json']);
    },
  );
});
