import { describe, expect, it } from 'vitest';
import type { ClientChoices, ClientId } from '../../../app/clients/model.ts';
import type { ClientLauncher, OpenTarget } from '../../../app/clients/ports.ts';
import { resolveConnectAddress } from '../../../app/clients/connect-address.ts';
import { createClients } from '../../../app/clients/service.ts';
import { fail, succeed } from '../../../app/common/result.ts';
import type { Lease } from '../../../app/tokens/model.ts';
import { fakeLauncher, memoryFile } from './fake-launcher.ts';
import { openTarget, sampleToken } from './odd-values.ts';

const lease: Lease = {
  endpointId: 'e',
  dbUser: 'alice',
  deliveredTo: 'psql',
  signedAt: 0,
  expiresAt: 900_000,
  limitedBy: 'token',
  certain: true,
};

interface Machine {
  readonly found?: readonly ClientId[];
  readonly launcher?: Partial<ClientLauncher>;
  readonly choices?: ClientChoices;
}

/** The module with ports that write down what was asked of them, in order. */
function module({ found = ['psql', 'mysql', 'mariadb'], choices, ...machine }: Machine = {}) {
  const { launcher, asked, opened } = fakeLauncher(found, machine.launcher);
  const choicesFile = memoryFile<ClientChoices>(choices ?? { paths: {}, own: [] });
  const clients = createClients({
    resolve: async (host) => {
      asked.push(`resolve ${host}`);
      if (host === 'localhost') return ['127.0.0.1', '::1'];
      return host.startsWith('mapped') ? ['127.0.0.1'] : host === 'nowhere' ? [] : ['10.0.0.5'];
    },
    launcher,
    currentSettings: () => ({ terminal: 'kitty', caFile: '/ca.pem' }),
    choicesFile,
    chooseProgram: async () => succeed(null),
    newId: () => '00000000-0000-4000-8000-000000000000',
    onChanged: () => asked.push('changed'),
  });
  const sign = async () => {
    asked.push('sign');
    return succeed({ token: sampleToken, lease });
  };
  const open = (target: OpenTarget, client: ClientId) => clients.open(target, client, sign);
  const env = () => {
    const [first] = opened;
    return first?.plan.set ?? {};
  };
  return { clients, open, asked, opened, env, choicesFile };
}

const localSide = { localSignIn: 'scram', localCa: null } as const;

