import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '../../app/connections/model.ts';
import type { Channel } from '../../app/contract.ts';
import { createApp } from '../../app/create-app.ts';
import type { SharedFiles } from '../../app/connections/ports.ts';
import { fail, succeed, type FailureCode, type Result } from '../../app/common/result.ts';
import type { ProfileFiles, ProfileReading } from '../../app/profiles/ports.ts';
import { defaultSettings, type Settings } from '../../app/settings/model.ts';
import type { ClientChoices } from '../../app/clients/model.ts';
import { CONNECT_TIMEOUT_MS } from '../../app/clients/connect-timeout.ts';
import { fakeLauncher, memoryFile } from './clients/fake-launcher.ts';
import { deferred, settled } from './deferred.ts';
import { scanChange } from '../../app/endpoints/scan-change.ts';
import { instance } from './endpoints/descriptions.ts';
import { memoryPorts, ORIGIN, type PortsOver } from './memory-ports.ts';
import { configOf } from './profiles/config-of.ts';
import { sampleConnection, sampleDraft, validInputs } from './sample-requests.ts';

const window = { origin: ORIGIN, isMainFrame: true };

function latchkey(over: PortsOver = {}) {
  const events: [string, unknown][] = [];
  const report = vi.fn();
  const { ports, clock, seen } = memoryPorts({
    ...over,
    profiles: { files: filesWith(keys), ...over.profiles },
    endpoints: {
      discovery: {
        page: async ({ call }) => {
          const instances = call === 'DescribeDBInstances' ? [instance('orders')] : [];
          return succeed({ found: { instances }, next: null });
        },
        forget: () => undefined,
      },
      ...over.endpoints,
    },
    settings: {
      file: memoryFile<Settings>({ ...defaultSettings, regions: ['eu-west-1'] }),
      ...over.settings,
    },
    surroundings: { emit: (name, payload) => void events.push([name, payload]), report },
  });
  const app = createApp(ports);
  const ask = (channel: string, input: unknown = {}) => app.dispatch(window, channel, input);
  const scans = () => events.filter(([name]) => name === 'endpoints:scanned').map(([, payload]) => payload);
  return { app, ask, events, scans, report, seen, clock };
}

const keys = { aws_access_key_id: 'A', aws_secret_access_key: 's', region: 'eu-west-1' };

/** AWS's files with one profile, `dev`. */
function filesWith(section: Readonly<Record<string, string>>): ProfileFiles {
  const reading: ProfileReading = { config: configOf([{ name: 'dev', section }]), files: [], error: null };
  return { read: async () => reading, watch: () => () => undefined, confirm: async () => succeed(null) };
}

/** Starts, and waits until the first scan is done. */
async function started(over: PortsOver = {}) {
  const files = filesWith(keys);
  const latchkeyApp = latchkey({ ...over, profiles: { files, ...over.profiles } });
  await latchkeyApp.app.start();
  await vi.waitFor(() => expect(latchkeyApp.scans().at(-1)).toMatchObject({ status: 'done' }));
  const id = 'dev|eu-west-1|orders.abc.eu-west-1.rds.amazonaws.com%3A5432';
  return { ...latchkeyApp, id };
}

