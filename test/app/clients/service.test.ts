import { describe, expect, it } from 'vitest';
import type { ClientId } from '../../../app/clients/model.ts';
import type { ClientLauncher, ClientTarget, OpenTarget } from '../../../app/clients/ports.ts';
import { createClients } from '../../../app/clients/service.ts';
import { fail, succeed } from '../../../app/failure.ts';
import type { Lease } from '../../../app/tokens/model.ts';
import { openTarget, plainTarget, sampleToken } from './odd-values.ts';

const lease: Lease = {
  endpointId: 'e',
  dbUser: 'alice',
  deliveredTo: 'psql',
  signedAt: 0,
  expiresAt: 900_000,
  limitedBy: 'token',
  certain: true,
};

/** The room with ports that write down what was asked of them, in order. */
function room(launcher: Partial<ClientLauncher> = {}, found: readonly ClientId[] = []) {
  const asked: string[] = [];
  let opened: { target: ClientTarget; token: string } | undefined;
  const clients = createClients({
    resolve: async (host) => {
      asked.push(`resolve ${host}`);
      return host === 'localhost'
        ? ['127.0.0.1', '::1']
        : host.startsWith('mapped')
          ? ['127.0.0.1']
          : ['10.0.0.5'];
    },
    launcher: {
      find: async () => ({
        clients: (['psql', 'mysql', 'mariadb'] as const).map((id) => ({
          id,
          name: id,
          found: found.includes(id),
        })),
        terminals: [],
      }),
      prepare: async (client, terminal, caFile) => {
        asked.push(`prepare ${client} ${terminal} ${caFile}`);
        return succeed({
          open: async (target, token) => {
            opened = { target, token };
            return succeed({ terminal: 'xterm' });
          },
        });
      },
      commandLine: async (client) => succeed(client),
      ...launcher,
    },
    currentSettings: () => ({ terminal: 'kitty', caFile: '/ca.pem' }),
  });
  const sign = async () => {
    asked.push('sign');
    return succeed({ token: sampleToken, lease });
  };
  const open = (target: OpenTarget, client: ClientId) => clients.open(target, client, sign);
  return { clients, open, asked, opened: () => opened };
}

describe('open', () => {
  it('prepares, signs, opens, and gives the lease but not the token', async () => {
    const { open, asked, opened } = room();
    const reply = await open(openTarget, 'psql');
    expect(reply).toEqual({ ok: true, value: { lease, terminal: 'xterm' } });
    expect(asked).toEqual(['prepare psql kitty /ca.pem', 'sign']);
    expect(opened()).toEqual({ target: { ...plainTarget }, token: sampleToken });
    expect(JSON.stringify(reply)).not.toContain('X-Amz');
  });

  it.each([
    ['postgres', 'mysql'],
    ['postgres', 'mariadb'],
    ['mysql', 'psql'],
    ['mariadb', 'psql'],
  ] as const)('refuses on %s the client %s before anything is signed', async (family, client) => {
    const { open, asked } = room();
    expect(await open({ ...openTarget, family }, client)).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    expect(asked).toEqual([]);
  });

  it('signs nothing where no client is there, or signing is refused', async () => {
    const missing = room({ prepare: async () => fail('client-not-found', 'No psql.') });
    expect(await missing.open(openTarget, 'psql')).toMatchObject({ error: { code: 'client-not-found' } });
    const { clients, asked, opened } = room();
    const refused = async () => fail('credentials-expired', 'Over.');
    expect(await clients.open(openTarget, 'psql', refused)).toMatchObject({
      error: { code: 'credentials-expired' },
    });
    expect([...missing.asked, opened()]).toEqual([undefined]);
    expect(asked).toEqual(['prepare psql kitty /ca.pem']);
  });

  it('verifies with the target’s own certificates where it has some', async () => {
    const { open, asked } = room();
    await open({ ...openTarget, caFile: '/own.pem' }, 'psql');
    expect(asked[0]).toBe('prepare psql kitty /own.pem');
  });
});

describe('a target that is dialled elsewhere', () => {
  const tunnel = { host: 'localhost', port: 15_432 };

  it('keeps the sign host for TLS in psql and dials the tunnel, IPv4 first', async () => {
    const { open, opened } = room();
    await open({ ...openTarget, dial: tunnel }, 'psql');
    expect(opened()?.target).toEqual({ ...plainTarget, port: 15_432, hostaddr: '127.0.0.1' });
  });

  it('asks for no address where only the port is another', async () => {
    const { open, asked, opened } = room();
    await open({ ...openTarget, dial: { host: openTarget.host.toUpperCase(), port: 6_000 } }, 'psql');
    expect(opened()?.target).toEqual({ ...plainTarget, port: 6_000 });
    expect(asked).not.toContainEqual(expect.stringContaining('resolve'));
  });

  it('opens MySQL’s clients where the sign host’s name leads to the tunnel', async () => {
    const { open, opened } = room();
    const target = {
      ...openTarget,
      host: 'mapped.rds.amazonaws.com',
      family: 'mysql' as const,
      dial: tunnel,
    };
    await open(target, 'mysql');
    expect(opened()?.target).toMatchObject({
      host: 'mapped.rds.amazonaws.com',
      port: 15_432,
      hostaddr: null,
    });
  });

  it('refuses MySQL’s clients where they would verify the tunnel’s name, before anything is signed', async () => {
    const { open, asked, opened } = room();
    const reply = await open({ ...openTarget, family: 'mysql', dial: tunnel }, 'mysql');
    expect(reply).toMatchObject({
      error: { code: 'dial-unsupported', hint: expect.stringContaining(`127.0.0.1 ${openTarget.host}`) },
    });
    expect(asked).not.toContain('sign');
    expect(opened()).toBeUndefined();
  });

  it('says that a dial host has no address', async () => {
    const clients = createClients({
      launcher: {
        find: async () => ({ clients: [], terminals: [] }),
        prepare: async () => fail('client-not-found', ''),
        commandLine: async () => succeed(''),
      },
      resolve: async () => [],
      currentSettings: () => ({ terminal: 'auto', caFile: null }),
    });
    expect(await clients.urlFor({ ...openTarget, dial: tunnel })).toMatchObject({
      error: { code: 'unreachable', message: 'localhost has no address.' },
    });
  });

  it('is said in the URL', async () => {
    const { clients } = room();
    expect(await clients.urlFor({ ...openTarget, dial: tunnel })).toEqual({
      ok: true,
      value: `postgresql://alice@${openTarget.host}:15432/shop?sslmode=verify-full&hostaddr=127.0.0.1`,
    });
  });
});

describe('commandFor', () => {
  it.each([
    ['postgres', [], 'psql'],
    ['mysql', [], 'mysql'],
    ['mysql', ['mariadb', 'mysql'], 'mysql'],
    ['mysql', ['mariadb'], 'mariadb'],
    ['mariadb', ['mysql'], 'mysql'],
    ['mariadb', [], 'mariadb'],
  ] as const)('%s with %j installed: %s', async (family, found, client) => {
    const { clients } = room({}, found);
    expect(await clients.commandFor({ ...openTarget, family })).toEqual({ ok: true, value: client });
  });
});
