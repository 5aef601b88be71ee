import { describe, expect, it, vi } from 'vitest';
import { createApp, type AppPorts } from '../../app/create-app.ts';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import type { ProfileReading } from '../../app/profiles/ports.ts';
import { defaultSettings } from '../../app/settings/model.ts';
import type { ClientChoices } from '../../app/clients/model.ts';
import { CONNECT_TIMEOUT_MS } from '../../app/clients/connect-timeout.ts';
import { fakeLauncher, memoryFile } from './clients/fake-launcher.ts';
import { fakeRelay } from './gateway/fake-relay.ts';
import { deferred, settled } from './deferred.ts';
import { instance } from './endpoints/descriptions.ts';
import { sampleConnection, sampleDraft } from './sample-requests.ts';
import { testClock } from './test-clock.ts';
import { fakeClipboard } from './tokens/fake-clipboard.ts';

const ORIGIN = 'latchkey-app://window';
const window = { origin: ORIGIN, isMainFrame: true };

function latchkey(over: Partial<AppPorts> = {}) {
  const clock = testClock();
  const { clipboard, seen } = fakeClipboard();
  const events: [string, unknown][] = [];
  const report = vi.fn();
  const reading: ProfileReading = {
    sections: [{ name: 'dev', section: { region: 'eu-west-1' } }],
    files: [],
    error: null,
  };
  const app = createApp({
    about: { host: 'chromium', platform: 'linux', version: '0' },
    trustedOrigin: ORIGIN,
    clock,
    profileFiles: { read: async () => reading, watch: () => () => undefined },
    loadCredentials: async () =>
      succeed({
        accessKeyId: 'AKIASECRET',
        secretAccessKey: 'SECRET',
        sessionToken: null,
        expiry: { kind: 'never' },
      }),
    identify: async () => fail('unreachable', 'No network.'),
    defaultRegion: null,
    discovery: {
      instances: async (_place, _keys, onPage) => {
        onPage([instance('orders')]);
        return succeed(null);
      },
      clusters: async () => succeed(null),
    },
    limit: (task) => task(),
    sign: async ({ host, port, dbUser }) => ({
      token: `${host}:${port}/?SECRET=${dbUser}`,
      signedAt: clock.now(),
      validUntil: clock.now() + 900_000,
    }),
    clipboard,
    launcher: fakeLauncher([]).launcher,
    resolveHost: async () => ['127.0.0.1'],
    caFile: async (own) => succeed(own ?? '/data/rds-ca.pem'),
    sharedFiles: { open: async () => succeed(null), save: async () => succeed(null) },
    newId: () => sampleConnection.id,
    chooseCaFile: async () => succeed(null),
    chooseProgram: async () => succeed(null),
    applyShortcut: null,
    updater: null,
    openPage: async () => undefined,
    settingsFile: {
      load: async () => ({ value: { ...defaultSettings, regions: ['eu-west-1'] }, problem: null }),
      save: async () => succeed(null),
    },
    clientChoicesFile: memoryFile<ClientChoices>({ paths: {}, own: [] }),
    signInsFile: { load: async () => ({ value: {}, problem: null }), save: async () => succeed(null) },
    endpointCacheFile: { load: async () => ({ value: [], problem: null }), save: async () => succeed(null) },
    connectionsFile: { load: async () => ({ value: [], problem: null }), save: async () => succeed(null) },
    gatewaysFile: { load: async () => ({ value: [], problem: null }), save: async () => succeed(null) },
    localPasswords: {
      get: async () => succeed({ password: 'local', isReplaced: false }),
      renew: async () => succeed({ password: 'local' }),
    },
    relay: fakeRelay().start,
    portIsFree: async () => true,
    portHolder: async () => null,
    commandLink: null,
    linksFile: { load: async () => ({ value: [], problem: null }), save: async () => succeed(null) },
    confirmLink: async () => 'no',
    emit: (name, payload) => events.push([name, payload]),
    report,
    ...over,
  });
  const ask = (channel: string, input: unknown = {}) => app.dispatch(window, channel, input);
  const scans = () => events.filter(([name]) => name === 'endpoints:scanned').map(([, payload]) => payload);
  return { app, ask, events, scans, report, seen, clock };
}

/** Starts, and waits until the first scan is done. The sample profile has no keys, but its region is set. */
async function started(over: Partial<AppPorts> = {}) {
  const reading: ProfileReading = {
    sections: [
      { name: 'dev', section: { aws_access_key_id: 'A', aws_secret_access_key: 's', region: 'eu-west-1' } },
    ],
    files: [],
    error: null,
  };
  const latchkeyApp = latchkey({
    profileFiles: { read: async () => reading, watch: () => () => undefined },
    ...over,
  });
  await latchkeyApp.app.start();
  await vi.waitFor(() => expect(latchkeyApp.scans().at(-1)).toMatchObject({ status: 'done' }));
  const id = 'dev|eu-west-1|orders.abc.eu-west-1.rds.amazonaws.com%3A5432';
  return { ...latchkeyApp, id };
}

