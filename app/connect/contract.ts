import { z } from 'zod';
import { clientId, setUpCard } from '../clients/model.ts';
import type { ContractFor } from '../common/contract.ts';
import { connectionId } from '../connections/model.ts';
import { formatOptions, preview } from '../copy-formats/model.ts';
import { databaseName, databaseUser, endpointId } from '../endpoints/model.ts';
import { profileName } from '../profiles/model.ts';
import { lease } from '../tokens/model.ts';
import type { connectChannels } from './channels.ts';
import { identityEnd, openWith } from './model.ts';

const nothing = z.strictObject({});
const target = { endpointId, dbUser: databaseUser };
const saved = { connectionId };
const formatRequest = z.union([
  z.strictObject({ ...target, database: databaseName, options: formatOptions }),
  z.strictObject({ ...saved, options: formatOptions }),
]);
const keptEntry = z.strictObject({ ...saved, client: clientId });

/** What the window asks in order to get into a database: each request goes through several modules. */
export const connectContract = {
  requests: {
    copyToken: { input: z.union([z.strictObject(target), z.strictObject(saved)]), output: lease },
    /** A format as it would be copied, without the secret that it would hold. */
    previewFormat: { input: formatRequest, output: preview },
    /** Copies a format; the lease is that of the token in it, null where it holds none. */
    copyFormat: { input: formatRequest, output: z.strictObject({ lease: lease.nullable() }) },
    open: {
      input: z.union([
        z.strictObject({ ...target, database: databaseName, client: clientId }),
        z.strictObject({ ...saved, client: clientId }),
      ]),
      /** No lease where the client goes through the gateway: it has no token then. */
      output: z.strictObject({
        lease: lease.nullable(),
        /** Null for a client with windows of its own. */
        terminal: z.string().max(128).nullable(),
        /** Whether the local password is on the clipboard, to be pasted. */
        isPasted: z.boolean(),
      }),
    },
    /** What a client is told once, so that it keeps an entry; the port of the connection's gateway is chosen with it. */
    setUp: { input: keptEntry, output: setUpCard },
    /** Copies the entry of it. */
    copySetUp: { input: keptEntry, output: nothing },
    /** Writes the entry to a file of the user's choice; null where they chose none. */
    saveSetUp: { input: keptEntry, output: z.strictObject({ file: z.string().max(256).nullable() }) },
    /** Copies one of the things that a client is to be told of a gateway. */
    copyGatewayDetail: {
      input: z.strictObject({
        ...saved,
        what: z.enum(['host', 'port', 'user', 'password', 'database', 'caFile', 'url']),
      }),
      output: nothing,
    },
    /** Runs the command that an unusable profile says to run in a terminal. */
    runProfileCommand: {
      input: z.strictObject({ profile: profileName }),
      output: z.strictObject({ terminal: z.string().max(128) }),
    },
  },
  events: {
    openWith,
    /** Five minutes before an identity ends that something depends on, and could not be renewed. */
    identityEnding: identityEnd,
  },
  snapshot: { openWith },
} as const satisfies ContractFor<typeof connectChannels>;
