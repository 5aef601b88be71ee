import { vi } from 'vitest';
import type { Channel, Input, Output, Snapshot } from '../../app/contract.ts';
import type { Handlers } from '../../app/dispatch.ts';
import { succeed, type Result } from '../../app/failure.ts';
import { defaultSettings } from '../../app/settings/model.ts';
import type { Lease } from '../../app/tokens/model.ts';

const target = { endpointId: 'p|eu-west-1|db:5432', dbUser: 'alice' };

/** A valid input of every request. */
export const validInputs: { readonly [C in Channel]: Input<C> } = {
  'app:snapshot': {},
  'app:open-page': { page: 'sso' },
  'app:dismiss-notice': { id: 'settings-file' },
  'profiles:refresh': { profile: 'dev' },
  'profiles:copy-command': { profile: 'dev' },
  'endpoints:refresh': { only: { profile: 'dev', region: 'eu-west-1' } },
  'endpoints:remember': { endpointId: 'e', signIn: { dbUser: 'alice', database: 'shop' } },
  'endpoints:copy': { ...target, database: 'shop', what: 'url' },
  'tokens:copy': target,
  'clients:open': { ...target, database: '', client: 'psql' },
  'clients:refresh': {},
  'settings:change': {
    theme: 'dark',
    regions: ['eu-west-1'],
    clearClipboardAfter: 30,
    terminal: 'auto',
  },
  'settings:choose-ca': {},
  'settings:forget-ca': {},
};

/** A lease, as a token of the sample target has it. */
export const sampleLease: Lease = {
  ...target,
  deliveredTo: 'clipboard',
  signedAt: 0,
  expiresAt: 900_000,
  limitedBy: 'token',
  certain: true,
};

/** A snapshot of an application that has found nothing yet. */
export const emptySnapshot: Snapshot = {
  host: 'chromium',
  platform: 'linux',
  version: '0.0.0',
  profiles: { profiles: [], files: [], error: null },
  scans: [],
  signIns: {},
  leases: [],
  settings: defaultSettings,
  programs: { clients: [], terminals: [] },
  notices: [],
};

const answers = <T>(value: T) => vi.fn(async (): Promise<Result<T>> => succeed(value));

/** A handler for every request that answers well; each knows whether it was called. */
export function sampleHandlers() {
  return {
    'app:snapshot': answers<Output<'app:snapshot'>>(emptySnapshot),
    'app:open-page': answers({}),
    'app:dismiss-notice': answers({}),
    'profiles:refresh': answers({}),
    'profiles:copy-command': answers({}),
    'endpoints:refresh': answers({}),
    'endpoints:remember': answers({}),
    'endpoints:copy': answers({}),
    'tokens:copy': answers(sampleLease),
    'clients:open': answers({ lease: sampleLease, terminal: 'xterm' }),
    'clients:refresh': answers({}),
    'settings:change': answers({}),
    'settings:choose-ca': answers({}),
    'settings:forget-ca': answers({}),
  } satisfies Handlers;
}
