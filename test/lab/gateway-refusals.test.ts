import { connect, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { CAPABILITY } from '../../main/gateway/mysql/capabilities.ts';
import { encodeGreeting } from '../../main/gateway/mysql/greeting.ts';
import { packet, readPacket } from '../../main/gateway/mysql/packets.ts';
import { MARIADB } from '../main/gateway/mysql/sign-in.ts';
import { temporaryFolder } from '../main/temporary-folder.ts';
import { deferred } from '../app/deferred.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import { startTlsFront } from '../sandbox/tls-front.ts';
import { labToken, startLabGateway, type LabGateway } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';
import { freePorts } from './server-process.ts';
import { startStubPostgres } from './stub-postgres.ts';
import { startTunnel } from './tunnel.ts';

const quitTimeout = { timeout: 20_000 };
let lab: Lab;
let gateways: Record<'postgres' | 'mariadb', LabGateway>;
beforeAll(async () => {
  lab = await startLab();
  gateways = {
    postgres: await startLabGateway(lab, 'postgres'),
    mariadb: await startLabGateway(lab, 'mariadb'),
  };
});
afterAll(async () => {
  await Promise.all(Object.values(gateways ?? {}).map((gateway) => gateway.stop()));
  await lab?.stop();
});

interface Attempt {
  readonly user?: string;
  readonly password?: string;
}

/** Signs in with a real driver and says who one is, or fails with the driver's error. */
async function signIn(
  engine: 'postgres' | 'mariadb',
  given: Attempt = {},
  gateway: Pick<LabGateway, 'port' | 'password'> = gateways[engine],
): Promise<string> {
  const to = { port: gateway.port, password: gateway.password, ...given };
  const session = await open(engine, to);
  const who = await session.whoAmI();
  await session.end();
  return who;
}

interface Way extends Attempt {
  readonly port: number;
}

/** A session of a real driver. */
async function open(engine: 'postgres' | 'mariadb', way: Way) {
  const to = { host: '127.0.0.1', user: lab.users.app, database: 'app', ...way };
  const query = 'select current_user as who';
  if (engine === 'postgres') {
    const client = new Client(to);
    await client.connect();
    return {
      whoAmI: async () => String((await client.query(query)).rows[0].who),
      end: () => client.end(),
    };
  }
  const client = await mysql.createConnection(to);
  return {
    whoAmI: async () => String((await client.query<mysql.RowDataPacket[]>(query))[0][0]?.['who']),
    end: () => client.end(),
  };
}

describe.each(['postgres', 'mariadb'] as const)('%s', (engine) => {
  const gateway = () => gateways[engine];

  it.each([
    ['a wrong password', { password: 'Wrong1Password' }],
    ['an empty password', { password: '' }],
    ['another connection’s password', { password: 'Local1PasswordOfAnother' }],
  ])('does not let in: %s', async (_what, given) => {
    const before = gateway().tokens();
    await expect(signIn(engine, given)).rejects.toThrow(/local password|password/i);
    expect(gateway().tokens()).toBe(before);
    // pg does not even send an empty one
    if (given.password !== '' || engine !== 'postgres') {
      await vi.waitFor(
        () => expect(gateway().clients()?.lastFailure?.error).toMatchObject({ code: 'not-allowed' }),
        quitTimeout,
      );
    }
    expect(await signIn(engine)).toContain(lab.users.app);
    await vi.waitFor(() => expect(gateway().clients()?.lastFailure).toBeNull(), quitTimeout);
  });

  it('does not let in a client that asks for another user, who exists', async () => {
    const before = gateway().tokens();
    await expect(signIn(engine, { user: lab.users.reporting })).rejects.toThrow(lab.users.app);
    expect(gateway().tokens()).toBe(before);
  });

  it('slows down whoever guesses, and not who knows', async () => {
    const guess = () => signIn(engine, { password: 'Guess1' }).catch(() => 'refused');
    const start = performance.now();
    for (let count = 0; count < 6; count += 1) await guess();
    const guessing = performance.now() - start;
    const from = performance.now();
    await signIn(engine);
    expect(guessing).toBeGreaterThan(250 * (2 + 4 + 8));
    expect(performance.now() - from).toBeLessThan(guessing);
  });

  it('does not let in what comes from elsewhere', async () => {
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.internal === false && one.family === 'IPv4');
    if (outer === undefined) throw new Error('This machine has no address but the loopback’s.');
    const answer = await new Promise<string>((resolve) => {
      const socket = connect({ host: outer.address, port: gateway().port });
      socket.once('connect', () => resolve('connected'));
      socket.once('error', (cause) => resolve('code' in cause ? String(cause.code) : ''));
    });
    expect(answer).toBe('ECONNREFUSED');
  });

  it('does not let in a browser', async () => {
    const before = gateway().tokens();
    const socket = connect({ host: '127.0.0.1', port: gateway().port });
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n');
    const said = await everything(socket);
    expect(said).not.toContain('HTTP/1.1 200');
    expect(gateway().tokens()).toBe(before);
    await vi.waitFor(() => expect(gateway().clients()?.lastFailure?.error.message).toBeTruthy(), quitTimeout);
  });

  it('takes a fresh token for a client that connects again after the first one has ended', async () => {
    expect(await signIn(engine)).toContain(lab.users.app);
    const hour = 3_600_000;
    const now = Date.now;
    lab.setNow(() => now() + hour);
    onTestFinished(() => lab.setNow(now));
    // the clock that it is signed by has moved as well
    vi.useFakeTimers({ toFake: ['Date'], now: now() + hour });
    onTestFinished(() => void vi.useRealTimers());
    expect(await signIn(engine)).toContain(lab.users.app);
    vi.useRealTimers();
    // and one that is signed by an old clock is refused by the database, which the client is told
    await expect(signIn(engine)).rejects.toThrow(/PAM authentication failed|Access denied/);
  });

  it('holds a client while a person signs in, and then lets it in', async () => {
    const person = deferred<Result<string>>();
    gateway().signWith(() => person.promise);
    onTestFinished(() => gateway().signWith(async () => succeed(await tokenNow(engine))));
    const waiting = signIn(engine);
    await vi.waitFor(
      () => expect(gateway().clients()?.sessions).toMatchObject([{ state: 'waiting' }]),
      quitTimeout,
    );
    person.resolve(succeed(await tokenNow(engine)));
    expect(await waiting).toContain(lab.users.app);
  });

  it('tells a client why there is no token, as a database error', async () => {
    gateway().signWith(async () =>
      fail('sign-in-needed', 'Profile prod needs a sign-in.', { command: 'aws sso login --profile prod' }),
    );
    onTestFinished(() => gateway().signWith(async () => succeed(await tokenNow(engine))));
    await expect(signIn(engine)).rejects.toThrow(/Profile prod needs a sign-in/);
  });

  it('tells what the database says of a token that it refuses', async () => {
    gateway().signWith(async () => succeed(`${await tokenNow(engine)}x`));
    onTestFinished(() => gateway().signWith(async () => succeed(await tokenNow(engine))));
    await expect(signIn(engine)).rejects.toThrow(/PAM authentication failed|Access denied/);
    await vi.waitFor(
      () => expect(gateway().clients()?.lastFailure?.error).toMatchObject({ code: 'access-denied' }),
      quitTimeout,
    );
  });

  it('lets no token out to a database that it does not know', async () => {
    const before = lab.refusals.length;
    const folder = temporaryFolder();
    const otherCa = join(folder, 'other.pem');
    writeFileSync(otherCa, makeAuthority('Another CA').caPem);
    const { host, port } = lab[engine];
    const cases = [
      { over: { caFile: otherCa }, why: /no known authority/ },
      {
        over: { address: { host: 'orders.example.com', port }, connectAddress: { host, port } },
        why: /another name than orders\.example\.com/,
      },
      { over: { connectAddress: { host: 'localhost', port: 1 } }, why: /could not be reached/ },
    ];
    for (const { over, why } of cases) {
      await expect(signIn(engine, {}, await gateway().beside(over))).rejects.toThrow(why);
    }
    // no database has seen one, not even to refuse it
    expect(lab.refusals.length).toBe(before);
  });

  it('verifies the database host where a tunnel is dialled', async () => {
    const tunnel = await startTunnel(lab[engine].port);
    onTestFinished(() => tunnel.close());
    const through = await gateway().beside({ connectAddress: { host: '127.0.0.1', port: tunnel.port } });
    expect(await signIn(engine, {}, through)).toContain(lab.users.app);
    expect(tunnel.connections()).toBeGreaterThan(0);
  });

  it('lets in with a new local password at once, no longer with the old one, and keeps who is in', async () => {
    const [old, renewed] = ['Local1PasswordThatIsOld', 'Local1PasswordThatIsNew'];
    const { port } = await gateway().beside({ connectionId: 'renewed', localPassword: old });
    const stays = await open(engine, { port, password: old });
    onTestFinished(() => stays.end());
    const { listening, relay } = gateway();
    const order = { ...listening, connectionId: 'renewed', port, localPassword: renewed };
    expect(await relay.listen(order)).toEqual(succeed({}));
    await expect(signIn(engine, {}, { port, password: old })).rejects.toThrow(/local password|password/i);
    expect(await signIn(engine, {}, { port, password: renewed })).toContain(lab.users.app);
    expect(await stays.whoAmI()).toContain(lab.users.app);
  });

  it('signs in through TLS of its own for clients that want it', async () => {
    const other = await gateway().beside({ localTls: true });
    const to = {
      host: '127.0.0.1',
      port: other.port,
      user: lab.users.app,
      password: other.password,
      database: 'app',
    };
    // verified, as a client does that was given gateway-certificate.pem
    const ssl = { ca: gateway().certificate() };
    if (engine === 'postgres') {
      const client = new Client({ ...to, ssl });
      await client.connect();
      expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      await client.end();
    } else {
      const client = await mysql.createConnection({ ...to, ssl });
      expect((await client.query('select 1 as one'))[0]).toEqual([{ one: 1 }]);
      await client.end();
    }
    // and without it too
    expect(await signIn(engine, {}, other)).toContain(lab.users.app);
  });
});

