import { z } from 'zod';
import { address } from '../common/address.ts';
import type { ContractFor } from '../common/contract.ts';
import { regionCode } from '../endpoints/model.ts';
import { profileName } from '../profiles/model.ts';
import { nodesFound, sessionTarget } from './model.ts';
import type { tunnelsChannels } from './channels.ts';

/** What the window asks of tunnels. */
export const tunnelsContract = {
  requests: {
    /** Looks for nodes that a database might be reached through, as a connection that may not be saved yet says. */
    findNodes: {
      input: z.strictObject({ profile: profileName, region: regionCode, address }),
      output: nodesFound,
    },
    /** Copies the IAM policy that a tunnel needs; for any node where null. */
    copyPolicy: {
      input: z.strictObject({ region: regionCode, target: sessionTarget.nullable() }),
      output: z.strictObject({}),
    },
  },
  events: {},
  snapshot: {},
} as const satisfies ContractFor<typeof tunnelsChannels>;
