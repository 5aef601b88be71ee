import { describe, expect, it } from 'vitest';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import type { GatewayChoice } from '../../../app/gateway/model.ts';
import { migrated } from '../../../app/common/migrations.ts';
import { gatewayMigrations } from '../../../app/gateway/migrations.ts';
import { connection, idOf } from '../connections/sample-connection.ts';
import { deferred, settled } from '../deferred.ts';
import { gatewayModule } from './gateway-module.ts';

const first = connection({
  id: idOf(1),
  name: 'first',
  family: 'postgres',
  networkRoute: { kind: 'direct' },
  caFile: null,
});
const second = connection({
  id: idOf(2),
  name: 'second',
  family: 'postgres',
  networkRoute: { kind: 'address', address: { host: 'tunnel', port: 9_999 } },
});
const choice = (n: number, over: Partial<GatewayChoice> = {}): GatewayChoice => ({
  connectionId: idOf(n),
  port: 15_500 + n,
  start: 'by-hand',
  idleMinutes: null,
  localSignIn: 'scram',
  localTls: false,
  allowsOthers: false,
  keepsPort: false,
  addsDatabase: false,
  ...over,
});
const session = { id: 1, program: 'psql', state: 'open', since: 0, sent: 0, received: 0 } as const;
const clients = (count: number) => ({
  connectionId: first.id,
  sessions: Array.from({ length: count }, (_, index) => ({ ...session, id: index + 1 })),
  sessionCount: count,
  tunnel: null,
  lastFailure: null,
});

describe('the database of a client that names none', () => {
  const mysql = { ...second, family: 'mysql', database: 'shop' } as const;

  it('is none for MySQL, until the connection says otherwise', async () => {
    const { gateway, relay, one } = await gatewayModule([mysql]);
    await gateway.start(mysql.id);
    expect(one()).toMatchObject({ addsDatabase: false });
    await gateway.change(mysql.id, { addsDatabase: true });
    await gateway.change(mysql.id, { idleMinutes: 10 });
    expect(relay.listening.map(({ database }) => database)).toEqual(['', 'shop']);
  });

  it('is the connection’s for PostgreSQL, where a session always has one', async () => {
    const postgres = { ...mysql, family: 'postgres' } as const;
    const { gateway, relay } = await gatewayModule([postgres]);
    await gateway.start(postgres.id);
    expect(relay.listening[0]).toMatchObject({ database: 'shop' });
  });

  it('stays the connection’s for gateways of before there was a choice', () => {
    const { addsDatabase: _, allowsOthers: __, keepsPort: ___, ...old } = choice(2);
    const [newer, foreign] = [choice(1, { addsDatabase: false }), 'no entry'];
    expect(migrated(gatewayMigrations, 1, [old, newer, foreign])).toEqual([
      { ...choice(2), addsDatabase: true },
      newer,
      foreign,
    ]);
    expect(migrated(gatewayMigrations, 1, 'no list')).toBeUndefined();
  });
});