describe('open', () => {
  it('prepares, signs, opens, and gives the lease but not the token', async () => {
    const { open, asked, opened } = module();
    const reply = await open(openTarget, 'psql');
    expect(reply).toEqual({
      ok: true,
      value: { lease, name: 'psql', terminal: 'xterm', delivery: 'environment' },
    });
    expect(asked).toEqual(['certificates /ca.pem', 'version /usr/bin/psql', 'terminal kitty', 'sign']);
    expect(opened).toMatchObject([
      {
        client: '/usr/bin/psql',
        plan: { secret: { variable: 'PGPASSWORD', content: `${sampleToken}\n` } },
      },
    ]);
    expect(JSON.stringify(reply)).not.toContain('X-Amz');
  });

  it.each([
    ['postgres', 'mysql'],
    ['postgres', 'mariadb'],
    ['mysql', 'psql'],
    ['mariadb', 'psql'],
  ] as const)('refuses on %s the client %s before anything is signed', async (family, client) => {
    const { open, asked } = module();
    expect(await open({ ...openTarget, family }, client)).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    expect(asked).toEqual([]);
  });

  it('says which client is missing, where it looked and how to get it', async () => {
    const { open, asked } = module({ found: [] });
    expect(await open({ ...openTarget, family: 'mariadb' }, 'mariadb')).toEqual({
      ok: false,
      error: {
        code: 'client-not-found',
        message: 'mariadb was not found on this computer.',
        hint: 'To get it: install the package mariadb-client (Debian, Ubuntu) or mariadb (Fedora). Looked in /usr/bin, /opt/bin.',
      },
    });
    expect(asked).toEqual([]);
  });

  it('says that a client that the user has named has gone', async () => {
    const { open } = module({
      launcher: {
        locate: async () => ({ found: false, looked: [], broken: 'psql is no longer at /opt/psql.' }),
      },
    });
    expect(await open(openTarget, 'psql')).toMatchObject({
      error: { code: 'client-not-found', message: 'psql is no longer at /opt/psql.' },
    });
  });

  it('knows no client that the catalogue does not have', async () => {
    expect(await module().open(openTarget, 'toad')).toMatchObject({
      error: { code: 'client-not-found' },
    });
  });

  it('signs nothing where signing is refused, a terminal is missing or there are no certificates', async () => {
    const { clients, opened } = module();
    const refused = async () => fail('credentials-expired', 'Over.');
    expect(await clients.open(openTarget, 'psql', refused)).toMatchObject({
      error: { code: 'credentials-expired' },
    });
    expect(opened).toEqual([]);
    for (const launcher of [
      { terminal: async () => fail('terminal-not-found', 'None.') },
      { certificates: async () => fail('file-unreadable', 'None.') },
    ]) {
      const machine = module({ launcher });
      expect((await machine.open(openTarget, 'psql')).ok).toBe(false);
      expect(machine.asked).not.toContain('sign');
    }
  });

  it('verifies with the target’s own certificates where it has some', async () => {
    const { open, env } = module();
    await open({ ...openTarget, caFile: '/own.pem' }, 'psql');
    expect(env()['PGSSLROOTCERT']).toBe('/own.pem');
  });

  it.each(['', 'a b', 'a\nb', 'é'])('refuses the token %j, which no signer makes', async (token) => {
    const { clients } = module();
    const sign = async () => succeed({ token, lease });
    expect(await clients.open(openTarget, 'psql', sign)).toMatchObject({ error: { code: 'internal' } });
  });
});

describe('openThrough', () => {
  const gatewayEndpoint = async () => succeed({ port: 15_432, password: 'localonly', localSide });

  it('opens on the gateway, with the local password and no TLS of the client’s', async () => {
    const { clients, opened, env } = module();
    const through = await clients.openThrough(openTarget, 'psql', gatewayEndpoint);
    expect(through).toMatchObject({
      ok: true,
      value: { name: 'psql', terminal: 'xterm', delivery: 'environment' },
    });
    expect(through.ok && through.value.password.reveal()).toBe('localonly');
    expect(env()).toMatchObject({ PGHOST: '127.0.0.1', PGPORT: '15432', PGSSLMODE: 'disable' });
    expect(opened).toMatchObject([{ plan: { secret: { content: 'localonly\n' } } }]);
  });

  it('does not open the gateway where something else is in the way', async () => {
    let opened = 0;
    const { clients } = module({ found: [] });
    const counted = async () => {
      opened += 1;
      return gatewayEndpoint();
    };
    expect((await clients.openThrough(openTarget, 'psql', counted)).ok).toBe(false);
    expect(opened).toBe(0);
  });
});

describe('a program of the user’s own', () => {
  const own = {
    id: 'own-1',
    name: 'pgbench',
    runsIn: 'terminal',
    families: ['postgres'],
    program: '/opt/pgbench',
    command: '-h {host} -p {port} "{database}"',
  } as const;
  const machine = () =>
    module({
      found: ['own-1'],
      choices: { paths: {}, own: [{ ...own, families: [...own.families] }] },
    });

  it('goes through the gateway only: nobody knows whether it verifies a database', async () => {
    const { clients, open, opened } = machine();
    await clients.load();
    expect(clients.takesToken('own-1')).toBe(false);
    expect(await open(openTarget, 'own-1')).toMatchObject({ error: { code: 'gateway-needed' } });
    const gatewayEndpoint = async () => succeed({ port: 15_432, password: 'localonly', localSide });
    expect(await clients.openThrough(openTarget, 'own-1', gatewayEndpoint)).toMatchObject({ ok: true });
    expect(opened).toMatchObject([
      {
        client: '/opt/pgbench',
        plan: { args: ['-h', '127.0.0.1', '-p', '15432', 'shop'], set: { PGUSER: 'alice' } },
      },
    ]);
  });

  it('is listed among the clients, with the way that it would be opened', async () => {
    const { clients } = machine();
    await clients.load();
    const { clients: list } = await clients.find(false);
    expect(list.find(({ id }) => id === 'own-1')).toMatchObject({
      found: '/opt/pgbench',
      direct: null,
      gateway: expect.stringContaining('environment'),
    });
  });
});

