import { z } from 'zod';
import { clientId } from '../clients/model.ts';
import { address } from '../common/address.ts';
import { lineOf, textOf } from '../common/text/schema.ts';
import {
  databaseName,
  databaseUser,
  endpointIdOf,
  engineFamily,
  environment,
  regionCode,
} from '../endpoints/model.ts';
import { profileRecipes } from '../profile-setup/model.ts';
import { profileName } from '../profiles/model.ts';
import { networkRoute, sharedRoute } from '../tunnels/model.ts';

/** Names a connection for ever, also in other people's files: a UUID (RFC 9562). */
export const connectionId = z.uuid();

/** The name that people know a connection by: one line, not blank. */
export const connectionName = lineOf(128).regex(/\S/);

/** What a connection says to whoever it is shared with; nothing in it belongs to one machine. */
export const sharedFields = z.strictObject({
  name: connectionName,
  environment: environment.nullable(),
  /** Free text, several lines. */
  notes: textOf(4_000),
  family: engineFamily,
  profile: profileName,
  region: regionCode,
  /** The canonical endpoint name and port, which go into the token and are checked in TLS. */
  address: address,
  networkRoute: sharedRoute,
  dbUser: databaseUser,
  /** Empty where the client is to choose. */
  database: databaseName,
  /** The client to open it with; null takes the one last used. */
  client: clientId.nullable(),
});

/** What a connection says to whoever it is shared with. */
export type SharedFields = z.infer<typeof sharedFields>;

/** What the user fills in: all that is shared, and the route and the CA file, which can be this machine's own. */
export const draft = z.strictObject({
  ...sharedFields.shape,
  networkRoute,
  /** A PEM file to verify with in place of the one in the settings; a path that main's own dialog gave. */
  caFile: z.string().max(4_096).nullable(),
});

/** What the user fills in. */
export type Draft = z.infer<typeof draft>;

/** The last time of the year 9999, after which an ISO time is written in another form. */
export const LAST_CHANGE_TIME = 253_402_300_799_999;

/** When something shared was changed, in milliseconds since the epoch. */
export const changeTime = z.int().min(0).max(LAST_CHANGE_TIME);

/** A saved connection. */
export const connection = z.strictObject({
  ...draft.shape,
  id: connectionId,
  pinned: z.boolean(),
  /** When anything shared was last changed: the newer of two wins a merge. */
  changedAt: changeTime,
  /** When it was last copied or opened here, in milliseconds since the epoch; null before it first was. */
  usedAt: z.int().min(0).nullable(),
});

/** A saved connection. */
export type Connection = z.infer<typeof connection>;

/** How many connections there may be. */
export const MAX_CONNECTIONS = 5_000;

/** The saved connections in the user's own order. */
export const connections = z.array(connection).max(MAX_CONNECTIONS);

/** What will become of one entry of an import, should it be accepted. */
export const importEntry = z.strictObject({
  id: connectionId,
  name: z.string().max(128),
  /** As whom and where: `app_readonly@orders.….rds.amazonaws.com:5432`. */
  target: z.string().max(512),
  /** The connect host and port, or Session Manager; null where it is reached directly. */
  through: z.string().max(512).nullable(),
  /** The profile that signs, and for which region. */
  profile: profileName,
  region: regionCode,
  environment: environment.nullable(),
  /** `same` where it is here already, `older` where the one here was changed later. */
  outcome: z.enum(['add', 'change', 'same', 'older']),
  /** For `change`: what differs, in words and in the order of the dialog. */
  changes: z.array(z.string().max(64)).max(16),
});

/** What will become of one entry of an import. */
export type ImportEntry = z.infer<typeof importEntry>;

/** What an import will do, for the user to look at first. */
export const importPreview = z.strictObject({
  id: z.uuid(),
  file: z.string().max(256),
  entries: z.array(importEntry).max(MAX_CONNECTIONS),
  /** Entries that cannot be used: which, and why. */
  refused: z.array(z.strictObject({ which: z.string().max(256), why: z.string().max(512) })).max(1_000),
  /** How to set up the profiles that the entries use and that are missing here. */
  recipes: profileRecipes,
});

/** What an import will do. */
export type ImportPreview = z.infer<typeof importPreview>;

/** The id of the endpoint that a connection leads to, whether or not discovery has found it. */
export function endpointOf({
  profile,
  region,
  address,
}: Pick<Connection, 'profile' | 'region' | 'address'>): string {
  return endpointIdOf({ profile, region }, '', address);
}