describe('the port', () => {
  it('is reserved for a client that is told of it before anything listens, and is kept', async () => {
    const { gateway, world, one } = await gatewayModule([first, second], [choice(2, { port: 15_432 })]);
    expect(await gateway.reserve(first.id)).toEqual(succeed(15_433));
    expect(world.onDisk.at(-1)).toMatchObject({ connectionId: first.id, port: 15_433 });
    expect(gateway.list().map(({ state }) => state)).toEqual(['stopped', 'stopped']);
    expect(await gateway.reserve(second.id)).toEqual(succeed(15_432));
    expect(one()).toMatchObject({ port: 15_432 });
    world.save = () => fail('file-unwritable', 'Full.');
    expect(await gateway.reserve(idOf(3))).toMatchObject({ error: { code: 'connection-not-found' } });
  });

  it('is the first that is free and no other gateway’s, and is kept', async () => {
    const { gateway, world, one } = await gatewayModule([first, second], [choice(2, { port: 15_433 })]);
    world.busyPorts.add(15_432);
    expect(await gateway.start(first.id)).toEqual(succeed({}));
    expect(world.onDisk.at(-1)).toMatchObject({ connectionId: first.id, port: 15_434 });
    await gateway.stop(first.id);
    world.busyPorts.delete(15_432);
    await gateway.start(first.id);
    expect(gateway.list().find(({ connectionId }) => connectionId === first.id)).toMatchObject({
      port: 15_434,
      state: 'running',
    });
    expect(one()?.connectionId).toBe(second.id);
  });

  it('that somebody else is quicker to take, at the first start, is another one', async () => {
    const { gateway, relay, world, one } = await gatewayModule([first]);
    relay.answer(({ port }) => {
      if (port >= 15_434) return succeed({});
      world.busyPorts.add(port);
      return fail('port-in-use', 'Taken.');
    });
    expect(await gateway.start(first.id)).toEqual(succeed({}));
    expect(one()).toMatchObject({ state: 'running', port: 15_434 });
    expect(world.onDisk).toMatchObject([{ port: 15_434 }]);
  });

  it('is not used before it is written down', async () => {
    const { gateway, world, relay } = await gatewayModule([first]);
    world.save = () => fail('file-unwritable', 'Full.');
    expect(await gateway.start(first.id)).toMatchObject({ error: { code: 'file-unwritable' } });
    expect(relay.listening).toEqual([]);
    expect(gateway.list()).toEqual([]);
  });

  it('can be changed, but not to one that another gateway or program has', async () => {
    const { gateway, world, relay } = await gatewayModule([first, second], [choice(1), choice(2)]);
    await gateway.start(first.id);
    expect(await gateway.change(first.id, { port: 15_502 })).toMatchObject({
      error: { code: 'port-in-use', message: expect.stringContaining(second.name) },
    });
    world.busyPorts.add(16_000);
    expect(await gateway.change(first.id, { port: 16_000 })).toMatchObject({
      error: { code: 'port-in-use', message: 'Port 16000 is in use by nginx (process 7).' },
    });
    expect(await gateway.change(first.id, { port: 16_001 })).toEqual(succeed({}));
    expect(relay.listening.map(({ port }) => port)).toEqual([15_501, 16_001]);
    expect(world.onDisk[0]).toMatchObject({ port: 16_001 });
  });

  it('that is in use is said, and tried again when asked', async () => {
    const { gateway, relay, one } = await gatewayModule([first], [choice(1)]);
    relay.answer(() => fail('port-in-use', 'Port 15501 is in use by nginx (process 7).'));
    await gateway.start(first.id);
    expect(one()).toMatchObject({ state: 'stopped', error: { code: 'port-in-use' } });
    relay.answer(() => succeed({}));
    await gateway.start(first.id);
    expect(one()).toMatchObject({ state: 'running', error: null });
  });
});

describe('a port that is kept while Latchkey runs', () => {
  const kept = choice(1, { keepsPort: true });
  const admitted = ({ relay }: Awaited<ReturnType<typeof gatewayModule>>) =>
    relay.listening.map(({ port, admits }) => [port, admits]);

  it('is held from the start, for nobody and without the local password', async () => {
    const made = await gatewayModule([first], [kept]);
    await settled();
    expect(admitted(made)).toEqual([[15_501, 'nobody']]);
    expect(made.relay.listening[0]?.localPassword).toBe('');
    expect(made.one()).toMatchObject({ state: 'stopped' });
  });

  it('is not freed when the gateway stops, by hand or idle; sessions end', async () => {
    const made = await gatewayModule([first], [{ ...kept, idleMinutes: 10 }]);
    await made.gateway.start(first.id);
    await made.gateway.stop(first.id);
    await made.gateway.start(first.id);
    made.clock.advance(11 * 60_000);
    await settled();
    expect(admitted(made).map(([, admits]) => admits)).toEqual([
      'nobody',
      'own-user',
      'nobody',
      'own-user',
      'nobody',
    ]);
    expect(made.relay.closed).toEqual([]);
    expect(made.relay.ended).toContainEqual({ connectionId: first.id, sessions: null });
  });

  it('is freed when the user no longer wants it, and with its connection', async () => {
    const made = await gatewayModule([first], [kept]);
    await made.gateway.change(first.id, { keepsPort: false });
    expect(made.relay.closed).toEqual([first.id]);
    await made.gateway.change(first.id, { keepsPort: true });
    made.world.connections = [];
    await made.gateway.connectionsChanged();
    expect(made.relay.closed).toEqual([first.id, first.id]);
  });

  it('is held again when the relay died', async () => {
    const made = await gatewayModule([first], [kept]);
    await settled();
    made.relay.events().onDied();
    await settled();
    expect(admitted(made).map(([, admits]) => admits)).toEqual(['nobody', 'nobody']);
  });

  it('that somebody else has is said', async () => {
    const made = await gatewayModule([first], [choice(1)]);
    made.relay.answer(() => fail('port-in-use', 'Port 15501 is in use.'));
    await made.gateway.change(first.id, { keepsPort: true });
    expect(made.one()).toMatchObject({ state: 'stopped', error: { code: 'port-in-use' } });
  });
});

