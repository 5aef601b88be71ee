import { z } from 'zod';
import { fail, succeed, type Result } from '../common/result.ts';
import { migrated, type Migrations } from '../common/migrations.ts';
import type { ProfileRecipes } from '../profile-setup/model.ts';
import { fileFields, forFile, fromFile } from './file-keys.ts';
import { changeTime, connectionId, MAX_CONNECTIONS, type Connection } from './model.ts';
import { refusal, unknownKeys } from './refusal.ts';
import { noRecipes, readRecipes, recipesForFile } from './shared-recipes.ts';
import { byCodePoint, fieldNames, isNewer, sharedOf, type SharedConnection } from './shared-connection.ts';
import { shown } from '../common/text/plain-text.ts';

/** How long a shared file may be, in UTF-16 code units: several times what the most connections usually take. */
export const MAX_SHARED_LENGTH = 8 * 1024 * 1024;

/** What a shared file is called unless the user names it otherwise. */
export const SHARED_FILE_NAME = 'latchkey-connections.json';

const FORMAT = 'latchkey-connections';

/** The steps from each earlier version of a shared file's connections; the first version is the present one. */
const migrations: Migrations = [];

const { environment, notes, dial, database, client } = fileFields;

/** An entry as the file has it: what is empty may be left out, and times can be read by people. */
const entryFields = {
  id: connectionId,
  ...fileFields,
  environment: environment.default(null),
  notes: notes.default(''),
  dial: dial.default(null),
  database: database.default(''),
  client: client.default(null),
  changedAt: z.iso
    .datetime()
    .transform((text) => Date.parse(text))
    .pipe(changeTime),
};

const entry = z.strictObject(entryFields).transform(fromFile);

const named = z.object({ name: z.string().min(1) });

const envelope = z.object({
  format: z.literal(FORMAT),
  version: z.int().min(1),
  connections: z.unknown(),
  /** How to set up the profiles that the connections use; it has a version of its own. */
  profiles: z.unknown().optional(),
});

/** An entry with more keys than this is not looked at by its schema, which takes its time with each. */
const MAX_KEYS = 64;

/** What could be read of a shared file, and what not: which, and why. */
export interface SharedFile {
  readonly connections: SharedConnection[];
  readonly refused: { which: string; why: string }[];
  /** How to set up the profiles that the connections use, as far as the file says it. */
  readonly recipes: ProfileRecipes;
}

/**
 * The text of a shared file: the same bytes for the same connections, whatever their order here, so
 * that a team's repository shows what has changed and nothing else.
 *
 * @param recipes how to set up the profiles that the connections use
 */
export function writeShared(connections: readonly Connection[], recipes = noRecipes): string {
  const entries = connections
    .map(sharedOf)
    .toSorted((a, b) => byCodePoint(a.name, b.name) || byCodePoint(a.id, b.id))
    .map((one) => {
      const fields = fieldNames.flatMap((name) => forFile(name, one));
      return {
        id: one.id,
        ...Object.fromEntries(fields.filter(([, value]) => value !== null && value !== '')),
        changedAt: new Date(one.changedAt).toISOString(),
      };
    });
  const file = {
    format: FORMAT,
    version: migrations.length + 1,
    connections: entries,
    ...(recipes.profiles.length === 0 ? {} : { profiles: recipesForFile(recipes) }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Reads a shared file. An entry that cannot be used is refused with a reason, and the others are taken.
 *
 * @param steps from each earlier version to the next
 * @returns `file-unreadable` where the file as a whole cannot be used
 */
export function readShared(text: string, steps: Migrations = migrations): Result<SharedFile> {
  if (text.length > MAX_SHARED_LENGTH) return unreadable('The file is larger than 8 MiB.');
  const file = parseJson(text.replace(/^\u{FEFF}/u, ''));
  const held = envelope.safeParse(file);
  if (!held.success) return unreadable('The file contains no Latchkey connections.');
  const { version, connections } = held.data;
  if (version > steps.length + 1) {
    return fail('file-unreadable', 'The file was written by a newer Latchkey.', {
      hint: 'Update Latchkey, then import it again. Nothing was changed.',
    });
  }
  const entries = z.array(z.unknown()).safeParse(migrated(steps, version, connections));
  if (!entries.success) return unreadable('The file contains no list of connections.');
  if (entries.data.length > MAX_CONNECTIONS) {
    return unreadable(
      `The file holds ${entries.data.length} connections; at most ${MAX_CONNECTIONS} can be read.`,
    );
  }
  const strays = straysOf(keysOf(file).filter((key) => !Object.hasOwn(envelope.shape, key)));
  const read = readEntries(entries.data);
  const used = new Set(read.connections.map(({ profile }) => profile));
  const { profiles } = held.data;
  const own = profiles === undefined ? { recipes: noRecipes, refused: [] } : readRecipes(profiles, used);
  return succeed({
    connections: read.connections,
    refused: [...strays, ...read.refused, ...own.refused],
    recipes: own.recipes,
  });
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** A file may have any number of keys that are not known: a few are named, the others counted. */
const MAX_STRAYS = 16;

function straysOf(keys: readonly string[]): SharedFile['refused'] {
  const why = 'is not known to Latchkey, and was left out';
  const named = keys.slice(0, MAX_STRAYS).map((key) => ({ which: shown(`"${key}"`, 256), why }));
  const more = keys.length - named.length;
  return more > 0 ? [...named, { which: `${more} more keys`, why: 'are not known either' }] : named;
}

function readEntries(entries: readonly unknown[]): Omit<SharedFile, 'recipes'> {
  const taken = new Map<string, { which: string; one: SharedConnection }>();
  const refused: SharedFile['refused'] = [];
  for (const [index, given] of entries.entries()) {
    const which = nameOf(given, index + 1);
    const keys = keysOf(given);
    if (keys.length > MAX_KEYS) {
      refused.push({ which, why: unknownKeys(keys.filter((key) => !Object.hasOwn(entryFields, key))) });
      continue;
    }
    const read = entry.safeParse(given);
    if (!read.success) {
      refused.push({ which, why: refusal(given, read.error.issues) });
      continue;
    }
    const one = read.data;
    const earlier = taken.get(one.id);
    const wins = earlier === undefined || isNewer(one, earlier.one);
    if (wins) taken.set(one.id, { which, one });
    if (earlier === undefined) continue;
    const [loser, winner] = wins ? [earlier.which, which] : [which, earlier.which];
    refused.push({ which: loser, why: shown(`has the same id as ${winner}, which counts`, 512) });
  }
  return { connections: [...taken.values()].map(({ one }) => one), refused };
}

/** `entry 3 (orders)`, counted from 1. */
function nameOf(given: unknown, place: number): string {
  const read = named.safeParse(given);
  return read.success ? `entry ${place} (${shown(read.data.name, 128)})` : `entry ${place}`;
}

function unreadable(message: string): Result<never> {
  return fail('file-unreadable', message, {
    hint: 'Choose a file that Latchkey exported. Nothing was changed.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