describe('find', () => {
  it('runs nothing at the start, and asks for versions when it is to', async () => {
    const { clients, asked } = module({
      launcher: { askVersion: async () => succeed('psql (PostgreSQL) 13.4 (Debian)') },
    });
    await clients.find(false);
    expect(asked).toEqual(['changed']);
    const { clients: list } = await clients.find(true);
    expect(list.find(({ id }) => id === 'psql')).toMatchObject({
      version: '13.4',
      caution: expect.stringContaining('100 characters'),
    });
  });
});

describe('a program that cannot be asked', () => {
  it('is a row with its reason, and keeps no other from theirs', async () => {
    const { clients } = module({
      launcher: {
        askVersion: async (program) =>
          program.endsWith('psql')
            ? fail('launch-failed', '/usr/bin/psql could not be started. It is being written just now.')
            : succeed('mysql  Ver 15.1 Distrib 10.11.19-MariaDB'),
      },
    });
    const { clients: list } = await clients.find(true);
    expect(list.find(({ id }) => id === 'psql')).toMatchObject({
      found: '/usr/bin/psql',
      version: null,
      caution: '/usr/bin/psql could not be started. It is being written just now.',
    });
    expect(list.find(({ id }) => id === 'mysql')?.version).toContain('10.11.19');
  });
});

describe('a target that is dialled elsewhere', () => {
  const tunnel = { host: 'localhost', port: 15_432 };

  it('keeps the database host for TLS in psql and dials the tunnel, IPv4 first', async () => {
    const { open, env } = module();
    await open({ ...openTarget, connectAddress: tunnel }, 'psql');
    expect(env()).toMatchObject({ PGHOST: openTarget.host, PGPORT: '15432', PGHOSTADDR: '127.0.0.1' });
  });

  it('asks for no address where only the port is another', async () => {
    const { open, asked, env } = module();
    await open(
      { ...openTarget, connectAddress: { host: openTarget.host.toUpperCase(), port: 6_000 } },
      'psql',
    );
    expect(env()).toMatchObject({ PGHOST: openTarget.host, PGPORT: '6000' });
    expect(asked).not.toContainEqual(expect.stringContaining('resolve'));
  });

  it('opens MySQL’s clients where the database host’s name leads to the tunnel', async () => {
    const { open, opened } = module();
    const host = 'mapped.rds.amazonaws.com';
    await open({ ...openTarget, host, family: 'mysql', connectAddress: tunnel }, 'mysql');
    expect(opened).toMatchObject([
      { plan: { args: expect.arrayContaining([`--host=${host}`, '--port=15432']) } },
    ]);
  });

  it('refuses MySQL’s clients where they would verify the tunnel’s name, before anything is signed', async () => {
    const { open, asked, opened } = module();
    const reply = await open({ ...openTarget, family: 'mysql', connectAddress: tunnel }, 'mysql');
    expect(reply).toMatchObject({
      error: {
        code: 'connect-host-unsupported',
        hint: expect.stringContaining(`127.0.0.1 ${openTarget.host}`),
      },
    });
    expect(asked).not.toContain('sign');
    expect(opened).toEqual([]);
  });

  it('says that a connect host has no address', async () => {
    expect(
      await resolveConnectAddress({ ...openTarget, connectAddress: tunnel }, async () => []),
    ).toMatchObject({
      error: { code: 'unreachable', message: 'localhost has no address.' },
    });
  });
});