describe('whom a gateway lets in', () => {
  it('is this user’s programs alone for gateways of before there was a choice', () => {
    const { allowsOthers: _, keepsPort: __, ...old } = choice(2);
    expect(migrated(gatewayMigrations, 2, [old, choice(1, { allowsOthers: true })])).toEqual([
      choice(2),
      choice(1, { allowsOthers: true }),
    ]);
  });

  it('is this user’s programs, until the connection says otherwise', async () => {
    const { gateway, relay } = await gatewayModule([first]);
    await gateway.start(first.id);
    await gateway.change(first.id, { allowsOthers: true });
    expect(relay.listening.map(({ admits }) => admits)).toEqual(['own-user', 'any-user']);
  });
});

describe('what is to be found on the port', () => {
  it('is how the local password is asked for, and what to verify with where there is TLS', async () => {
    const { gateway } = await gatewayModule(
      [first],
      [choice(1, { localSignIn: 'cleartext', localTls: true })],
    );
    const localSide = { localSignIn: 'cleartext', localCa: '/data/gateway-certificate.pem' };
    expect(gateway.addressOf(first.id)).toEqual({ port: 15_501, localSide });
    expect(await gateway.endpoint(first.id)).toMatchObject({ value: { localSide } });
    expect(gateway.addressOf(second.id)).toBeNull();
  });
});

describe('starting', () => {
  it('listens with Latchkey where that was chosen, and nowhere else', async () => {
    const { relay, gateway } = await gatewayModule(
      [first, second],
      [choice(1), choice(2, { start: 'with-latchkey' })],
    );
    await settled();
    expect(relay.listening.map(({ connectionId }) => connectionId)).toEqual([second.id]);
    expect(gateway.list().map(({ state }) => state)).toEqual(['stopped', 'running']);
  });

  it('tells the relay the database host for TLS and the connect host for the socket', async () => {
    const { relay, gateway } = await gatewayModule([second]);
    await gateway.start(second.id);
    expect(relay.listening[0]).toMatchObject({
      address: second.address,
      connectAddress: { host: 'tunnel', port: 9_999 },
      localPassword: 'local1',
      dbUser: second.dbUser,
    });
  });

  it('opens the door for a client: with a gateway that begins on opening, not with one by hand', async () => {
    const { gateway, relay } = await gatewayModule(
      [first, second],
      [choice(1, { start: 'on-open' }), choice(2)],
    );
    expect([first.id, second.id, idOf(3)].map(gateway.routesThroughGateway)).toEqual([true, false, false]);
    expect(await gateway.endpoint(first.id)).toEqual(
      succeed({ port: 15_501, password: 'local1', localSide: { localSignIn: 'scram', localCa: null } }),
    );
    expect(relay.listening).toHaveLength(1);
    await gateway.start(second.id);
    expect(gateway.routesThroughGateway(second.id)).toBe(true);
    expect(await gateway.endpoint(second.id)).toMatchObject({ value: { port: 15_502 } });
  });

  it('opens the door for a client that gets no token, whatever has been chosen', async () => {
    const { gateway, relay } = await gatewayModule([first, second], [choice(1)]);
    expect(await gateway.endpoint(first.id)).toMatchObject({ value: { port: 15_501 } });
    expect((await gateway.endpoint(second.id)).ok).toBe(true);
    expect(relay.listening).toHaveLength(2);
    expect(await gateway.endpoint(idOf(3))).toMatchObject({
      error: { code: 'connection-not-found' },
    });
  });

  it('says that a local password was made anew because the key store could not open the old one', async () => {
    const { gateway, world, onNotice } = await gatewayModule([first]);
    world.replaced = true;
    await gateway.start(first.id);
    expect(onNotice).toHaveBeenCalledWith(
      expect.any(String),
      expect.objectContaining({ code: 'key-store-failed' }),
    );
  });
});

