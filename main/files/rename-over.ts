import { rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './unwritable.ts';

/** How long to wait before each further try, in milliseconds: about a second in all. */
const PAUSES_MS: readonly number[] = [10, 20, 40, 80, 150, 300, 400];

/** What Windows says where another program has the file open. */
const HELD: readonly (string | undefined)[] = ['EPERM', 'EACCES', 'EBUSY'];

/** What {@link renameOver} takes from its surroundings. */
export interface Renaming {
  readonly platform: NodeJS.Platform;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Waits, in milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>;
}

/**
 * Renames a file over another one. On Windows a scanner or a sync program that has either of them open for a moment
 * makes this fail; it is tried again for about a second.
 *
 * @throws what the last try threw
 */
export async function renameOver(
  from: string,
  to: string,
  around: Renaming = { platform: process.platform, rename, pause },
): Promise<void> {
  for (const ms of around.platform === 'win32' ? PAUSES_MS : []) {
    try {
      return await around.rename(from, to);
    } catch (cause) {
      if (!HELD.includes(codeOf(cause))) throw cause;
    }
    await around.pause(ms);
  }
  return around.rename(from, to);
}
