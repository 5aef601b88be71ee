import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../app/clock.ts';
import { fail, succeed, type Failure } from '../../app/failure.ts';
import type { StateFile } from '../../app/state-file.ts';

/** The form of one of the application's own files. */
export interface FileForm<T> {
  readonly version: number;
  readonly initial: T;
  /**
   * Reads what the file held under `data`, keeping what is valid.
   *
   * @returns the value and whether anything had to be left out; null where nothing of it can be used
   */
  readonly parse: (data: unknown) => { value: T; complete: boolean } | null;
}

const envelope = z.strictObject({ version: z.int().min(1), data: z.unknown() });

/**
 * A JSON file of the application's own, 0600, replaced as a whole: written beside, flushed to the disk,
 * then renamed, so that a crash leaves either the old file or the new one. A file that cannot be used
 * as it is, is kept under a dated name before anything is written in its place.
 *
 * @param clock for the dated name
 */
export function jsonFile<T>(
  path: string,
  form: FileForm<T>,
  clock: Pick<Clock, 'now'>,
): StateFile<T> & { /** Resolves when what was to be saved so far is. */ settled(): Promise<unknown> } {
  let saving: Promise<unknown> = Promise.resolve();
  /** The file is to be kept and could not be renamed yet: nothing may be written in its place. */
  let inTheWay = false;

  async function keep(): Promise<string> {
    const kept = `${path}.${new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-')}.kept`;
    await rename(path, kept);
    return basename(kept);
  }

  async function setAside(why: string): Promise<Failure> {
    try {
      return problem(`${why} It was kept as ${await keep()}.`);
    } catch {
      inTheWay = true;
      return problem(`${why} It could not be set aside.`);
    }
  }

  const problem = (message: string): Failure => ({
    code: 'file-unreadable',
    message,
    hint: 'What could be read is in use. Nothing was deleted.',
  });

  async function replace(value: T): Promise<void> {
    const beside = `${path}.new`;
    if (inTheWay) await keep();
    inTheWay = false;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rm(beside, { force: true });
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ version: form.version, data: value }, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  }

  return {
    settled: () => saving,
    async load() {
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (cause) {
        if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
          return { value: form.initial, problem: null };
        }
        return { value: form.initial, problem: await setAside(`${basename(path)} could not be read.`) };
      }
      const held = envelope.safeParse(parseJson(text));
      if (!held.success) {
        return { value: form.initial, problem: await setAside(`${basename(path)} is damaged.`) };
      }
      if (held.data.version > form.version) {
        return {
          value: form.initial,
          problem: await setAside(`${basename(path)} was written by a newer Latchkey.`),
        };
      }
      const parsed = form.parse(held.data.data);
      if (parsed === null)
        return { value: form.initial, problem: await setAside(`${basename(path)} is damaged.`) };
      if (parsed.complete) return { value: parsed.value, problem: null };
      const set = await setAside(`Some entries of ${basename(path)} are damaged.`);
      // the entries that are whole go back at once: a crash before the next save must not hide them
      await replace(parsed.value).catch(() => undefined);
      return { value: parsed.value, problem: set };
    },
    async save(value) {
      const mine = saving.then(() => replace(value));
      saving = mine.catch(() => undefined);
      try {
        await mine;
        return succeed(null);
      } catch (cause) {
        const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
        return fail('file-unwritable', `${path} could not be written${why}.`, {
          hint: 'Look at the disk’s free space and the folder’s permissions. The file is as it was.',
        });
      }
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
