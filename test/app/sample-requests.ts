import { vi } from 'vitest';
import type { Connection, Draft } from '../../app/connections/model.ts';
import type { Channel, Input, Output, Snapshot } from '../../app/contract.ts';
import type { Handlers } from '../../app/dispatch.ts';
import { succeed, type Result } from '../../app/common/result.ts';
import { defaultSettings } from '../../app/settings/model.ts';
import type { Lease } from '../../app/tokens/model.ts';

const target = { endpointId: 'p|eu-west-1|db:5432', dbUser: 'alice' };

const saved = { connectionId: '7f9c24e5-3b1a-4c0d-8a6e-5f2b1c9d0e11' };

/** What someone has filled in for a connection through a tunnel. */
export const sampleDraft: Draft = {
  name: 'orders · prod',
  environment: { label: 'prod', kind: 'prod' },
  notes: 'Ask before writing.\n',
  family: 'postgres',
  profile: 'dev',
  region: 'eu-west-1',
  address: { host: 'orders.abc.eu-west-1.rds.amazonaws.com', port: 5432 },
  connectAddress: { host: '127.0.0.1', port: 15_432 },
  dbUser: 'alice@corp',
  database: 'shop',
  client: 'psql',
  caFile: null,
};

/** A saved connection. */
export const sampleConnection: Connection = {
  ...sampleDraft,
  id: saved.connectionId,
  pinned: false,
  changedAt: 1_000,
  usedAt: null,
};

/** A valid input of every request. */
export const validInputs: { readonly [C in Channel]: Input<C> } = {
  'app:snapshot': {},
  'app:open-page': { page: 'sso' },
  'app:dismiss-notice': { id: 'settings-file' },
  'profiles:refresh': { profile: 'dev' },
  'profiles:copy-command': { profile: 'dev' },
  'endpoints:refresh': { only: { profile: 'dev', region: 'eu-west-1' } },
  'endpoints:remember': { endpointId: 'e', signIn: { dbUser: 'alice', database: 'shop' } },
  'endpoints:copy-host': { endpointId: 'e' },
  'connections:save': { id: null, draft: sampleDraft },
  'connections:duplicate': saved,
  'connections:remove': saved,
  'connections:restore': saved,
  'connections:pin': { ...saved, pinned: true },
  'connections:move': { ...saved, before: null },
  'connections:copy-host': saved,
  'connections:choose-ca': {},
  'connections:export': { ids: null },
  'connections:import': {},
  'connections:accept-import': { importId: saved.connectionId, leaveOut: [] },
  'tokens:copy': target,
  'copy-as:preview': { ...saved, options: { format: 'psql', route: 'gateway', withSecret: false } },
  'copy-as:copy': { ...target, database: '', options: { format: 'go', route: 'direct', withSecret: true } },
  'clients:open': { ...target, database: '', client: 'psql' },
  'clients:refresh': {},
  'clients:set-up': { ...saved, client: 'dbeaver' },
  'clients:copy-set-up': { ...saved, client: 'dbeaver' },
  'clients:save-set-up': { ...saved, client: 'dbeaver' },
  'clients:choose-path': { client: 'psql' },
  'clients:forget-path': { client: 'psql' },
  'clients:choose-program': {},
  'clients:save-own': {
    id: null,
    draft: { name: 'mine', runsIn: 'terminal', families: ['postgres'], program: '/bin/mine', command: '' },
  },
  'clients:remove-own': { id: 'own-1' },
  'gateway:start': saved,
  'gateway:stop': saved,
  'gateway:change': { ...saved, change: { port: 15_433 } },
  'gateway:password': saved,
  'gateway:copy': { ...saved, what: 'password' },
  'gateway:renew-password': saved,
  'gateway:close-sessions': { ...saved, sessions: null },
  'gateway:retry': {},
  'command:install': {},
  'command:remove': {},
  'settings:change': {
    theme: 'dark',
    regions: ['eu-west-1'],
    clearClipboardAfter: 30,
    terminal: 'auto',
  },
  'settings:choose-ca': {},
  'settings:forget-ca': {},
  'updates:check': {},
  'updates:download': {},
  'updates:install': {},
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
  connections: [],
  gateways: [],
  settings: defaultSettings,
  programs: { clients: [], terminals: [], own: [] },
  command: null,
  update: { status: 'unavailable' },
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
    'endpoints:copy-host': answers({}),
    'connections:save': answers(sampleConnection),
    'connections:duplicate': answers(sampleConnection),
    'connections:remove': answers({}),
    'connections:restore': answers({}),
    'connections:pin': answers({}),
    'connections:move': answers({}),
    'connections:copy-host': answers({}),
    'connections:choose-ca': answers<Output<'connections:choose-ca'>>({ caFile: null }),
    'connections:export': answers<Output<'connections:export'>>({ file: 'team.json', count: 1 }),
    'connections:import': answers<Output<'connections:import'>>({ preview: null }),
    'connections:accept-import': answers({ added: 1, changed: 0 }),
    'tokens:copy': answers(sampleLease),
    'gateway:start': answers({}),
    'gateway:stop': answers({}),
    'gateway:change': answers({}),
    'gateway:password': answers({ password: 'local' }),
    'gateway:copy': answers({}),
    'gateway:renew-password': answers({}),
    'gateway:close-sessions': answers({}),
    'gateway:retry': answers({}),
    'clients:open': answers<Output<'clients:open'>>({
      lease: sampleLease,
      terminal: 'xterm',
      isPasted: false,
    }),
    'clients:set-up': answers<Output<'clients:set-up'>>({ steps: ['Paste it.'], entry: null }),
    'clients:copy-set-up': answers({}),
    'clients:save-set-up': answers<Output<'clients:save-set-up'>>({ file: null }),
    'clients:choose-path': answers({}),
    'clients:forget-path': answers({}),
    'clients:choose-program': answers<Output<'clients:choose-program'>>({ program: null }),
    'clients:save-own': answers({}),
    'clients:remove-own': answers({}),
    'copy-as:preview': answers<Output<'copy-as:preview'>>({ text: 'psql', note: null }),
    'copy-as:copy': answers<Output<'copy-as:copy'>>({ lease: null }),
    'clients:refresh': answers({}),
    'command:install': answers({}),
    'command:remove': answers({}),
    'settings:change': answers({}),
    'settings:choose-ca': answers({}),
    'settings:forget-ca': answers({}),
    'updates:check': answers({}),
    'updates:download': answers({}),
    'updates:install': answers({}),
  } satisfies Handlers;
}
