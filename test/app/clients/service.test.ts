import { describe, expect, it } from 'vitest';
import type { ClientId } from '../../../app/clients/model.ts';
import type { ClientLauncher, ClientTarget } from '../../../app/clients/ports.ts';
import { createClients } from '../../../app/clients/service.ts';
import type { EngineFamily } from '../../../app/endpoints/model.ts';
import { fail, succeed } from '../../../app/failure.ts';
import type { Lease } from '../../../app/tokens/model.ts';
import { plainTarget, sampleToken } from './odd-values.ts';

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
function room(family: EngineFamily, launcher: Partial<ClientLauncher> = {}, found: readonly ClientId[] = []) {
  const asked: string[] = [];
  let opened: { target: ClientTarget; token: string } | undefined;
  const { name, host, port } = plainTarget;
  const clients = createClients({
    familyOf: (id) => (id === 'e' ? succeed(family) : fail('endpoint-not-found', 'Gone.')),
    sign: async (_id, dbUser) => {
      asked.push('sign');
      return succeed({ target: { name, host, port, family, dbUser }, token: sampleToken, lease });
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
  return { clients, asked, opened: () => opened };
}

const request = { endpointId: 'e', dbUser: 'alice', database: 'shop', client: 'psql' } as const;

describe('open', () => {
  it('prepares, signs, opens, and gives the lease but not the token', async () => {
    const { clients, asked, opened } = room('postgres');
    const reply = await clients.open(request);
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
    const { clients, asked } = room(family);
    expect(await clients.open({ ...request, client })).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
    expect(asked).toEqual([]);
  });

  it('signs nothing where the endpoint is gone or no client is there', async () => {
    const gone = room('postgres');
    expect(await gone.clients.open({ ...request, endpointId: 'x' })).toMatchObject({
      error: { code: 'endpoint-not-found' },
    });
    const missing = room('postgres', { prepare: async () => fail('client-not-found', 'No psql.') });
    expect(await missing.clients.open(request)).toMatchObject({ error: { code: 'client-not-found' } });
    expect([...gone.asked, ...missing.asked]).toEqual([]);
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
    const { clients } = room(family, {}, found);
    expect(await clients.commandFor({ ...plainTarget, family })).toEqual({ ok: true, value: client });
  });
});
