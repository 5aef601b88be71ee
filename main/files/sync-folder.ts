import { open } from 'node:fs/promises';
import { codeOf } from './unwritable.ts';

/** Flushes a folder, so that a rename in it outlives a power cut. Windows has no such thing, and not every file system. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r').catch(() => null);
  try {
    await handle?.sync();
  } catch (cause) {
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS', 'EBADF'].includes(codeOf(cause) ?? '')) throw cause;
  } finally {
    await handle?.close();
  }
}
