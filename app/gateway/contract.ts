import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { connectionId } from '../connections/model.ts';
import { gatewayChange, gateways } from './model.ts';
import type { gatewayChannels } from './channels.ts';

const nothing = z.strictObject({});
const saved = { connectionId };

/** What the window asks of gateways, and is told of them. */
export const gatewayContract = {
  requests: {
    /** Listens for a connection's clients; the port is chosen the first time. */
    start: { input: z.strictObject(saved), output: nothing },
    /** Stops listening, and closes its sessions. */
    stop: { input: z.strictObject(saved), output: nothing },
    /** Changes what is named. */
    change: { input: z.strictObject({ ...saved, change: gatewayChange }), output: nothing },
    /** Shows the local password, which is worth nothing at the database. */
    password: { input: z.strictObject(saved), output: z.strictObject({ password: z.string().max(128) }) },
    /** Makes a new local password; what clients have saved stops working, open sessions go on. */
    renewPassword: { input: z.strictObject(saved), output: nothing },
    /** Closes sessions, or all of the connection's where null. */
    closeSessions: {
      input: z.strictObject({ ...saved, sessions: z.array(z.int().min(1)).max(1_000).nullable() }),
      output: nothing,
    },
    /** Looks at once whether the clients that wait for an AWS sign-in can be let in. */
    retry: { input: nothing, output: nothing },
  },
  events: {
    changed: gateways,
  },
  snapshot: {
    gateways,
  },
} as const satisfies ContractFor<typeof gatewayChannels>;
