import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { profileList, profileName } from './model.ts';
import type { profilesChannels } from './channels.ts';

const nothing = z.strictObject({});

/** What the window asks of profiles, and is told of them. */
export const profilesContract = {
  requests: {
    /** Reads AWS's files again and asks each profile, or the one named, who it is. */
    refresh: { input: z.strictObject({ profile: profileName.nullable() }), output: nothing },
    /** Copies the command that an unusable profile says to run. */
    copyCommand: { input: z.strictObject({ profile: profileName }), output: nothing },
    /** Allows a profile's requests to addresses that others can read, which its state has named. */
    confirmAddresses: {
      input: z.strictObject({
        profile: profileName,
        addresses: z.array(z.string().max(2_048)).min(1).max(16),
      }),
      output: nothing,
    },
    /** Asks for the MFA code of a profile before anything waits for it. */
    askForMfaCode: { input: z.strictObject({ profile: profileName }), output: nothing },
  },
  events: {
    changed: profileList,
  },
  snapshot: {
    profiles: profileList,
  },
} as const satisfies ContractFor<typeof profilesChannels>;
