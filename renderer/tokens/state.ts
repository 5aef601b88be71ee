import type { Lease } from '../../app/tokens/model.ts';

/** The tokens that were made, and what is selected among them. */
export interface TokensState {
  readonly leases: readonly Lease[];
  /** The subject selected among the active leases, by its key. */
  readonly selectedActive: string | null;
}

/** No tokens, before main has answered. */
export const tokensState: TokensState = { leases: [], selectedActive: null };
