import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { notice, page } from './model.ts';
import type { windowChannels } from './channels.ts';

const nothing = z.strictObject({});

/** What concerns the window as a whole. Its snapshot is asked for with `Snapshot`, which every module adds to. */
export const windowContract = {
  requests: {
    openPage: { input: z.strictObject({ page }), output: nothing },
    dismissNotice: { input: z.strictObject({ id: z.string().max(128) }), output: nothing },
  },
  events: {
    notices: z.array(notice).max(64),
    /** A choice in the application menu. */
    menu: z.strictObject({
      command: z.enum([
        'palette',
        'search',
        'new-connection',
        'import',
        'export',
        'refresh',
        'settings',
        'shortcuts',
        'show-log',
        'copy-diagnostics',
        'debug-log',
      ]),
    }),
  },
  snapshot: {
    host: z.enum(['electron', 'chromium']),
    platform: z.enum(['darwin', 'win32', 'linux']),
    version: z.string().max(64),
    notices: z.array(notice).max(64),
  },
} as const satisfies Omit<ContractFor<typeof windowChannels>, 'requests'> & {
  readonly requests: Omit<ContractFor<typeof windowChannels>['requests'], 'snapshot'>;
};
