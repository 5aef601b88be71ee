import { describe, expect, it } from 'vitest';
import type { Client } from '../../../app/clients/model.ts';
import { choicesIn, clientChoices, openWithOf, routeFor } from '../../../app/connect/route.ts';
import { connection, idOf } from '../connections/sample-connection.ts';

const client = (id: string, over: Partial<Client> = {}): Client => ({
  id,
  name: id,
  runsIn: 'terminal',
  families: ['postgres'],
  found: `/usr/bin/${id}`,
  version: null,
  direct: 'Gets the token.',
  gateway: 'Through the gateway.',
  caution: null,
  keepsEntries: false,
  isPathSet: false,
  ...over,
});

const clients = [
  client('psql'),
  client('pgcli'),
  client('dbeaver', { direct: null }),
  client('usql', { gateway: null }),
  client('gone', { found: null }),
];
const now = { clients, lastUsed: () => null };
const ids = (choices: readonly { client: string }[]) => choices.map((one) => one.client);

describe('the route of a client', () => {
  it.each([
    [true, false, 'direct'],
    [true, true, 'gateway'],
    [false, false, 'gateway'],
    [false, true, 'gateway'],
  ])('that takes a token: %s, through the gateway: %s, is %s', (takesToken, through, route) => {
    expect(routeFor(takesToken, through)).toBe(route);
  });
});

describe('the clients for a database', () => {
  const of = (over: object) =>
    clientChoices(now, { family: 'postgres', throughGateway: false, wanted: null, ...over });

  it('are those that are here and can be handed it, each by its route', () => {
    expect(of({})).toEqual([
      { client: 'psql', route: 'direct', line: 'Gets the token.' },
      { client: 'pgcli', route: 'direct', line: 'Gets the token.' },
      { client: 'dbeaver', route: 'gateway', line: 'Through the gateway.' },
      { client: 'usql', route: 'direct', line: 'Gets the token.' },
    ]);
    expect(ids(of({ throughGateway: true }))).toEqual(['psql', 'pgcli', 'dbeaver']);
  });

  it('begin with the connection’s own, then with the one last used', () => {
    expect(ids(of({ wanted: 'dbeaver' }))[0]).toBe('dbeaver');
    const last = { clients, lastUsed: () => 'pgcli' };
    const asked = { family: 'postgres', throughGateway: false, wanted: 'usql' } as const;
    expect(ids(clientChoices(last, asked)).slice(0, 2)).toEqual(['usql', 'pgcli']);
    expect(ids(clientChoices(last, { ...asked, wanted: 'gone' }))[0]).toBe('pgcli');
  });
});

it('what the window is told gives each connection just what main would decide for it', () => {
  const connections = [null, 'pgcli', 'dbeaver', 'usql', 'gone', 'unknown'].flatMap((own, at) =>
    [false, true].map((through) => ({
      one: connection({ id: idOf(at * 2 + (through ? 1 : 0)), family: 'postgres', client: own }),
      through,
    })),
  );
  const through = new Set(connections.filter((each) => each.through).map(({ one }) => one.id));
  const last = { clients, lastUsed: () => 'pgcli' };
  const told = openWithOf(
    last,
    connections.map(({ one }) => one),
    (id) => through.has(id),
  );
  for (const { one, through: throughGateway } of connections) {
    const decided = clientChoices(last, { family: 'postgres', throughGateway, wanted: one.client });
    expect(choicesIn(told, { family: 'postgres', connectionId: one.id })).toEqual(decided);
  }
  const found = { family: 'postgres', throughGateway: false, wanted: null } as const;
  expect(choicesIn(told, { family: 'postgres', connectionId: null })).toEqual(clientChoices(last, found));
});
