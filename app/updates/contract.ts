import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { updateState } from './model.ts';
import type { updatesChannels } from './channels.ts';

const nothing = z.strictObject({});

/** What the window asks of Latchkey's updates, and is told of them. */
export const updatesContract = {
  requests: {
    /** Asks whether there is a newer Latchkey; each further step is asked for too. */
    check: { input: nothing, output: nothing },
    download: { input: nothing, output: nothing },
    /** Quits, and starts the new one. */
    install: { input: nothing, output: nothing },
  },
  events: {
    changed: updateState,
  },
  snapshot: {
    update: updateState,
  },
} as const satisfies ContractFor<typeof updatesChannels>;