describe('a snapshot', () => {
  it('waits for what the first picture needs', async () => {
    const gate = deferred<{ value: typeof defaultSettings; problem: null }>();
    const { app, ask } = latchkey({
      settings: { file: { load: () => gate.promise, save: async () => succeed(null) } },
    });
    void app.start();
    let answered = false;
    const reply = ask('window:snapshot').finally(() => (answered = true));
    await settled();
    expect(answered).toBe(false);
    gate.resolve({ value: { ...defaultSettings, theme: 'dark' }, problem: null });
    expect(await reply).toMatchObject({
      ok: true,
      value: { settings: { theme: 'dark' }, profiles: { profiles: [{ name: 'dev' }] } },
    });
  });

  it('holds what the events said', async () => {
    const { ask, scans, report } = await started();
    const reply = await ask('window:snapshot');
    const [{ changed: endpoints, gone: _, ...head }, last] = [
      scanChange.parse(scans().at(-2)),
      scans().at(-1),
    ];
    expect(last).toMatchObject({ status: 'done', changed: [], gone: [] });
    const { finishedAt } = scanChange.parse(last);
    expect(reply).toMatchObject({
      ok: true,
      value: { scans: [{ ...head, endpoints, status: 'done', finishedAt }] },
    });
    expect(report).not.toHaveBeenCalled();
  });

  it('tells of files that were set aside, until that is dismissed', async () => {
    const problem = { code: 'file-unreadable', message: 'Damaged.' } as const;
    const { ask, events } = await started({
      endpoints: {
        signInsFile: { load: async () => ({ value: {}, problem }), save: async () => succeed(null) },
      },
    });
    const notices = [{ id: 'sign-ins-file', error: problem }];
    expect(await ask('window:snapshot')).toMatchObject({ value: { notices } });
    expect(events).toContainEqual(['window:notices', notices]);
    await ask('window:dismissNotice', { id: 'sign-ins-file' });
    expect(await ask('window:snapshot')).toMatchObject({ value: { notices: [] } });
  });
});

describe('an event', () => {
  it('of a wrong form is reported and not sent', () => {
    const { app, events, report } = latchkey();
    const wrong: { command: 'search' } = JSON.parse('{"command":"search","token":"x"}');
    app.emit('window:menu', wrong);
    app.emit('window:menu', { command: 'search' });
    expect(events).toEqual([['window:menu', { command: 'search' }]]);
    expect(report).toHaveBeenCalledExactlyOnceWith('event window:menu', expect.anything());
  });
});

describe('the way of a click', () => {
  it('puts the token on the clipboard, tells of its lease, and lets nothing of it over the bridge', async () => {
    const { ask, id, seen, events } = await started();
    const reply = await ask('connect:copyToken', { endpointId: id, dbUser: 'alice' });
    expect(seen.text).toBe('orders.abc.eu-west-1.rds.amazonaws.com:5432/?SECRET=alice');
    expect(events.at(-1)).toMatchObject(['tokens:leases', [{ endpointId: id, dbUser: 'alice' }]]);
    expect(JSON.stringify([reply, events, await ask('window:snapshot')])).not.toContain('SECRET');
  });

  it('copies the host', async () => {
    const { ask, id, seen } = await started();
    expect(await ask('endpoints:copyHost', { endpointId: id })).toEqual({ ok: true, value: {} });
    expect(seen.text).toBe('orders.abc.eu-west-1.rds.amazonaws.com');
    expect(seen.secrets).toEqual([]);
  });

  it('copies a form, with a token only where it is asked for, and shows none of it', async () => {
    const { ask, id, seen, events } = await started();
    const named = { endpointId: id, dbUser: 'alice', database: 'shop' };
    const options = { format: 'env', route: 'direct', withSecret: false };
    expect(await ask('connect:copyFormat', { ...named, options })).toEqual({
      ok: true,
      value: { lease: null },
    });
    expect(seen.text).toContain('export PGSSLROOTCERT=/data/rds-ca.pem');
    expect(seen.secrets).toEqual([]);
    const asked = { ...named, options: { ...options, withSecret: true } };
    const replies = [await ask('connect:previewFormat', asked), await ask('connect:copyFormat', asked)];
    expect(seen.secrets).toEqual([expect.stringContaining('SECRET=alice')]);
    expect(replies).toMatchObject([{ ok: true }, { value: { lease: { endpointId: id, dbUser: 'alice' } } }]);
    expect(events.at(-1)).toMatchObject(['tokens:leases', [{ endpointId: id }]]);
    expect(JSON.stringify([replies, events])).not.toContain('SECRET');
  });

  it('records no lease for a client that could not be opened', async () => {
    const { ask, id, events } = await started();
    const request = { endpointId: id, dbUser: 'alice', database: '', client: 'psql' };
    expect(await ask('connect:open', request)).toMatchObject({ error: { code: 'client-not-found' } });
    expect(events.map(([name]) => name)).not.toContain('tokens:leases');
  });

  it('clears the clipboard at the end', async () => {
    const { app, ask, id, seen, clock } = await started();
    await ask('connect:copyToken', { endpointId: id, dbUser: 'alice' });
    await app.stop();
    expect(seen.text).toBe('');
    expect(clock.watchers()).toBe(0);
  });
});

