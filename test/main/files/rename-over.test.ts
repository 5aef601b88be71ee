import { describe, expect, it } from 'vitest';
import { renameOver, type Renaming } from '../../../main/files/rename-over.ts';

/** A system whose renames fail with these codes, one after the other, and then work. */
function system(platform: NodeJS.Platform, codes: readonly string[]) {
  const tries: string[] = [];
  let waited = 0;
  const around: Renaming = {
    platform,
    async rename(from, to) {
      const code = codes[tries.length];
      tries.push(`${from} ${to}`);
      if (code !== undefined) throw Object.assign(new Error(code), { code });
    },
    pause: async (ms) => void (waited += ms),
  };
  return { around, tries, waited: () => waited };
}

describe('a file that another program has open', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])('is replaced once it is let go of (%s)', async (code) => {
    const windows = system('win32', [code, code, code]);
    await renameOver('new', 'old', windows.around);
    expect(windows.tries).toEqual(Array.from({ length: 4 }, () => 'new old'));
  });

  it('is given up after about a second', async () => {
    const windows = system(
      'win32',
      Array.from({ length: 100 }, () => 'EBUSY'),
    );
    await expect(renameOver('new', 'old', windows.around)).rejects.toThrow('EBUSY');
    expect(windows.waited()).toBe(1_000);
  });

  it('is no reason to wait where something else is wrong, or on other systems', async () => {
    const full = system('win32', ['ENOSPC', 'ENOSPC']);
    await expect(renameOver('new', 'old', full.around)).rejects.toThrow('ENOSPC');
    const linux = system('linux', ['EPERM', 'EPERM']);
    await expect(renameOver('new', 'old', linux.around)).rejects.toThrow('EPERM');
    expect([full.tries.length, linux.tries.length, full.waited(), linux.waited()]).toEqual([1, 1, 0, 0]);
  });
});
