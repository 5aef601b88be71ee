import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { profileName } from '../profiles/model.ts';
import { discoveryCall, endpointId, regionCode, scan, signIn } from './model.ts';
import { finished, leftOut, scanChange, scanProgress } from './scan-change.ts';
import type { endpointsChannels } from './channels.ts';

const nothing = z.strictObject({});

/** What the window asks of the databases that discovery finds, and is told of them. */
export const endpointsContract = {
  requests: {
    /** Scans every profile and region again, or a profile's, or one region of it. */
    refresh: {
      input: z.strictObject({
        only: z.strictObject({ profile: profileName, region: regionCode.nullable() }).nullable(),
      }),
      output: nothing,
    },
    /** Ends what is being scanned; what was found stays. */
    cancel: { input: nothing, output: nothing },
    /** Has the next rows sent that the snapshot was too small for. */
    more: { input: nothing, output: z.strictObject({ isMore: z.boolean(), leftOut }) },
    remember: { input: z.strictObject({ endpointId, signIn }), output: nothing },
    copyHost: { input: z.strictObject({ endpointId }), output: nothing },
    /** Copies the policy that allows discovery calls. */
    copyPolicy: { input: z.strictObject({ calls: z.array(discoveryCall).min(1).max(16) }), output: nothing },
  },
  events: {
    /** What is new of one profile and region. */
    scanned: scanChange,
    /** How far scanning is, null where nothing is scanned; the scopes that are done since it was last said. */
    progress: z.strictObject({
      progress: scanProgress.nullable(),
      finished: z.array(finished).max(20_000),
      leftOut,
    }),
    removed: z.strictObject({ profile: profileName, region: regionCode }),
    remembered: z.strictObject({ endpointId, signIn }),
  },
  snapshot: {
    /** Those that the window shows first; the rest is asked for with `more`. */
    scans: z.array(scan).max(1_000),
    progress: scanProgress.nullable(),
    leftOut,
    signIns: z.record(endpointId, signIn),
    /** When Latchkey was started, in milliseconds since the epoch: what was found before comes from the cache. */
    startedAt: z.number(),
  },
} as const satisfies ContractFor<typeof endpointsChannels>;