describe('a snapshot', () => {
  it('waits for what the first picture needs', async () => {
    const gate = deferred<{ value: typeof defaultSettings; problem: null }>();
    const { app, ask } = latchkey({
      settingsFile: { load: () => gate.promise, save: async () => succeed(null) },
    });
    void app.start();
    let answered = false;
    const reply = ask('app:snapshot').finally(() => (answered = true));
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
    const reply = await ask('app:snapshot');
    expect(reply).toMatchObject({ ok: true, value: { scans: [scans().at(-1)] } });
    expect(report).not.toHaveBeenCalled();
  });

  it('tells of files that were set aside, until that is dismissed', async () => {
    const problem = { code: 'file-unreadable', message: 'Damaged.' } as const;
    const { ask, events } = await started({
      clientChoicesFile: memoryFile<ClientChoices>({ paths: {}, own: [] }),
      signInsFile: { load: async () => ({ value: {}, problem }), save: async () => succeed(null) },
    });
    const notices = [{ id: 'sign-ins-file', error: problem }];
    expect(await ask('app:snapshot')).toMatchObject({ value: { notices } });
    expect(events).toContainEqual(['app:notices', notices]);
    await ask('app:dismiss-notice', { id: 'sign-ins-file' });
    expect(await ask('app:snapshot')).toMatchObject({ value: { notices: [] } });
  });
});

describe('an event', () => {
  it('of a wrong form is reported and not sent', () => {
    const { app, events, report } = latchkey();
    const wrong: { command: 'search' } = JSON.parse('{"command":"search","token":"x"}');
    app.emit('app:menu', wrong);
    app.emit('app:menu', { command: 'search' });
    expect(events).toEqual([['app:menu', { command: 'search' }]]);
    expect(report).toHaveBeenCalledExactlyOnceWith('event app:menu', expect.anything());
  });
});

