import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { commandState } from './model.ts';
import type { commandChannels } from './channels.ts';

const nothing = z.strictObject({});

/** What the window asks of the command `latchkey`, and is told of it. */
export const commandContract = {
  requests: {
    /** Makes `latchkey` a word that a terminal knows: by a link in a folder of the user's own, or on Windows on PATH. */
    install: { input: nothing, output: nothing },
    remove: { input: nothing, output: nothing },
  },
  events: {
    changed: commandState,
  },
  snapshot: {
    /** Null where the command cannot be made a word that a terminal knows. */
    command: commandState.nullable(),
  },
} as const satisfies ContractFor<typeof commandChannels>;