describe('a saved connection', () => {
  const saved = { connectionId: sampleConnection.id };

  it('is signed for its real host, wherever it is dialled, and moves up', async () => {
    const { ask, seen, events, clock } = await started();
    expect(await ask('connections:save', { id: null, draft: sampleDraft })).toMatchObject({ ok: true });
    clock.advance(5_000);
    expect(await ask('connect:copyToken', saved)).toMatchObject({
      ok: true,
      value: {
        endpointId: 'dev|eu-west-1|orders.abc.eu-west-1.rds.amazonaws.com%3A5432',
        dbUser: 'alice@corp',
      },
    });
    expect(seen.text).toBe('orders.abc.eu-west-1.rds.amazonaws.com:5432/?SECRET=alice@corp');
    await vi.waitFor(() =>
      expect(events.findLast(([name]) => name === 'connections:changed')?.[1]).toMatchObject([
        { name: sampleDraft.name, usedAt: clock.now() },
      ]),
    );
  });

  it('is copied as a URL: of the database, or of its gateway with the local password, and moves up', async () => {
    const { ask, seen, events, clock } = await started();
    await ask('connections:save', { id: null, draft: sampleDraft });
    await ask('connections:copyHost', saved);
    expect(seen.text).toBe('orders.abc.eu-west-1.rds.amazonaws.com');
    const options = { format: 'url', route: 'direct', withSecret: false };
    expect(await ask('connect:copyFormat', { ...saved, options })).toMatchObject({ ok: true });
    expect(seen.text).toMatch(/:15432\/shop\?sslmode=verify-full&sslrootcert=\S+&hostaddr=127\.0\.0\.1$/);
    expect(seen.secrets).toEqual([]);
    const through = { ...saved, options: { format: 'url', route: 'gateway', withSecret: true } };
    expect(await ask('connect:copyFormat', through)).toMatchObject({ error: { code: 'gateway-failed' } });
    await ask('gateway:start', saved);
    clock.advance(5_000);
    const replies = [await ask('connect:previewFormat', through), await ask('connect:copyFormat', through)];
    expect(seen.secrets).toEqual(['postgresql://alice%40corp:local@127.0.0.1:15432/shop?sslmode=disable']);
    expect(JSON.stringify([replies, events])).not.toContain(':local@');
    await vi.waitFor(() =>
      expect(events.findLast(([name]) => name === 'connections:changed')?.[1]).toMatchObject([
        { usedAt: clock.now() },
      ]),
    );
  });

  it('says of a client with windows that it has not reached the gateway within a minute', async () => {
    const own = { id: 'own-1', name: 'My SQL', runsIn: 'window', program: '/bin/sql', command: '' } as const;
    const { ask, events, clock } = await started({
      clients: {
        launcher: fakeLauncher(['own-1']).launcher,
        choicesFile: memoryFile<ClientChoices>({ paths: {}, own: [{ ...own, families: ['postgres'] }] }),
      },
    });
    await ask('connections:save', { id: null, draft: sampleDraft });
    expect(await ask('connect:open', { ...saved, client: 'own-1' })).toEqual({
      ok: true,
      value: { lease: null, terminal: null, isPasted: false },
    });
    const told = () => events.findLast(([name]) => name === 'window:notices')?.[1];
    clock.advance(CONNECT_TIMEOUT_MS - 1_000);
    expect(told()).toBeUndefined();
    clock.advance(1_000);
    expect(told()).toMatchObject([
      {
        error: {
          message: `My SQL was opened for ${sampleDraft.name} a minute ago and has not connected.`,
        },
      },
    ]);
  });

  it('that is not there is not signed for', async () => {
    const { ask } = await started();
    const refused = { ok: false, error: { code: 'connection-not-found' } };
    expect(await ask('connect:copyToken', saved)).toMatchObject(refused);
    expect(await ask('connect:open', { ...saved, client: 'psql' })).toMatchObject(refused);
    expect(await ask('connections:copyHost', saved)).toMatchObject(refused);
    const options = { format: 'url', route: 'direct', withSecret: false };
    expect(await ask('connect:previewFormat', { ...saved, options })).toMatchObject(refused);
    expect(await ask('connect:copyFormat', { ...saved, options })).toMatchObject(refused);
  });
});

