import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonFile, type FileForm } from '../../../main/state/json-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6) };
const numbers: FileForm<number[]> = {
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
    const obstacle = join(folder, 'numbers.json.new');
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
    symlinkSync(join(folder, 'precious'), join(folder, 'numbers.json.new'));
    expect(await state.save([1])).toMatchObject({ ok: true });
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine');
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

  it('because it is a folder is kept as well', async () => {
    const { path, state, kept } = file();
    mkdirSync(path);
    expect(await state.load()).toMatchObject({ value: [], problem: { code: 'file-unreadable' } });
    expect(kept()).toHaveLength(1);
  });

  it('and cannot be set aside is not overwritten either', async () => {
    const { folder, path, state } = file();
    writeFileSync(path, 'damaged');
    mkdirSync(join(folder, 'numbers.json.2026-01-02T03-04-05-006Z.kept', 'x'), { recursive: true });
    expect(await state.load()).toMatchObject({
      problem: { message: expect.stringContaining('could not be set aside') },
    });
    expect(await state.save([1])).toMatchObject({ error: { code: 'file-unwritable' } });
    expect(readFileSync(path, 'utf8')).toBe('damaged');
  });
});
