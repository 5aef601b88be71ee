import { readdir } from 'node:fs/promises';

/** Folders that are being read now. */
const reading = new Map<string, Promise<ReadonlySet<string> | null>>();

/**
 * Whether a folder may hold a file, by the names in it, in any case. Who asks while the folder is being read shares
 * the answer, so that looking for all clients at once reads each folder of a long PATH once, in place of asking for
 * every client in every folder; nothing is kept, so that what is installed a moment later is found.
 *
 * @returns true too where the folder cannot be listed: a file in it may be reached all the same
 */
export async function mayHold(folder: string, name: string): Promise<boolean> {
  const names = await (reading.get(folder) ?? read(folder));
  return names?.has(name.toLowerCase()) ?? true;
}

function read(folder: string): Promise<ReadonlySet<string> | null> {
  const answer = readdir(folder).then(
    (names) => new Set(names.map((name) => name.toLowerCase())),
    (cause: unknown) => (isAbsent(cause) ? new Set<string>() : null),
  );
  reading.set(folder, answer);
  void answer.finally(() => reading.delete(folder));
  return answer;
}

function isAbsent(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}
