import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { connection, connectionId, connections, draft, importPreview, MAX_CONNECTIONS } from './model.ts';
import { resourceId } from '../endpoints/model.ts';
import type { connectionsChannels } from './channels.ts';
import { seenResources } from './seen-resources.ts';

const nothing = z.strictObject({});
const saved = { connectionId };

/** What the window asks of the saved connections, and is told of them. */
export const connectionsContract = {
  requests: {
    /** Makes a connection (`id` null) or changes one. */
    save: { input: z.strictObject({ id: connectionId.nullable(), draft }), output: connection },
    /** Makes many connections in one go; their ids are in the order of the drafts. */
    saveMany: {
      input: z.strictObject({ drafts: z.array(draft).min(1).max(MAX_CONNECTIONS) }),
      output: z.strictObject({ ids: z.array(connectionId).max(MAX_CONNECTIONS) }),
    },
    duplicate: { input: z.strictObject(saved), output: connection },
    remove: { input: z.strictObject(saved), output: nothing },
    /** Deletes many connections in one go; one that is gone already is no matter. */
    removeMany: {
      input: z.strictObject({ ids: z.array(connectionId).min(1).max(MAX_CONNECTIONS) }),
      output: nothing,
    },
    /** Takes the removal of a connection back, for as long as Latchkey runs. */
    restore: { input: z.strictObject(saved), output: nothing },
    pin: { input: z.strictObject({ ...saved, pinned: z.boolean() }), output: nothing },
    /** Puts a connection before another, or last. */
    move: { input: z.strictObject({ ...saved, before: connectionId.nullable() }), output: nothing },
    copyHost: { input: z.strictObject(saved), output: nothing },
    /** Asks for a PEM file in a dialog of main's own; the path that it gives may be saved. */
    chooseCa: { input: nothing, output: z.strictObject({ caFile: z.string().max(4_096).nullable() }) },
    /** Writes connections (all, where null) to a file of the user's choice; null where they chose none. */
    export: {
      input: z.strictObject({ ids: z.array(connectionId).max(5_000).nullable() }),
      output: z.strictObject({ file: z.string().max(256).nullable(), count: z.int().min(0) }),
    },
    /** Reads a file of the user's choice and says what accepting it would do; null where they chose none. */
    import: { input: nothing, output: z.strictObject({ preview: importPreview.nullable() }) },
    /** Does what the preview said, but for the entries that the user left out. */
    acceptImport: {
      input: z.strictObject({ importId: z.uuid(), leaveOut: z.array(connectionId).max(5_000) }),
      output: z.strictObject({ added: z.int().min(0), changed: z.int().min(0) }),
    },
    /** Takes the database that now has a connection's address for the right one. */
    acceptDatabase: { input: z.strictObject({ ...saved, resourceId }), output: nothing },
  },
  events: {
    changed: connections,
    /** Which databases connections lead to is known, or accepted. */
    seen: seenResources,
  },
  snapshot: {
    connections,
    seenResources,
  },
} as const satisfies ContractFor<typeof connectionsChannels>;
