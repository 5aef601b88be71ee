import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Every file in folders, and in those that Latchkey or its tests have made in the system's temporary folder. */
export async function filesUnder(folders: readonly string[]): Promise<string[]> {
  const temporary = (await readdir(tmpdir()))
    .filter((name) => name.startsWith('latchkey'))
    .map((name) => join(tmpdir(), name));
  const all = await Promise.all(
    [...new Set([...folders, ...temporary])].map((folder) =>
      // another run's folders come and go
      readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []),
    ),
  );
  return all.flat().flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
}