describe('what happens while it listens', () => {
  it('an edited connection is served as it is now, a removed one no more', async () => {
    const { gateway, relay, world, one } = await gatewayModule([first]);
    await gateway.start(first.id);
    world.connections = [{ ...first, dbUser: 'other' }];
    await gateway.connectionsChanged();
    expect(relay.listening.at(-1)).toMatchObject({ dbUser: 'other' });
    world.connections = [];
    await gateway.connectionsChanged();
    expect(relay.closed).toEqual([first.id]);
    expect(one()).toBeUndefined();
    world.connections = [first];
    await gateway.connectionsChanged();
    expect(one()?.state).toBe('stopped');
  });

  it('is not told again of a connection in which nothing that it serves has changed', async () => {
    const { gateway, relay, world } = await gatewayModule([first]);
    await gateway.start(first.id);
    world.connections = [{ ...first, name: 'another name', usedAt: 5 }];
    await gateway.connectionsChanged();
    expect(relay.listening).toHaveLength(1);
  });

  it('a new local password holds at once', async () => {
    const { gateway, relay } = await gatewayModule([first]);
    await gateway.start(first.id);
    expect(await gateway.renewPassword(first.id)).toEqual(succeed({}));
    expect(relay.listening.map(({ localPassword }) => localPassword)).toEqual(['local1', 'local2']);
  });

  it('stops when it was idle for as long as chosen, and not while there are sessions', async () => {
    const { gateway, relay, clock, one } = await gatewayModule([first], [choice(1, { idleMinutes: 10 })]);
    await gateway.start(first.id);
    relay.events().onClients(clients(1));
    clock.advance(11 * 60_000);
    await settled();
    expect(one()?.state).toBe('running');
    relay.events().onClients(clients(0));
    clock.advance(9 * 60_000);
    await settled();
    expect(one()?.state).toBe('running');
    clock.advance(2 * 60_000);
    await settled();
    expect(one()?.state).toBe('stopped');
    expect(relay.closed).toEqual([first.id]);
  });

  it('a relay that died is started again, and says how many sessions were lost', async () => {
    const { gateway, relay, onNotice, one } = await gatewayModule([first]);
    await gateway.start(first.id);
    relay.events().onClients(clients(3));
    relay.events().onDied();
    await settled();
    expect(relay.listening).toHaveLength(2);
    expect(one()).toMatchObject({ state: 'running', sessionCount: 0 });
    expect(onNotice).toHaveBeenCalledWith(
      'gateway-died',
      expect.objectContaining({ message: expect.stringContaining('3 sessions') }),
    );
  });

  it('a relay that dies at once each time is not started for ever', async () => {
    const { gateway, relay, onNotice, one } = await gatewayModule([first]);
    await gateway.start(first.id);
    for (let death = 0; death < 10; death += 1) {
      relay.events().onDied();
      await settled();
    }
    expect(relay.listening.length).toBeLessThan(6);
    expect(one()).toMatchObject({ state: 'stopped', error: { code: 'gateway-failed' } });
    expect(onNotice.mock.calls.at(-1)?.[1]).toMatchObject({
      message: expect.stringContaining('keeps stopping'),
    });
  });
});

describe('the gateway of a connection that was removed', () => {
  it('comes back as it was with Undo: port, choices and password', async () => {
    const { gateway, world, one } = await gatewayModule([first], [choice(1, { port: 15_999 })]);
    const before = await gateway.endpoint(first.id);
    world.connections = [];
    await gateway.connectionsChanged();
    expect(gateway.list()).toEqual([]);
    expect(world.onDisk).toHaveLength(1);
    expect(world.forgotten).toEqual([]);
    world.connections = [first];
    await gateway.connectionsChanged();
    expect(one()).toMatchObject({ port: 15_999, state: 'stopped' });
    expect(await gateway.endpoint(first.id)).toEqual(before);
  });

  it('goes with its password when Latchkey quits, for nobody can restore it then', async () => {
    const { gateway, world } = await gatewayModule([first, second], [choice(1), choice(2)]);
    world.connections = [second];
    await gateway.connectionsChanged();
    await gateway.stopAll();
    expect(world.onDisk.map(({ connectionId }) => connectionId)).toEqual([second.id]);
    expect(world.forgotten).toEqual([first.id]);
  });

  it('goes at the next start where it could not go before', async () => {
    const { gateway, world } = await gatewayModule([second], [choice(1), choice(2)]);
    expect(gateway.list()).toHaveLength(1);
    expect(world.onDisk.map(({ connectionId }) => connectionId)).toEqual([second.id]);
    expect(world.forgotten).toEqual([first.id]);
  });

  it('stays where the saved connections could not be read: they may come back', async () => {
    const { gateway, world } = await gatewayModule([], [choice(1)], false);
    await gateway.stopAll();
    expect(world.onDisk).toHaveLength(1);
    expect(world.forgotten).toEqual([]);
  });
});

