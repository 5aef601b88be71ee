/**
 * Entries of Windows' PATH: folders between semicolons, in any case, with or without a backslash at their end
 * (Microsoft Learn, "path").
 */
export function hasEntry(path: string, folder: string): boolean {
  return path.split(';').some((entry) => isSame(entry, folder));
}

/** PATH with a folder at its end; the same where it is there already. */
export function withEntry(path: string, folder: string): string {
  if (hasEntry(path, folder)) return path;
  return path === '' ? folder : `${path};${folder}`;
}

/** PATH without a folder; every other character stays. */
export function withoutEntry(path: string, folder: string): string {
  return path
    .split(';')
    .filter((entry) => !isSame(entry, folder))
    .join(';');
}

function isSame(entry: string, folder: string): boolean {
  const bare = (text: string): string => text.trim().replace(/\\+$/, '').toLowerCase();
  return bare(entry) === bare(folder);
}