describe('a local password on the clipboard', () => {
  const stored = {
    load: async () => ({
      value: [{ ...sampleConnection, family: 'mysql' as const, dbUser: 'alice' }],
      problem: null,
    }),
    save: async () => succeed(null),
  };
  const its = { connectionId: sampleConnection.id };
  const copyPassword = { ...its, what: 'password' };

  it('is concealed, and cleared after the set time, as a token is', async () => {
    const { ask, seen, clock } = await started({ connections: { file: stored } });
    await ask('gateway:start', its);
    expect(await ask('connect:copyGatewayDetail', copyPassword)).toEqual(succeed({}));
    expect(seen.secrets).toEqual(['local']);
    clock.advance(900_000 - 1);
    await settled();
    expect(seen.text).toBe('local');
    clock.advance(1_000);
    await vi.waitFor(() => expect(seen.text).toBe(''));
    await ask('settings:change', { clearClipboardAfter: 30 });
    await ask('connect:copyGatewayDetail', copyPassword);
    clock.advance(31_000);
    await vi.waitFor(() => expect(seen.text).toBe(''));
  });

  it('is concealed and cleared too where a client is opened that it is pasted into', async () => {
    const { ask, seen, clock } = await started({
      connections: { file: stored },
      clients: { launcher: fakeLauncher(['mysql-workbench']).launcher },
    });
    expect(await ask('connect:open', { ...its, client: 'mysql-workbench' })).toMatchObject({
      ok: true,
      value: { isPasted: true },
    });
    expect(seen.secrets).toEqual(['local']);
    clock.advance(901_000);
    await vi.waitFor(() => expect(seen.text).toBe(''));
  });

  it('is cleared in a text that holds it too', async () => {
    const { ask, seen, clock } = await started({ connections: { file: stored } });
    await ask('gateway:start', its);
    await ask('connect:copyFormat', {
      ...its,
      options: { format: 'url', route: 'gateway', withSecret: true },
    });
    expect(seen.secrets).toEqual([expect.stringContaining(':local@')]);
    clock.advance(901_000);
    await vi.waitFor(() => expect(seen.text).toBe(''));
  });

  it('is not in the log where the clipboard fails, whatever its program says; nor is any other text', async () => {
    const { ask, seen, report } = await started({ connections: { file: stored } });
    await ask('gateway:start', its);
    seen.broken.add('writeSecret').add('writeText');
    const refused = { ok: false, error: { code: 'clipboard-failed' } };
    expect(await ask('connect:copyGatewayDetail', copyPassword)).toMatchObject(refused);
    expect(await ask('connections:copyHost', its)).toMatchObject(refused);
    expect(
      JSON.stringify(report.mock.calls, (_key, value: unknown) =>
        value instanceof Error ? value.message : value,
      ),
    ).not.toContain('could not take');
  });
});

