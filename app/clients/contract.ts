import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { clientId, ownDraft, programs } from './model.ts';
import type { clientsChannels } from './channels.ts';

const nothing = z.strictObject({});

/** What the window asks of SQL clients on this machine, and is told of them. */
export const clientsContract = {
  requests: {
    /** Looks for clients and terminals again, and asks programs for their versions. */
    refresh: { input: nothing, output: nothing },
    /** Asks where a client is, in a dialog of main's own. */
    choosePath: { input: z.strictObject({ client: clientId }), output: nothing },
    /** Lets Latchkey look for a client again. */
    forgetPath: { input: z.strictObject({ client: clientId }), output: nothing },
    /** Asks for the program of a client of the user's own; null where they chose none. */
    chooseProgram: { input: nothing, output: z.strictObject({ program: z.string().max(4_096).nullable() }) },
    /** Makes a client of the user's own (`id` null) or changes one. */
    saveOwn: { input: z.strictObject({ id: clientId.nullable(), draft: ownDraft }), output: nothing },
    removeOwn: { input: z.strictObject({ id: clientId }), output: nothing },
  },
  events: {
    changed: programs,
  },
  snapshot: {
    programs,
  },
} as const satisfies ContractFor<typeof clientsChannels>;
