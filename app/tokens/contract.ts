import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import type { tokensChannels } from './channels.ts';
import { lease } from './model.ts';

const leases = z.array(lease).max(10_000);

/** What the window is told of tokens: their leases, never a token. Copying one is asked of `connect`. */
export const tokensContract = {
  requests: {},
  events: { leases },
  snapshot: { leases },
} as const satisfies ContractFor<typeof tokensChannels>;
