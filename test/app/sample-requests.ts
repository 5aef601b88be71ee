import { vi } from 'vitest';
import type { Connection, Draft } from '../../app/connections/model.ts';
import type { Channel, Input, Output, Snapshot } from '../../app/contract.ts';
import type { Handlers } from '../../app/dispatch.ts';
import { succeed, type Result } from '../../app/common/result.ts';
import { nothingToOpenWith } from '../../app/connect/model.ts';
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
  'window:snapshot': {},
  'window:openPage': { page: 'sso' },
  'window:dismissNotice': { id: 'settings-file' },
  'profiles:refresh': { profile: 'dev' },
  'profiles:copyCommand': { profile: 'dev' },
  'profiles:confirmAddresses': { profile: 'dev', addresses: ['http://192.0.2.1:4566'] },
  'endpoints:refresh': { only: { profile: 'dev', region: 'eu-west-1' } },
  'endpoints:remember': { endpointId: 'e', signIn: { dbUser: 'alice', database: 'shop' } },
  'endpoints:copyHost': { endpointId: 'e' },
  'connections:save': { id: null, draft: sampleDraft },
  'connections:duplicate': saved,
  'connections:remove': saved,
  'connections:restore': saved,
  'connections:pin': { ...saved, pinned: true },
  'connections:move': { ...saved, before: null },
  'connections:copyHost': saved,
  'connections:chooseCa': {},
  'connections:export': { ids: null },
  'connections:import': {},
  'connections:acceptImport': { importId: saved.connectionId, leaveOut: [] },
  'connect:copyToken': target,
  'connect:previewFormat': { ...saved, options: { format: 'psql', route: 'gateway', withSecret: false } },
  'connect:copyFormat': {
    ...target,
    database: '',
    options: { format: 'go', route: 'direct', withSecret: true },
  },
  'connect:open': { ...target, database: '', client: 'psql' },
  'connect:runProfileCommand': { profile: 'dev' },
  'clients:refresh': {},
  'connect:setUp': { ...saved, client: 'dbeaver' },
  'connect:copySetUp': { ...saved, client: 'dbeaver' },
  'connect:saveSetUp': { ...saved, client: 'dbeaver' },
  'clients:choosePath': { client: 'psql' },
  'clients:forgetPath': { client: 'psql' },
  'clients:chooseProgram': {},
  'clients:saveOwn': {
    id: null,
    draft: { name: 'mine', runsIn: 'terminal', families: ['postgres'], program: '/bin/mine', command: '' },
  },
  'clients:removeOwn': { id: 'own-1' },
  'gateway:start': saved,
  'gateway:stop': saved,
  'gateway:change': { ...saved, change: { port: 15_433 } },
  'gateway:password': saved,
  'connect:copyGatewayDetail': { ...saved, what: 'password' },
  'gateway:renewPassword': saved,
  'gateway:closeSessions': { ...saved, sessions: null },
  'gateway:retry': {},
  'command:install': {},
  'command:remove': {},
  'settings:change': {
    theme: 'dark',
    regions: ['eu-west-1'],
    clearClipboardAfter: 30,
    terminal: 'auto',
  },
  'settings:chooseCa': {},
  'settings:forgetCa': {},
  'updates:check': {},
  'updates:download': {},
  'doctor:check': { subject: saved, afterTheFact: false },
  'doctor:cancel': { subject: saved },
  'doctor:policy': { subject: saved, users: { kind: 'users', names: ['alice'] } },
  'doctor:sql': { subject: saved, sql: 'create' },
  'doctor:checkPolicy': { subject: saved, text: '{}' },
  'doctor:signInAs': { subject: saved },
  'doctor:iamUsers': { subject: saved },
  'doctor:copy': { subject: saved, what: { kind: 'report' } },
  'updates:install': {},
  'diagnostics:copy': {},
  'diagnostics:showLog': {},
  'diagnostics:setDebug': { isDebug: true },
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
  profiles: { profiles: [], files: [], skipped: [], error: null },
  scans: [],
  signIns: {},
  leases: [],
  connections: [],
  gateways: [],
  settings: defaultSettings,
  programs: { clients: [], terminals: [], own: [] },
  openWith: nothingToOpenWith,
  command: null,
  update: { status: 'unavailable' },
  diagnostics: { isDebug: false },
  doctorAnswers: [],
  clientFailures: [],
  clockNews: null,
  notices: [],
};

