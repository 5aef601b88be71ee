import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import type { signInChannels } from './channels.ts';
import { asker, signInId, signInMethod, ssoState } from './model.ts';

const nothing = z.strictObject({});
const one = z.strictObject({ id: signInId });

/** What the window asks of sign-ins to AWS, and is told of them. */
export const signInContract = {
  requests: {
    /**
     * Begins a sign-in, or goes on with the one that is under way; another method begins anew. A method of null is
     * the usual one. The browser opens.
     */
    begin: { input: z.strictObject({ id: signInId, method: signInMethod.nullable() }), output: nothing },
    /** Opens the browser again at the same address. */
    openAgain: { input: one, output: nothing },
    copy: { input: z.strictObject({ id: signInId, what: z.enum(['address', 'code']) }), output: nothing },
    /** Ends a sign-in that is under way, or takes the question or the failure away. */
    cancel: { input: one, output: nothing },
    signOut: { input: one, output: nothing },
  },
  events: {
    changed: ssoState,
    /** Somebody outside of the window, or a request of the window, needs a sign-in: the question is to be shown. */
    asked: z.strictObject({ id: signInId, name: z.string().max(256), by: asker }),
    /** A sign-in that was begun here is done. */
    signedIn: z.strictObject({ id: signInId, name: z.string().max(256) }),
  },
  snapshot: { sso: ssoState },
} as const satisfies ContractFor<typeof signInChannels>;
