import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import type { diagnosticsChannels } from './channels.ts';
import { diagnosticsState } from './model.ts';

const nothing = z.strictObject({});

/** What the window asks of diagnostics, and is told of them. No line of the log crosses the bridge. */
export const diagnosticsContract = {
  requests: {
    /** Copies what runs here, the settings and the end of the log, without secrets and names. */
    copy: { input: nothing, output: nothing },
    /** Shows the log file in the system's own program. */
    showLog: { input: nothing, output: nothing },
    /** Makes the log a debug log, or an ordinary one, until Latchkey quits. */
    setDebug: { input: diagnosticsState, output: nothing },
  },
  events: {
    changed: diagnosticsState,
  },
  snapshot: {
    diagnostics: diagnosticsState,
  },
} as const satisfies ContractFor<typeof diagnosticsChannels>;