describe('an entry for a client that keeps some', () => {
  const stored = {
    load: async () => ({ value: [sampleConnection], problem: null }),
    save: async () => succeed(null),
  };
  const asked = { connectionId: sampleConnection.id, client: 'dbeaver' };

  it('is shown, copied and saved as the same text, with the port and neither token nor password', async () => {
    const save = vi.fn<SharedFiles['save']>(async (name) => succeed({ name }));
    const { ask, seen } = await started({ connections: { file: stored }, connect: { saveFile: save } });
    const shown = await ask('connect:setUp', asked);
    const copied = await ask('connect:copySetUp', asked);
    const saved = await ask('connect:saveSetUp', asked);
    const [name = '', text = ''] = save.mock.calls[0] ?? [];
    expect(shown).toMatchObject({ ok: true, value: { entry: { file: name, text } } });
    expect(copied).toEqual(succeed({}));
    expect(seen.text).toBe(text);
    expect(seen.secrets).toEqual([]);
    expect(saved).toEqual(succeed({ file: name }));
    expect(text).toContain('15432');
    expect(JSON.stringify(shown)).not.toMatch(/SECRET|"local"/);
    expect(save.mock.calls[0]?.[2]).toBe('entry');
    // nothing listens yet: the window says so and starts it
    expect(await ask('window:snapshot')).toMatchObject({
      ok: true,
      value: { gateways: [{ port: 15_432, state: 'stopped' }] },
    });
  });

  it('says where there is none, and where it was not saved', async () => {
    const { ask } = await started({ connections: { file: stored } });
    expect(await ask('connect:saveSetUp', asked)).toEqual(succeed({ file: null }));
    expect(await ask('connect:setUp', { ...asked, client: 'psql' })).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' },
    });
    const gone = { ...asked, connectionId: '7f9c24e5-3b1a-4c0d-8a6e-5f2b1c9d0e12' };
    expect(await ask('connect:copySetUp', gone)).toMatchObject({
      ok: false,
      error: { code: 'connection-not-found' },
    });
  });
});

describe('modules that hear of each other', () => {
  it('a region that is set is looked into, another setting changes nothing', async () => {
    const { ask, scans } = await started();
    const before = scans().length;
    await ask('settings:change', { theme: 'dark' });
    await settled();
    expect(scans()).toHaveLength(before);
    await ask('settings:change', { regions: ['ap-south-1'] });
    await vi.waitFor(() => expect(scans().at(-1)).toMatchObject({ region: 'ap-south-1', status: 'done' }));
  });

  it('keys that RDS refuses are asked about at STS', async () => {
    const refused: Result<never> = fail('credentials-invalid', 'No.');
    const { events } = await started({
      profiles: { identify: async () => refused },
      endpoints: { discovery: { page: async () => refused, forget: () => undefined } },
    });
    await vi.waitFor(() =>
      expect(events.findLast(([name]) => name === 'profiles:changed')?.[1]).toMatchObject({
        profiles: [{ state: { status: 'unusable', error: { code: 'credentials-invalid' } } }],
      }),
    );
  });

  it('work that fails unasked is reported', async () => {
    const { report } = await started({
      clients: {
        launcher: fakeLauncher([], { locate: () => Promise.reject(new Error('defect')) }).launcher,
      },
    });
    await vi.waitFor(() => expect(report).toHaveBeenCalledWith('background work', expect.any(Error)));
  });
});

