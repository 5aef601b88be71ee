import type { Clock } from '../common/clock.ts';
import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import { createImports } from './imports.ts';
import type { Connection, Draft, ImportPreview } from './model.ts';
import type { SharedFiles } from './ports.ts';
import { renameProfile, takeBackRename } from './rename-profile.ts';
import { recipesOf } from './shared-recipes.ts';
import { MAX_SHARED_LENGTH, SHARED_FILE_NAME, writeShared } from './sharing.ts';
import * as collections from './collection.ts';

type Nothing = Record<string, never>;

/** What the connections module needs from outside. */
export interface ConnectionsPorts {
  readonly file: StateFile<Connection[]>;
  readonly clock: Pick<Clock, 'now'>;
  /** A new UUID. */
  readonly newId: () => string;
  /** Asks for a PEM file: its path, null where none was chosen, or `file-unreadable`. */
  readonly chooseCaFile: () => Promise<Result<string | null>>;
  readonly sharedFiles: SharedFiles;
  readonly profiles: Pick<ProfilesApi, 'list' | 'ssoProfiles' | 'assumedProfiles'>;
  readonly onChanged: (list: Connection[]) => void;
}

/**
 * Makes the connections module. Every change is written first and holds only then: where it could not be
 * written, `file-unwritable` is returned and the list stays as it was. Changes are made one after another.
 */