const answers = <T>(value: T) => vi.fn(async (): Promise<Result<T>> => succeed(value));

/** A handler for every request that answers well; each knows whether it was called. */
export function sampleHandlers() {
  return {
    'window:snapshot': answers<Output<'window:snapshot'>>(emptySnapshot),
    'window:openPage': answers({}),
    'window:dismissNotice': answers({}),
    'profiles:refresh': answers({}),
    'profiles:copyCommand': answers({}),
    'profiles:confirmAddresses': answers({}),
    'endpoints:refresh': answers({}),
    'endpoints:remember': answers({}),
    'endpoints:copyHost': answers({}),
    'connections:save': answers(sampleConnection),
    'connections:duplicate': answers(sampleConnection),
    'connections:remove': answers({}),
    'connections:restore': answers({}),
    'connections:pin': answers({}),
    'connections:move': answers({}),
    'connections:copyHost': answers({}),
    'connections:chooseCa': answers<Output<'connections:chooseCa'>>({ caFile: null }),
    'connections:export': answers<Output<'connections:export'>>({ file: 'team.json', count: 1 }),
    'connections:import': answers<Output<'connections:import'>>({ preview: null }),
    'connections:acceptImport': answers({ added: 1, changed: 0 }),
    'connect:copyToken': answers(sampleLease),
    'gateway:start': answers({}),
    'gateway:stop': answers({}),
    'gateway:change': answers({}),
    'gateway:password': answers({ password: 'local' }),
    'connect:copyGatewayDetail': answers({}),
    'gateway:renewPassword': answers({}),
    'gateway:closeSessions': answers({}),
    'gateway:retry': answers({}),
    'connect:open': answers<Output<'connect:open'>>({
      lease: sampleLease,
      terminal: 'xterm',
      isPasted: false,
    }),
    'connect:runProfileCommand': answers({ terminal: 'xterm' }),
    'connect:setUp': answers<Output<'connect:setUp'>>({ steps: ['Paste it.'], entry: null }),
    'connect:copySetUp': answers({}),
    'connect:saveSetUp': answers<Output<'connect:saveSetUp'>>({ file: null }),
    'clients:choosePath': answers({}),
    'clients:forgetPath': answers({}),
    'clients:chooseProgram': answers<Output<'clients:chooseProgram'>>({ program: null }),
    'clients:saveOwn': answers({}),
    'clients:removeOwn': answers({}),
    'connect:previewFormat': answers<Output<'connect:previewFormat'>>({ text: 'psql', note: null }),
    'connect:copyFormat': answers<Output<'connect:copyFormat'>>({ lease: null }),
    'clients:refresh': answers({}),
    'command:install': answers({}),
    'command:remove': answers({}),
    'settings:change': answers({}),
    'settings:chooseCa': answers({}),
    'settings:forgetCa': answers({}),
    'updates:check': answers({}),
    'updates:download': answers({}),
    'updates:install': answers({}),
    'doctor:check': answers({}),
    'doctor:cancel': answers({}),
    'doctor:policy': answers<Output<'doctor:policy'>>({
      policies: [
        { statement: '{}', json: '{}', terraform: '', cloudFormation: '', command: 'aws', message: 'Please' },
      ],
      notes: [],
      size: 2,
      fits: ['managed'],
    }),
    'doctor:sql': answers<Output<'doctor:sql'>>({ sql: 'CREATE USER', undo: null, notes: [] }),
    'doctor:checkPolicy': answers<Output<'doctor:checkPolicy'>>({
      findings: [],
      corrected: '{}',
      before: 'allowed',
      after: 'allowed',
    }),
    'doctor:signInAs': answers<Output<'doctor:signInAs'>>({ candidates: [], wildcards: [], notLookedAt: [] }),
    'doctor:iamUsers': answers<Output<'doctor:iamUsers'>>({ users: [] }),
    'doctor:copy': answers({}),
    'diagnostics:copy': answers({}),
    'diagnostics:showLog': answers({}),
    'diagnostics:setDebug': answers({}),
  } satisfies Handlers;
}
