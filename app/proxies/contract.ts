import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { proxyChoice, proxyNow } from './model.ts';
import type { proxiesChannels } from './channels.ts';

const nothing = z.strictObject({});
const state = z.strictObject({ choice: proxyChoice, now: proxyNow });

/** What the window knows of proxies: the choice, and what applies now. */
export type ProxiesNow = z.infer<typeof state>;

/** What the window asks of proxies, and is told of them. No password comes back. */
export const proxiesContract = {
  requests: {
    use: { input: proxyChoice.pick({ use: true }), output: nothing },
    /** Writes the own proxy, and uses it. A password of null keeps the one that is kept for the same proxy and user. */
    setOwn: {
      input: z.strictObject({ address: z.string().max(2_048), password: z.string().max(255).nullable() }),
      output: nothing,
    },
    /** Asks for a PEM file in a dialog of main's own. */
    chooseCa: { input: nothing, output: nothing },
    forgetCa: { input: nothing, output: nothing },
    /** Looks again at what applies now, for the system may say something else. */
    look: { input: nothing, output: nothing },
  },
  events: {
    changed: state,
  },
  snapshot: {
    proxies: state,
  },
} as const satisfies ContractFor<typeof proxiesChannels>;