describe('a client that needs a token', () => {
  const gone = () => new AbortController();

  it('gets a fresh one', async () => {
    const { relay, world } = await gatewayModule([first]);
    let count = 0;
    world.sign = async () => succeed(`token ${(count += 1)}`);
    const ask = () => relay.events().onTokenWanted(first.id, gone().signal);
    expect([await ask(), await ask()]).toEqual([succeed('token 1'), succeed('token 2')]);
  });

  it('waits while a person has to sign in, and is let in when they have', async () => {
    const { relay, world, clock, gateway, one } = await gatewayModule([first]);
    await gateway.start(first.id);
    world.sign = async () => fail('sign-in-needed', 'Sign in.', { command: 'aws sso login' });
    const asked = relay.events().onTokenWanted(first.id, gone().signal);
    await settled();
    expect(one()?.waitingFor).toMatchObject({ code: 'sign-in-needed', command: 'aws sso login' });
    world.sign = async () => succeed('token');
    // time alone is no reason to ask again
    clock.advance(5_000);
    await settled();
    expect(one()?.waitingFor).not.toBeNull();
    gateway.retry();
    expect(await asked).toEqual(succeed('token'));
    expect(one()?.waitingFor).toBeNull();
  });

  it('does not miss what happens while it asks', async () => {
    const { relay, world, gateway } = await gatewayModule([first]);
    const gate = deferred<Result<string>>();
    world.sign = () => gate.promise;
    const asked = relay.events().onTokenWanted(first.id, gone().signal);
    await settled();
    world.sign = async () => succeed('token');
    gateway.retry();
    gate.resolve(fail('sign-in-needed', 'Sign in.'));
    expect(await asked).toEqual(succeed('token'));
  });

  it('is looked at at once when the user says so', async () => {
    const { relay, world, gateway } = await gatewayModule([first]);
    world.sign = async () => fail('mfa-needed', 'A code is needed.');
    const asked = relay.events().onTokenWanted(first.id, gone().signal);
    await settled();
    world.sign = async () => succeed('token');
    gateway.retry();
    expect(await asked).toEqual(succeed('token'));
  });

  it('gets the cause when nobody has signed in in time', async () => {
    const { relay, world, clock, gateway, one } = await gatewayModule([first]);
    await gateway.start(first.id);
    world.sign = async () => fail('credentials-expired', 'The session has ended.');
    const asked = relay.events().onTokenWanted(first.id, gone().signal);
    for (let look = 0; look < 10; look += 1) {
      await settled();
      clock.advance(3_000);
    }
    expect(await asked).toMatchObject({ error: { code: 'credentials-expired' } });
    expect(one()?.waitingFor).toBeNull();
  });

  it('is not held for what no person can put right', async () => {
    const { relay, world, clock } = await gatewayModule([first]);
    world.sign = async () => fail('profile-not-found', 'No such profile.');
    expect(await relay.events().onTokenWanted(first.id, gone().signal)).toMatchObject({
      error: { code: 'profile-not-found' },
    });
    expect(clock.watchers()).toBe(1); // the idle look
  });

  it('that has gone is waited for no more', async () => {
    const { relay, world, clock, gateway, one } = await gatewayModule([first]);
    await gateway.start(first.id);
    world.sign = async () => fail('sign-in-needed', 'Sign in.');
    const client = gone();
    const asked = relay.events().onTokenWanted(first.id, client.signal);
    await settled();
    client.abort();
    expect(await asked).toMatchObject({ ok: false });
    expect(one()?.waitingFor).toBeNull();
    expect(clock.watchers()).toBe(1);
  });

  it('one of two that wait does not take the notice away from the other', async () => {
    const { relay, world, gateway, one } = await gatewayModule([first]);
    await gateway.start(first.id);
    world.sign = async () => fail('sign-in-needed', 'Sign in.');
    const client = gone();
    const leaving = relay.events().onTokenWanted(first.id, client.signal);
    const staying = relay.events().onTokenWanted(first.id, gone().signal);
    await settled();
    client.abort();
    await leaving;
    expect(one()?.waitingFor).not.toBeNull();
    world.sign = async () => succeed('token');
    gateway.retry();
    expect(await staying).toEqual(succeed('token'));
    expect(one()?.waitingFor).toBeNull();
  });
});
