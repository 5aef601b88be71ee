import { access, constants, mkdir, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import type { ConfigFile } from '../../app/profiles/config-files/model.ts';
import type { ConfigFileWriter, FileChange, UndoWrite } from '../../app/profiles/ports.ts';
import {
  prepareReplacement,
  replaceFile,
  sweepReplaced,
  type FileRights,
  type Replacement,
} from '../files/replace-file.ts';
import { syncFolder } from '../files/sync-folder.ts';
import { codeOf, unwritable } from '../files/unwritable.ts';
import { decodeConfigFile, encodeConfigFile } from './config-file-text.ts';
import { lookAt, type ConfigFileState } from './config-file-state.ts';

/** What a file held before the last change is kept beside it, under its own name and this. */
const BACKUP_SUFFIX = '.latchkey-backup';

/** Who may use a file that was not there before. */
const NEW_FILE: FileRights = { mode: 0o600 };

/** A change that is ready to be made. */
interface Ready {
  readonly change: FileChange;
  readonly path: string;
  readonly state: ConfigFileState;
  readonly replacement: Replacement;
}

/**
 * Writes AWS's shared config files: each is replaced as a whole, through a link where it is one, with the rights that it
 * had. One write at a time.
 */
export function configFileWriter(paths: Readonly<Record<ConfigFile, string>>): ConfigFileWriter {
  let writing: Promise<unknown> = Promise.resolve();

  /** Does one thing after another. */
  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const mine = writing.then(step);
    writing = mine.catch(() => undefined);
    return mine;
  }

  async function prepare(change: FileChange): Promise<Result<Ready>> {
    const path = paths[change.file];
    try {
      const state = await lookAt(path);
      if ('why' in state) return fail('file-unwritable', `${path} ${state.why}, and was not changed.`);
      if ((state.found?.text ?? null) !== change.before) return changed(path);
      const bytes = encodeConfigFile(change.after);
      if (decodeConfigFile(bytes) !== change.after) {
        return fail('file-unwritable', `${path} is not written in UTF-8, and was not changed.`);
      }
      if (state.found !== null && !(await isWritable(state.target))) {
        return fail('file-unwritable', `${path} may only be read, and was not changed.`, {
          hint: 'Change its permissions, or change it where it comes from.',
        });
      }
      await mkdir(dirname(state.target), { recursive: true, mode: 0o700 });
      const replacement = await prepareReplacement(state.target, bytes, state.found?.rights ?? NEW_FILE);
      return succeed({ change, path, state, replacement });
    } catch (cause) {
      return { ok: false, error: unwritable(path, cause) };
    }
  }

  async function write(changes: readonly FileChange[]): Promise<Result<UndoWrite>> {
    const ready: Ready[] = [];
    const made: Ready[] = [];
    try {
      for (const change of changes) {
        const prepared = await prepare(change);
        if (!prepared.ok) return prepared;
        ready.push(prepared.value);
      }
      for (const { state } of ready) await keep(state);
      for (const one of ready) {
        // the last look is as late as it can be: from here to the rename nothing else is waited for
        const state = await lookAt(one.path);
        if ('why' in state || (state.found?.text ?? null) !== one.change.before) {
          await takeBack(made);
          return changed(one.path);
        }
        await one.replacement.commit();
        made.push(one);
      }
      for (const { state } of ready) await syncFolder(dirname(state.target)).catch(() => undefined);
      return succeed(() => inTurn(() => undo(made)));
    } catch (cause) {
      await takeBack(made).catch(() => undefined);
      const at = ready[made.length]?.path ?? paths.config;
      return { ok: false, error: unwritable(at, cause) };
    } finally {
      for (const { replacement } of ready) await replacement.discard();
    }
  }

  /** Puts back what was written, unless somebody has changed it since. */
  async function undo(made: readonly Ready[]): Promise<Result<null>> {
    for (const { path, change } of made) {
      const state = await lookAt(path).catch(() => null);
      if (state === null || 'why' in state || state.found?.text !== change.after) return changed(path);
    }
    try {
      await takeBack(made);
    } catch (cause) {
      return { ok: false, error: unwritable(made[0]?.path ?? paths.config, cause) };
    }
    return succeed(null);
  }

  return {
    paths,
    async read() {
      const texts: Record<ConfigFile, string | null> = { config: null, credentials: null };
      for (const file of ['config', 'credentials'] as const) {
        const state = await lookAt(paths[file]).catch((cause: unknown) => ({
          why: `could not be read (${codeOf(cause) ?? 'unknown'})`,
        }));
        if ('why' in state) {
          return fail('file-unreadable', `${paths[file]} ${state.why}, so it cannot be changed.`, {
            hint: 'Look at its permissions and its form, then try again.',
          });
        }
        texts[file] = state.found?.text ?? null;
      }
      return succeed(texts);
    },
    write: (changes) => inTurn(() => write(changes)),
    async sweep() {
      for (const path of Object.values(paths)) {
        const state = await lookAt(path).catch(() => null);
        if (state !== null && 'target' in state) {
          await sweepReplaced([state.target, `${state.target}${BACKUP_SUFFIX}`]);
        }
      }
    },
  };
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Keeps what a file holds beside it; where there was no file, there is nothing to keep. */
async function keep({ target, found }: ConfigFileState): Promise<void> {
  if (found !== null) await replaceFile(`${target}${BACKUP_SUFFIX}`, found.bytes, 0o600);
}

/** Puts files back out of what was kept of them; what was not there goes. */
async function takeBack(made: readonly Ready[]): Promise<void> {
  for (const { state } of made.toReversed()) {
    const { target, found } = state;
    if (found === null) await rm(target, { force: true });
    else {
      const kept = await lookAt(`${target}${BACKUP_SUFFIX}`);
      if ('why' in kept || kept.found === null || !kept.found.bytes.equals(found.bytes)) {
        throw new Error('What was kept of the file is no longer there.');
      }
      const replacement = await prepareReplacement(target, kept.found.bytes, found.rights);
      await replacement.commit();
      await rm(`${target}${BACKUP_SUFFIX}`, { force: true });
    }
  }
}

function changed(path: string): Result<never> {
  return fail('file-changed', `${basename(path)} was changed meanwhile, and Latchkey has not written it.`, {
    hint: 'Look at the change once more, as the file is now.',
  });
}
