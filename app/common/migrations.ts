/**
 * The steps from each earlier version of a file's data to the next: the first takes version 1 to 2, the
 * second 2 to 3. Pure, and each must keep what it does not know of.
 */
export type Migrations = readonly ((data: unknown) => unknown)[];

/**
 * Brings data of an earlier version up to date, one step after another.
 *
 * @param version the version that the data has, from 1
 * @returns data of version `migrations.length + 1`; undefined where a step could make nothing of it
 */
export function migrated(migrations: Migrations, version: number, data: unknown): unknown {
  try {
    return migrations.slice(version - 1).reduce((before, step) => step(before), data);
  } catch {
    return undefined;
  }
}
