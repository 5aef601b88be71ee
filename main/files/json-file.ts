import { link, lstat, mkdir, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../app/common/clock.ts';
import { succeed, type Failure } from '../../app/common/result.ts';
import { migrated, type Migrations } from '../../app/common/migrations.ts';
import type { StateFile } from '../../app/common/state-file.ts';
import { readOwnFile } from './own-file.ts';
import { renameOver } from './rename-over.ts';
import { replaceFile } from './replace-file.ts';
import { syncFolder } from './sync-folder.ts';
import { codeOf, unwritable } from './unwritable.ts';

/** The schema of one of the application's own files. */
export interface StateFileSchema<T> {
  readonly version: number;
  /** The steps from version 1 to this one; without them there has been no other. */
  readonly migrations?: Migrations;
  readonly initial: T;
  /** Nothing in it is the user's: what cannot be used is dropped without a word, and not kept. */
  readonly disposable?: true;
  /**
   * Reads what the file held under `data`, keeping what is valid.
   *
   * @returns the value, whether anything had to be left out, and how many entries were cleaned of characters that
   *   nobody sees; null where nothing of it can be used
   */
  readonly parse: (data: unknown) => { value: T; complete: boolean; cleaned?: number } | null;
  /** What goes into the file under `data`; unsaid: the value as it is. */
  readonly write?: (value: T) => unknown;
}

const envelope = z.strictObject({ version: z.int().min(1), data: z.unknown() });

/**
 * A JSON file of the application's own, 0600, replaced as a whole (see `replaceFile`). A file that cannot be used
 * as it is, is kept under a dated name before anything is written in its place.
 *
 * @param clock for the dated name
 */
export function jsonFile<T>(
  path: string,
  schema: StateFileSchema<T>,
  clock: Pick<Clock, 'now'>,
): StateFile<T> & { /** Resolves when what was to be saved so far is. */ settled(): Promise<unknown> } {
  let saving: Promise<unknown> = Promise.resolve();
  /** The file is to be kept and could not be renamed yet: nothing may be written in its place. */
  let inTheWay = false;

  const name = basename(path);

  /** Gives the file a dated name; it stays under its own as well, where the file system has links. */
  async function keep(): Promise<string> {
    const kept = await freeName(`${path}.${new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-')}`);
    await link(path, kept).catch(() => renameOver(path, kept));
    return basename(kept);
  }

  async function setAside(why: string, hint = 'What could be read is in use.'): Promise<Failure> {
    const say = (what: string): Failure => ({
      code: 'file-unreadable',
      message: `${name} ${why} ${what}`,
      hint: `${hint} Nothing was deleted.`,
    });
    try {
      return say(`It was kept as ${await keep()}.`);
    } catch {
      inTheWay = true;
      return say('It could not be set aside.');
    }
  }

  async function unusable(why: string, hint?: string): Promise<{ value: T; problem: Failure | null }> {
    if (schema.disposable === true) return { value: schema.initial, problem: null };
    const problem = await setAside(why, hint);
    // kept under its dated name, it need not be found, and told of, at the next start again
    if (!inTheWay) await rm(path, { force: true }).catch(() => undefined);
    return { value: schema.initial, problem };
  }

  async function replace(value: T): Promise<void> {
    if (inTheWay) await keep();
    inTheWay = false;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const held = { version: schema.version, data: schema.write?.(value) ?? value };
    await replaceFile(path, `${JSON.stringify(held, null, 2)}\n`, 0o600);
    await syncFolder(dirname(path));
  }

  return {
    settled: () => saving,
    async load() {
      let read: Awaited<ReturnType<typeof readOwnFile>>;
      try {
        read = await readOwnFile(path);
      } catch {
        return unusable('could not be read.');
      }
      if (read === null) return { value: schema.initial, problem: null };
      if ('notOurs' in read) {
        return unusable(`${read.notOurs}, and was not read.`, 'Somebody may have put it there.');
      }
      const { text } = read;
      const held = envelope.safeParse(parseJson(text));
      if (!held.success) return unusable('is damaged.');
      const { version, data } = held.data;
      if (version > schema.version) {
        return unusable(
          'was written by a newer Latchkey.',
          'Update Latchkey, quit it and give the file its old name back.',
        );
      }
      const parsed = schema.parse(migrated(schema.migrations ?? [], version, data));
      if (parsed === null) return unusable('is damaged.');
      const { complete, cleaned = 0 } = parsed;
      if (complete && cleaned === 0) return { value: parsed.value, problem: null };
      const problem = complete
        ? await setAside(
            'held characters that nobody sees, and they were taken out.',
            'Look at the names before you use them: where one does not look as it did, somebody may have forged it.',
          )
        : await setAside('has damaged entries.', 'All other entries are in use.');
      // the entries that are whole go back at once: a crash before the next save must not hide them
      if (!inTheWay) await replace(parsed.value).catch(() => undefined);
      return { value: parsed.value, problem };
    },
    async save(value) {
      const mine = saving.then(() => replace(value));
      saving = mine.catch(() => undefined);
      try {
        await mine;
        return succeed(null);
      } catch (cause) {
        return { ok: false, error: unwritable(path, cause) };
      }
    },
  };
}

/** A name that is not taken: a file kept in the same millisecond is not to be replaced. */
async function freeName(stem: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const name = `${stem}${count === 1 ? '' : `-${count}`}.kept`;
    const taken = await lstat(name).then(
      () => true,
      (cause: unknown) => codeOf(cause) !== 'ENOENT',
    );
    if (!taken) return name;
    if (count === 100) throw new Error('No name is free.');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
