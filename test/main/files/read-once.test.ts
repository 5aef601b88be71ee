import { expect, it, vi } from 'vitest';
import { succeed } from '../../../app/common/result.ts';
import { readOnce } from '../../../main/files/read-once.ts';

it('what is said of a file at its first reading is said to all who read it', async () => {
  const problem = { code: 'file-unreadable', message: 'Damaged.' } as const;
  const load = vi.fn(async () => ({ value: 1, problem }));
  const save = vi.fn(async () => succeed(null));
  const file = readOnce<number>({ load, save });
  expect(await Promise.all([file.load(), file.load()])).toEqual([
    { value: 1, problem },
    { value: 1, problem },
  ]);
  expect(load).toHaveBeenCalledOnce();
  await file.save(2);
  expect(save).toHaveBeenCalledExactlyOnceWith(2);
});