/** What each request comes to on a machine with one profile, one database and one saved connection, and no programs. */
const outcomes: { readonly [C in Channel]: 'ok' | FailureCode } = {
  'window:snapshot': 'ok',
  'window:openPage': 'ok',
  'window:dismissNotice': 'ok',
  'profiles:refresh': 'ok',
  'profiles:copyCommand': 'profile-not-found',
  'profiles:confirmAddresses': 'not-allowed',
  'signIn:begin': 'profile-not-found',
  'signIn:openAgain': 'sign-in-failed',
  'signIn:copy': 'sign-in-failed',
  'signIn:cancel': 'ok',
  'signIn:signOut': 'profile-not-found',
  'profileSetup:sessions': 'ok',
  'profileSetup:accounts': 'ok',
  'profileSetup:readKeys': 'invalid-input',
  'profileSetup:preview': 'profile-not-found',
  'profileSetup:apply': 'invalid-input',
  'profileSetup:undo': 'invalid-input',
  'profiles:askForMfaCode': 'ok',
  'mfa:answer': 'not-allowed',
  'mfa:cancel': 'ok',
  'tunnels:answerSsh': 'ok',
  'tunnels:cancelSsh': 'ok',
  'tunnels:findNodes': 'ok',
  'tunnels:copyPolicy': 'ok',
  'tunnels:answers': 'ok',
  'tunnels:setDefaultRoute': 'ok',
  'endpoints:refresh': 'ok',
  'endpoints:cancel': 'ok',
  'endpoints:more': 'ok',
  'endpoints:remember': 'endpoint-not-found',
  'endpoints:copyHost': 'endpoint-not-found',
  'endpoints:copyPolicy': 'ok',
  'connections:save': 'ok',
  'connections:saveMany': 'ok',
  'connections:duplicate': 'ok',
  'connections:remove': 'ok',
  'connections:removeMany': 'ok',
  'connections:restore': 'connection-not-found',
  'connections:pin': 'ok',
  'connections:move': 'ok',
  'connections:copyHost': 'ok',
  'connections:chooseCa': 'ok',
  'connections:export': 'ok',
  'connections:import': 'ok',
  'connections:acceptImport': 'invalid-input',
  'connections:acceptDatabase': 'ok',
  'connect:copyToken': 'endpoint-not-found',
  'connect:previewFormat': 'gateway-failed',
  'connect:copyFormat': 'endpoint-not-found',
  'connect:open': 'endpoint-not-found',
  'connect:runProfileCommand': 'not-allowed',
  'connect:setUp': 'ok',
  'connect:copySetUp': 'ok',
  'connect:saveSetUp': 'ok',
  'connect:copyGatewayDetail': 'ok',
  'clients:refresh': 'ok',
  'clients:choosePath': 'ok',
  'clients:forgetPath': 'ok',
  'clients:chooseProgram': 'ok',
  'clients:saveOwn': 'not-allowed',
  'clients:removeOwn': 'ok',
  'gateway:start': 'ok',
  'gateway:stop': 'ok',
  'gateway:change': 'ok',
  'gateway:password': 'ok',
  'gateway:renewPassword': 'ok',
  'gateway:closeSessions': 'ok',
  'gateway:retry': 'ok',
  'command:install': 'not-allowed',
  'command:remove': 'not-allowed',
  'settings:change': 'ok',
  'settings:chooseCa': 'ok',
  'settings:forgetCa': 'ok',
  'proxies:use': 'ok',
  'proxies:setOwn': 'ok',
  'proxies:chooseCa': 'ok',
  'proxies:forgetCa': 'ok',
  'proxies:look': 'ok',
  'updates:check': 'update-failed',
  'updates:download': 'update-failed',
  'updates:install': 'update-failed',
  'doctor:check': 'ok',
  'doctor:cancel': 'ok',
  'doctor:policy': 'access-denied',
  'doctor:sql': 'ok',
  'doctor:checkPolicy': 'invalid-input',
  'doctor:signInAs': 'ok',
  'doctor:iamUsers': 'ok',
  'doctor:copy': 'invalid-input',
  'diagnostics:copy': 'ok',
  'diagnostics:showLog': 'ok',
  'diagnostics:setDebug': 'ok',
};

describe('every request reaches its real handler', () => {
  it.each(Object.entries(outcomes))('%s comes to %s', async (channel, outcome) => {
    const { ask, report } = await started({
      connections: { file: memoryFile<Connection[]>([sampleConnection]) },
    });
    const input: unknown = Reflect.get(validInputs, channel);
    const reply = await ask(channel, input);
    expect(reply.ok ? 'ok' : reply.error.code).toBe(outcome);
    expect(report).not.toHaveBeenCalled();
  });
});
