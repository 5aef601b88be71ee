import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { profileName } from '../profiles/model.ts';
import { discoveryCall, endpointId, regionCode, scan, signIn } from './model.ts';
import type { endpointsChannels } from './channels.ts';

const nothing = z.strictObject({});

/** What the window asks of the databases that discovery finds, and is told of them. */
export const endpointsContract = {
  requests: {
    /** Scans every profile and region, or the one named, again. */
    refresh: {
      input: z.strictObject({
        only: z.strictObject({ profile: profileName, region: regionCode }).nullable(),
      }),
      output: nothing,
    },
    remember: { input: z.strictObject({ endpointId, signIn }), output: nothing },
    copyHost: { input: z.strictObject({ endpointId }), output: nothing },
    /** Copies the policy that allows discovery calls. */
    copyPolicy: { input: z.strictObject({ calls: z.array(discoveryCall).min(1).max(16) }), output: nothing },
  },
  events: {
    /** Replaces what the window knew of one profile and region. */
    scanned: scan,
    removed: z.strictObject({ profile: profileName, region: regionCode }),
    remembered: z.strictObject({ endpointId, signIn }),
  },
  snapshot: {
    scans: z.array(scan).max(4_000),
    signIns: z.record(endpointId, signIn),
  },
} as const satisfies ContractFor<typeof endpointsChannels>;