describe('the way of a click', () => {
  it('puts the token on the clipboard, tells of its lease, and lets nothing of it over the bridge', async () => {
    const { ask, id, seen, events } = await started();
    const reply = await ask('tokens:copy', { endpointId: id, dbUser: 'alice' });
    expect(seen.text).toBe('orders.abc.eu-west-1.rds.amazonaws.com:5432/?SECRET=alice');
    expect(events.at(-1)).toMatchObject(['tokens:leases', [{ endpointId: id, dbUser: 'alice' }]]);
    expect(JSON.stringify([reply, events, await ask('app:snapshot')])).not.toContain('SECRET');
  });

  it('copies the host', async () => {
    const { ask, id, seen } = await started();
    expect(await ask('endpoints:copy-host', { endpointId: id })).toEqual({ ok: true, value: {} });
    expect(seen.text).toBe('orders.abc.eu-west-1.rds.amazonaws.com');
    expect(seen.secrets).toEqual([]);
  });

  it('copies a form, with a token only where it is asked for, and shows none of it', async () => {
    const { ask, id, seen, events } = await started();
    const named = { endpointId: id, dbUser: 'alice', database: 'shop' };
    const options = { format: 'env', route: 'direct', withSecret: false };
    expect(await ask('copy-as:copy', { ...named, options })).toEqual({ ok: true, value: { lease: null } });
    expect(seen.text).toContain('export PGSSLROOTCERT=/data/rds-ca.pem');
    expect(seen.secrets).toEqual([]);
    const asked = { ...named, options: { ...options, withSecret: true } };
    const replies = [await ask('copy-as:preview', asked), await ask('copy-as:copy', asked)];
    expect(seen.secrets).toEqual([expect.stringContaining('SECRET=alice')]);
    expect(replies).toMatchObject([{ ok: true }, { value: { lease: { endpointId: id, dbUser: 'alice' } } }]);
    expect(events.at(-1)).toMatchObject(['tokens:leases', [{ endpointId: id }]]);
    expect(JSON.stringify([replies, events])).not.toContain('SECRET');
  });

  it('records no lease for a client that could not be opened', async () => {
    const { ask, id, events } = await started();
    const request = { endpointId: id, dbUser: 'alice', database: '', client: 'psql' };
    expect(await ask('clients:open', request)).toMatchObject({ error: { code: 'client-not-found' } });
    expect(events.map(([name]) => name)).not.toContain('tokens:leases');
  });

  it('clears the clipboard at the end', async () => {
    const { app, ask, id, seen, clock } = await started();
    await ask('tokens:copy', { endpointId: id, dbUser: 'alice' });
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
    expect(await ask('tokens:copy', saved)).toMatchObject({
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
    await ask('connections:copy-host', saved);
    expect(seen.text).toBe('orders.abc.eu-west-1.rds.amazonaws.com');
    const options = { format: 'url', route: 'direct', withSecret: false };
    expect(await ask('copy-as:copy', { ...saved, options })).toMatchObject({ ok: true });
    expect(seen.text).toMatch(/:15432\/shop\?sslmode=verify-full&sslrootcert=\S+&hostaddr=127\.0\.0\.1$/);
    expect(seen.secrets).toEqual([]);
    const through = { ...saved, options: { format: 'url', route: 'gateway', withSecret: true } };
    expect(await ask('copy-as:copy', through)).toMatchObject({ error: { code: 'gateway-failed' } });
    await ask('gateway:start', saved);
    clock.advance(5_000);
    const replies = [await ask('copy-as:preview', through), await ask('copy-as:copy', through)];
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
      launcher: fakeLauncher(['own-1']).launcher,
      clientChoicesFile: memoryFile<ClientChoices>({ paths: {}, own: [{ ...own, families: ['postgres'] }] }),
    });
    await ask('connections:save', { id: null, draft: sampleDraft });
    expect(await ask('clients:open', { ...saved, client: 'own-1' })).toEqual({
      ok: true,
      value: { lease: null, terminal: null, isPasted: false },
    });
    const told = () => events.findLast(([name]) => name === 'app:notices')?.[1];
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
    expect(await ask('tokens:copy', saved)).toMatchObject(refused);
    expect(await ask('clients:open', { ...saved, client: 'psql' })).toMatchObject(refused);
    expect(await ask('connections:copy-host', saved)).toMatchObject(refused);
    const options = { format: 'url', route: 'direct', withSecret: false };
    expect(await ask('copy-as:preview', { ...saved, options })).toMatchObject(refused);
    expect(await ask('copy-as:copy', { ...saved, options })).toMatchObject(refused);
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
    const { ask, seen, clock } = await started({ connectionsFile: stored });
    await ask('gateway:start', its);
    expect(await ask('gateway:copy', copyPassword)).toEqual(succeed({}));
    expect(seen.secrets).toEqual(['local']);
    clock.advance(900_000 - 1);
    await settled();
    expect(seen.text).toBe('local');
    clock.advance(1_000);
    await vi.waitFor(() => expect(seen.text).toBe(''));
    await ask('settings:change', { clearClipboardAfter: 30 });
    await ask('gateway:copy', copyPassword);
    clock.advance(31_000);
    await vi.waitFor(() => expect(seen.text).toBe(''));
  });

  it('is concealed and cleared too where a client is opened that it is pasted into', async () => {
    const { ask, seen, clock } = await started({
      connectionsFile: stored,
      launcher: fakeLauncher(['mysql-workbench']).launcher,
    });
    expect(await ask('clients:open', { ...its, client: 'mysql-workbench' })).toMatchObject({
      ok: true,
      value: { isPasted: true },
    });
    expect(seen.secrets).toEqual(['local']);
    clock.advance(901_000);
    await vi.waitFor(() => expect(seen.text).toBe(''));
  });

  it('is cleared in a text that holds it too', async () => {
    const { ask, seen, clock } = await started({ connectionsFile: stored });
    await ask('gateway:start', its);
    await ask('copy-as:copy', { ...its, options: { format: 'url', route: 'gateway', withSecret: true } });
    expect(seen.secrets).toEqual([expect.stringContaining(':local@')]);
    clock.advance(901_000);
    await vi.waitFor(() => expect(seen.text).toBe(''));
  });

  it('is not in the log where the clipboard fails, whatever its program says; nor is any other text', async () => {
    const { ask, seen, report } = await started({ connectionsFile: stored });
    await ask('gateway:start', its);
    seen.broken.add('writeSecret').add('writeText');
    const refused = { ok: false, error: { code: 'clipboard-failed' } };
    expect(await ask('gateway:copy', copyPassword)).toMatchObject(refused);
    expect(await ask('connections:copy-host', its)).toMatchObject(refused);
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
    const save = vi.fn<AppPorts['sharedFiles']['save']>(async (name) => succeed({ name }));
    const { ask, seen } = await started({
      connectionsFile: stored,
      sharedFiles: { open: async () => succeed(null), save },
    });
    const shown = await ask('clients:set-up', asked);
    const copied = await ask('clients:copy-set-up', asked);
    const saved = await ask('clients:save-set-up', asked);
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
    expect(await ask('app:snapshot')).toMatchObject({
      ok: true,
      value: { gateways: [{ port: 15_432, state: 'stopped' }] },
    });
  });

  it('says where there is none, and where it was not saved', async () => {
    const { ask } = await started({ connectionsFile: stored });
    expect(await ask('clients:save-set-up', asked)).toEqual(succeed({ file: null }));
    expect(await ask('clients:set-up', { ...asked, client: 'psql' })).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' },
    });
    const gone = { ...asked, connectionId: '7f9c24e5-3b1a-4c0d-8a6e-5f2b1c9d0e12' };
    expect(await ask('clients:copy-set-up', gone)).toMatchObject({
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
      identify: async () => refused,
      discovery: { instances: async () => refused, clusters: async () => refused },
    });
    await vi.waitFor(() =>
      expect(events.findLast(([name]) => name === 'profiles:changed')?.[1]).toMatchObject({
        profiles: [{ state: { status: 'unusable', error: { code: 'credentials-invalid' } } }],
      }),
    );
  });

  it('work that fails unasked is reported', async () => {
    const { report } = await started({
      launcher: fakeLauncher([], { locate: () => Promise.reject(new Error('defect')) }).launcher,
    });
    await vi.waitFor(() => expect(report).toHaveBeenCalledWith('background work', expect.any(Error)));
  });
});
