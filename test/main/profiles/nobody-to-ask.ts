import { mfaNeeded } from '../../../app/mfa/needed.ts';
import type { MfaSource } from '../../../app/profiles/ports.ts';

/** Where no person can be asked for an MFA code, and none has been. */
export const nobodyToAsk: MfaSource = {
  session: async ({ profile }) => mfaNeeded(profile),
  forget: () => undefined,
};