export function createConnections(ports: ConnectionsPorts) {
  let collection: collections.Collection = { all: [], removed: new Set() };
  let changing: Promise<unknown> = Promise.resolve();
  let areKnown = false;
  /** The CA files that the user chose in this run: no other path that the interface names is taken. */
  const chosen = new Set<string>();
  const list = (): Connection[] => collections.listOf(collection);
  const imports = createImports(ports.newId);

  function hold(next: collections.Collection): void {
    collection = next;
    ports.onChanged(list());
  }

  /** Makes a change when those before it are done, on the list as it is then. */
  function change<T>(step: () => collections.Changed<T>): Promise<Result<T>> {
    const mine = changing.then(async (): Promise<Result<T>> => {
      const next = step();
      if (!next.ok) return next;
      if (next.value.collection !== collection) {
        const saved = await ports.file.save(collections.listOf(next.value.collection));
        if (!saved.ok) return saved;
        hold(next.value.collection);
      }
      return succeed(next.value.value);
    });
    changing = mine.catch(() => undefined);
    return mine;
  }

  function mayUse(caFile: string | null, present: string | null): boolean {
    return caFile === null || caFile === present || chosen.has(caFile);
  }

  return {
    /** Reads the file; returns what is to be said of it. */
    async load(): Promise<Failure | null> {
      const { value, problem } = await ports.file.load();
      collection = { all: value, removed: new Set() };
      areKnown = problem === null;
      return problem;
    },
    /** Whether the file was read whole: only then is a connection that is not in the list known to be gone. */
    areKnown: (): boolean => areKnown,
    /** The connections in the user's order. */
    list,
    /** A connection, or `connection-not-found`. */
    find: (id: string): Result<Connection> => collections.findIn(collection, id),
    /**
     * Makes a connection (`id` null) or changes one.
     *
     * @returns `connection-not-found`, `not-allowed` (too many), `invalid-input` (a CA file that the user
     *   did not choose) or `file-unwritable`
     */
    save: (id: string | null, draft: Draft): Promise<Result<Connection>> =>
      change(() => {
        const before = id === null ? null : collections.findIn(collection, id);
        if (before !== null && !before.ok) return before;
        if (!mayUse(draft.caFile, before?.value.caFile ?? null)) {
          return caFileNotChosen();
        }
        const now = ports.clock.now();
        return id === null
          ? collections.add(collection, draft, ports.newId(), now)
          : collections.edit(collection, id, draft, now);
      }),
    /**
     * Makes many connections, all or none.
     *
     * @returns their ids in the order of the drafts; `not-allowed` (too many), `invalid-input` (a CA file that the user
     *   did not choose) or `file-unwritable`
     */
    saveMany: (drafts: readonly Draft[]): Promise<Result<{ ids: string[] }>> =>
      change(() => {
        if (!drafts.every(({ caFile }) => mayUse(caFile, null))) return caFileNotChosen();
        const added = collections.addMany(collection, drafts, ports.newId, ports.clock.now());
        if (!added.ok) return added;
        return succeed({ collection: added.value.collection, value: { ids: added.value.value } });
      }),
    /** Puts a copy right after a connection: `connection-not-found`, `not-allowed`, `file-unwritable`. */
    duplicate: (id: string): Promise<Result<Connection>> =>
      change(() => collections.duplicate(collection, id, ports.newId(), ports.clock.now())),
    /** Deletes a connection: `connection-not-found`, `file-unwritable`. */
    remove: (id: string): Promise<Result<Nothing>> => change(() => collections.remove(collection, id)),
    /** Deletes those of many that are there: `file-unwritable`. */
    removeMany: (ids: readonly string[]): Promise<Result<Nothing>> =>
      change(() => collections.removeMany(collection, ids)),
    /** Takes back a deletion of this run: `connection-not-found`, `not-allowed`, `file-unwritable`. */
    restore: (id: string): Promise<Result<Nothing>> => change(() => collections.restore(collection, id)),
    /** Pins or unpins: `connection-not-found`, `file-unwritable`. */
    pin: (id: string, pinned: boolean): Promise<Result<Nothing>> =>
      change(() => collections.setLocal(collection, id, { pinned })),
    /** Puts a connection before another, or last: `connection-not-found`, `file-unwritable`. */
    move: (id: string, before: string | null): Promise<Result<Nothing>> =>
      change(() => collections.move(collection, id, before)),
    /**
     * Gives every connection of a profile another one, because the profile has another name now.
     *
     * @returns what takes that back, or `file-unwritable`
     */
    async renameProfile(from: string, to: string): Promise<Result<() => Promise<Result<null>>>> {
      const renamed = await change(() => renameProfile(collection, from, to, ports.clock.now()));
      if (!renamed.ok) return renamed;
      const before = renamed.value;
      return succeed(() => change(() => takeBackRename(collection, before, to, ports.clock.now())));
    },
    /** Notes that a connection was used. Where that cannot be written it holds for this run, unsaid. */
    async used(id: string): Promise<void> {
      const noted = changing.then(async () => {
        const next = collections.setLocal(collection, id, { usedAt: ports.clock.now() });
        if (!next.ok) return;
        hold(next.value.collection);
        await ports.file.save(list());
      });
      changing = noted.catch(() => undefined);
      await noted;
    },
    /** Lets the user choose a PEM file, which may then be saved in a connection; null where they chose none. */
    async chooseCa(): Promise<Result<{ caFile: string | null }>> {
      const file = await ports.chooseCaFile();
      if (!file.ok) return file;
      if (file.value !== null) chosen.add(file.value);
      return succeed({ caFile: file.value });
    },
    /**
     * Writes connections to a file of the user's choice; its name is null where they chose none.
     *
     * @param ids null for all
     * @returns `connection-not-found` where one of them is not there, `not-allowed` (too much), `file-unwritable`
     */
    async exportFile(ids: readonly string[] | null): Promise<Result<{ file: string | null; count: number }>> {
      const wanted: Connection[] = [];
      for (const id of new Set(ids ?? list().map((one) => one.id))) {
        const found = collections.findIn(collection, id);
        if (!found.ok) return found;
        wanted.push(found.value);
      }
      const used = new Set(wanted.map(({ profile }) => profile));
      const [sso, assumed] = await Promise.all([
        ports.profiles.ssoProfiles(),
        ports.profiles.assumedProfiles(),
      ]);
      const text = writeShared(wanted, recipesOf({ sso, assumed }, used));
      // what could not be read back is no export
      if (text.length > MAX_SHARED_LENGTH) {
        return fail('not-allowed', 'These connections do not fit in one file.', {
          hint: 'Export a few at a time, or shorten their notes.',
        });
      }
      const saved = await ports.sharedFiles.save(SHARED_FILE_NAME, text, 'connections');
      if (!saved.ok) return saved;
      return succeed(
        saved.value === null
          ? { file: null, count: 0 }
          : { file: saved.value.name.slice(0, 256), count: wanted.length },
      );
    },
    /** Reads a file of the user's choice and says what accepting it would do: `file-unreadable`. */
    async importFile(): Promise<Result<{ preview: ImportPreview | null }>> {
      const file = await ports.sharedFiles.open();
      if (!file.ok) return file;
      if (file.value === null) return succeed({ preview: null });
      const here = new Set(ports.profiles.list().profiles.map(({ name }) => name));
      const begun = imports.begin(file.value, list(), (name) => here.has(name));
      return begun.ok ? succeed({ preview: begun.value }) : begun;
    },
    /**
     * Takes what the newest preview showed, compared once more with the list as it is by now.
     *
     * @param leaveOut ids not to take
     * @returns `invalid-input` for another preview, `not-allowed` (too many), `file-unwritable`
     */
    async acceptImport(
      importId: string,
      leaveOut: readonly string[],
    ): Promise<Result<{ added: number; changed: number }>> {
      const accepted = await change(() => {
        const merged = imports.merge(importId, list(), leaveOut);
        if (!merged.ok) return merged;
        const { added, changed } = merged.value;
        const next = collections.take(collection, merged.value.list);
        return next.ok ? succeed({ collection: next.value.collection, value: { added, changed } }) : next;
      });
      if (accepted.ok) imports.end(importId);
      return accepted;
    },
  };
}

function caFileNotChosen(): Result<never> {
  return fail('invalid-input', 'This certificate file was not chosen in the dialog.', {
    hint: 'Choose the certificate file again.',
  });
}
