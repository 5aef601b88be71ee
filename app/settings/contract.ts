import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { settings } from './model.ts';
import type { settingsChannels } from './channels.ts';

const nothing = z.strictObject({});

/** What the window asks of the settings, and is told of them. */
export const settingsContract = {
  requests: {
    /** Changes the settings that are named; the CA file is chosen with `chooseCa`. */
    change: { input: settings.omit({ caFile: true }).partial(), output: nothing },
    /** Asks for a PEM file in a dialog of main's own. */
    chooseCa: { input: nothing, output: nothing },
    /** Goes back to RDS's own certificates. */
    forgetCa: { input: nothing, output: nothing },
  },
  events: {
    changed: settings,
  },
  snapshot: {
    settings,
  },
} as const satisfies ContractFor<typeof settingsChannels>;