describe('a database that must not be trusted gets no token', () => {
  const day = 86_400_000;
  const past = { notBefore: Date.now() - 9 * day, notAfter: Date.now() - day };
  const authority = makeAuthority();
  const caOf = (): string => {
    const caFile = join(temporaryFolder(), 'ca.pem');
    writeFileSync(caFile, authority.caPem);
    return caFile;
  };

  it('PostgreSQL: an expired certificate, no TLS, another protocol', async () => {
    const expired = { ...authority, issue: (names: readonly string[]) => authority.issue(names, past) };
    const stub = await startStubPostgres(expired);
    onTestFinished(() => stub.close());
    const place = { host: 'localhost', port: stub.port };
    const old = await gateways.postgres.beside({ address: place, connectAddress: place, caFile: caOf() });
    await expect(signIn('postgres', {}, old)).rejects.toThrow(/has expired/);
    expect(stub.passwords).toEqual([]);
    // MariaDB's port greets and knows nothing of PostgreSQL's TLS
    const wrong = { host: lab.mariadb.host, port: lab.mariadb.port };
    const astray = await gateways.postgres.beside({ address: wrong, connectAddress: wrong });
    await expect(signIn('postgres', {}, astray)).rejects.toThrow(
      /does not speak PostgreSQL; no token was sent/,
    );
    const plain = await startPlain();
    const naked = await gateways.postgres.beside({ address: plain.place, connectAddress: plain.place });
    await expect(signIn('postgres', {}, naked)).rejects.toThrow(/does not offer TLS; no token was sent/);
    expect(plain.heard()).toBe(8); // the question for TLS, and nothing else
  });

  it('MariaDB: an expired certificate, no TLS', async () => {
    const seen: Buffer[] = [];
    const front = await startTlsFront(authority.issue(['localhost'], past), async ({ socket, secure }) => {
      socket.write(packet(0, encodeGreeting(MARIADB)));
      if (typeof (await readPacket(socket, 1, 100_000)) === 'string') return;
      const tls = await secure(false);
      for await (const chunk of tls ?? []) seen.push(Buffer.from(chunk));
    });
    onTestFinished(() => front.stop());
    const place = { host: 'localhost', port: front.port };
    const old = await gateways.mariadb.beside({ address: place, connectAddress: place, caFile: caOf() });
    await expect(signIn('mariadb', {}, old)).rejects.toThrow(/has expired/);
    expect(seen).toEqual([]);
    const plain = await startPlain(
      packet(0, encodeGreeting({ ...MARIADB, capabilities: (MARIADB.capabilities & ~CAPABILITY.ssl) >>> 0 })),
    );
    const naked = await gateways.mariadb.beside({ address: plain.place, connectAddress: plain.place });
    await expect(signIn('mariadb', {}, naked)).rejects.toThrow(/has no TLS/);
    expect(plain.heard()).toBe(0);
  });
});

const tokenNow = (engine: 'postgres' | 'mariadb') =>
  labToken(lab[engine], lab.identities.session, lab.users.app);

/** A database without TLS: one that answers the question for it with no, or greets at once. */
async function startPlain(greeting?: Buffer) {
  const [port = 0] = await freePorts(1);
  let heard = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.length;
      if (greeting === undefined) socket.write('N');
    });
    if (greeting !== undefined) socket.write(greeting);
  });
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  onTestFinished(() => void server.close());
  return { place: { host: 'localhost', port }, heard: () => heard };
}

/** Everything that a socket says until it is closed by the other side. */
function everything(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.once('close', () => resolve(text));
  });
}
