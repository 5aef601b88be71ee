import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { Client, type ClientConfig } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { readBytes } from '../../../../main/gateway/read-bytes.ts';
import { makeAuthority } from '../../../sandbox/certificates.ts';
import { KEY, startFakeDatabase, type FakeDatabase } from './fake-database.ts';
import { LOCAL_PASSWORD, openGateway, TOKEN, type GatewayChoices, type OpenGateway } from './open-gateway.ts';
import type { Message } from '../../../../main/gateway/postgres/messages.ts';
import type { Parameter } from '../../../../main/gateway/postgres/startup.ts';
import { expectError, expectMessage, packet, scramFinal, serverMessage } from './wire.ts';

const authority = makeAuthority();
const local = makeAuthority('local');
const choices = (): GatewayChoices => ({ databasePort: database.port, ca: authority.caPem });
const USER = [['user', 'dev_user']] as const;

let database: FakeDatabase;
let gateway: OpenGateway;
const opened: OpenGateway[] = [];

beforeAll(async () => void (database = await startFakeDatabase(authority.issue(['db.example']))));
afterAll(() => database.stop());
beforeEach(async () => {
  database.behaviour = {};
  for (const list of [database.seen.startups, database.seen.tokens, database.seen.cancels]) list.length = 0;
  gateway = await open({});
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.stop();
});

async function open(more: Partial<GatewayChoices>): Promise<OpenGateway> {
  const made = await openGateway({ ...choices(), ...more });
  opened.push(made);
  return made;
}

async function withPg<T>(
  port: number,
  options: ClientConfig,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const config = { host: '127.0.0.1', port, user: 'dev_user', password: LOCAL_PASSWORD, database: 'app' };
  const client = new Client({ ...config, ...options });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** All that a client is told until the gateway closes. */
async function everything(client: Readable): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of client) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('latin1');
}

test.each(['scram', 'cleartext'] as const)('pg signs in with %s', async (localSignIn) => {
  const { port, seen } = await open({ localSignIn });
  const options = { application_name: 'my tool' };
  const rows = await withPg(port, options, async (client) => (await client.query('hello')).rows);
  expect(rows).toEqual([{ echo: 'hello' }]);
  expect(database.seen.tokens).toEqual([TOKEN]);
  expect(seen).toMatchObject({ dialled: 1, tokens: 1, wrong: 0, programs: ['my tool'] });
});

test('pg signs in over TLS on the local side, and without it where the gateway could', async () => {
  const localTls = local.issue(['localhost']);
  const { port } = await open({ localTls });
  const ssl = { ca: local.caPem, servername: 'localhost' };
  const query = async (client: Client): Promise<unknown> => (await client.query('hello')).rows;
  expect(await withPg(port, { ssl }, query)).toEqual([{ echo: 'hello' }]);
  expect(await withPg(port, {}, query)).toEqual([{ echo: 'hello' }]);
});

test.each(['scram', 'cleartext'] as const)(
  'a wrong password is refused with %s, and nothing dialled',
  async (localSignIn) => {
    const { port, seen, outcomes } = await open({ localSignIn });
    const attempt = withPg(port, { password: 'wrong' }, () => Promise.resolve());
    await expect(attempt).rejects.toMatchObject({
      code: '28P01',
      severity: 'FATAL',
      message: 'password authentication failed for user "dev_user"',
      hint: expect.stringContaining('How to connect'),
    });
    expect(seen).toMatchObject({ dialled: 0, tokens: 0, wrong: 1 });
    expect(await outcomes(1)).toMatchObject([{ kind: 'refused', refusal: { code: 'wrong-password' } }]);
  },
);

test('an empty password is refused', async () => {
  const { connect, seen } = await open({ localSignIn: 'cleartext' });
  const client = await connect();
  client.write(Buffer.concat([packet.startup(USER), packet.password('')]));
  expect(await expectError(client)).toMatchObject({ sqlState: '28P01' });
  expect(seen).toMatchObject({ dialled: 0, tokens: 0, wrong: 1 });
});

test('another user is refused, but only once the password is known', async () => {
  const stranger = withPg(gateway.port, { user: 'admin', password: 'wrong' }, () => Promise.resolve());
  await expect(stranger).rejects.toMatchObject({ code: '28P01' });
  const known = withPg(gateway.port, { user: 'admin' }, () => Promise.resolve());
  await expect(known).rejects.toMatchObject({
    code: '28000',
    message: expect.stringContaining('"dev_user"'),
  });
  expect(gateway.seen).toMatchObject({ dialled: 0, tokens: 0 });
});

test('a second user behind the right one is refused, for the server would take the last', async () => {
  const { connect, seen } = await open({ localSignIn: 'cleartext' });
  const client = await connect();
  client.write(packet.startup([...USER, ['user', 'admin']]));
  client.write(packet.password(LOCAL_PASSWORD));
  expect(await expectError(client)).toMatchObject({ sqlState: '28000' });
  expect(seen.dialled).toBe(0);
});

test('parameters reach the server byte for byte and in order, and the database is added where there is none', async () => {
  const { connect } = await open({ localSignIn: 'cleartext', database: 'größe' });
  const parameters = [
    ['options', '-c search_path=\xff\xfe\x80 -c x=1'],
    ...USER,
    ['replication', 'database'],
    ['application_name', 'n\xe4me'],
  ] as const;
  for (const more of [[], [['database', 'other']]] as const) {
    const client = await connect();
    client.write(packet.startup([...parameters, ...more]));
    client.write(packet.password(LOCAL_PASSWORD));
    for (let type = ''; type !== 'Z';) ({ type } = await expectMessage(client));
  }
  const added = [['database', Buffer.from('größe').toString('latin1')]] as const;
  expect(database.seen.startups).toEqual([
    packet.startup([...parameters, ...added]),
    packet.startup([...parameters, ['database', 'other']]),
  ]);
});

test('the messages of the server are passed on unchanged, with those that wait behind ReadyForQuery', async () => {
  const { connect } = await open({ localSignIn: 'cleartext' });
  const { notice, ok, status, ready, key } = serverMessage;
  const later = [
    status('a', 'b'),
    notice,
    key(Buffer.alloc(36, 7)),
    serverMessage.error({ S: 'ERROR', V: 'ERROR', C: 'P0001', M: 'trigger' }),
    ready,
    notice,
    ready,
  ];
  database.behaviour = {
    ask: Buffer.concat([notice, serverMessage.askCleartext]),
    answer: Buffer.concat([ok, ...later]),
  };
  const client = await connect();
  client.write(Buffer.concat([packet.startup(USER), packet.password(LOCAL_PASSWORD)]));
  const expected = Buffer.concat([serverMessage.askCleartext, notice, ok, ...later]);
  expect(await readBytes(client, expected.length)).toEqual(expected);
});

/** The messages of a sign-in with a version of the protocol and options, up to the end or ReadyForQuery. */
async function signInWith(to: OpenGateway, version: number, options: readonly Parameter[] = []) {
  const client = await to.connect();
  const parameters = [...USER, ['_pq_.first', 'on'], ...options, ['application_name', 'x']] as const;
  const given = options.length > 0 ? parameters : USER;
  client.write(Buffer.concat([packet.startup(given, version), packet.password(LOCAL_PASSWORD)]));
  const messages: Message[] = [];
  while (!['Z', 'E'].includes(messages.at(-1)?.type ?? '')) messages.push(await expectMessage(client));
  client.destroy();
  return { client, messages, types: messages.map(({ type }) => type).join('') };
}

const signedInBy = (serverVersion: string): Buffer =>
  Buffer.concat([
    serverMessage.ok,
    serverMessage.status('server_version', serverVersion),
    serverMessage.key(KEY),
    serverMessage.ready,
  ]);

test.each<[string, number, readonly Parameter[]]>([
  ['3.2', 0x30002, []],
  ['3.9999', 0x3270f, []],
  ['options of the protocol', 0x30000, [['_pq_.other', '']]],
  ['3.9999 and options', 0x3270f, [['_pq_.other', '']]],
])(
  'a client that asks for %s is told before the password, once, what it gets',
  async (_, version, options) => {
    const to = await open({ localSignIn: 'cleartext' });
    const { messages, types } = await signInWith(to, version, options);
    expect(types).toBe('vRRSKZ');
    const names = options.length > 0 ? ['_pq_.first', '_pq_.other'] : [];
    const count = Buffer.from([0, 3, 0, 0, 0, 0, 0, names.length]);
    expect(messages[0]?.body).toEqual(
      Buffer.concat([count, Buffer.from(names.map((name) => `${name}\0`).join(''))]),
    );
    const rest = options.length > 0 ? [['application_name', 'x'] as const] : [];
    expect(database.seen.startups).toEqual([packet.startup([...USER, ...rest])]);
  },
);

test('3.0 without options is told nothing', async () => {
  const to = await open({ localSignIn: 'cleartext' });
  expect((await signInWith(to, 0x30000)).types).toBe('RRSKZ');
});

test('once a server has said that it is of version 18, clients may have 3.2', async () => {
  const to = await open({ localSignIn: 'cleartext' });
  database.behaviour = { answer: signedInBy('18.1 (Debian 18.1-1)') };
  expect((await signInWith(to, 0x30002)).types).toBe('vRRSKZ');
  expect((await signInWith(to, 0x30002)).types).toBe('RRSKZ');
  const newer = await signInWith(to, 0x3270f);
  expect(newer.types).toBe('vRRSKZ');
  expect(newer.messages[0]?.body.readInt32BE(0)).toBe(0x30002);
  expect((await signInWith(to, 0x30000)).types).toBe('RRSKZ');
  const versions = database.seen.startups.map((startup) => startup.readInt32BE(4));
  expect(versions).toEqual([0x30000, 0x30002, 0x30002, 0x30000]);
  database.behaviour = { answer: signedInBy('17.6') };
  await signInWith(to, 0x30002);
  expect((await signInWith(to, 0x30002)).types).toBe('vRRSKZ');
});

test('a server that has not what its version promises is told of once, and believed from then on', async () => {
  const to = await open({ localSignIn: 'cleartext' });
  database.behaviour = { answer: signedInBy('18.1') };
  await signInWith(to, 0x30000);
  database.behaviour = { ask: serverMessage.negotiate };
  const { types, messages } = await signInWith(to, 0x30002);
  expect(types).toBe('RE');
  expect(messages.at(-1)?.body.toString()).toContain('Connect again');
  database.behaviour = { answer: signedInBy('18.1') };
  for (let time = 0; time < 2; time += 1) expect((await signInWith(to, 0x30002)).types).toBe('vRRSKZ');
});

test('requests for encryption are answered no, each once', async () => {
  const { connect, outcomes } = await open({ localSignIn: 'cleartext' });
  const client = await connect();
  client.write(Buffer.concat([packet.gss, packet.ssl, packet.startup(USER)]));
  expect(await readBytes(client, 2)).toEqual(Buffer.from('NN'));
  expect(await expectMessage(client)).toMatchObject({ type: 'R' });
  for (const twice of [packet.gss, packet.ssl]) {
    const again = await connect();
    again.write(Buffer.concat([twice, twice]));
    await readBytes(again, 1);
    expect(await expectError(again)).toMatchObject({ sqlState: '08P01' });
  }
  expect(await outcomes(2)).toMatchObject([
    { refusal: { code: 'malformed' } },
    { refusal: { code: 'malformed' } },
  ]);
});

test('a client that gives up before it has said who it is, or what the password is, is let go without a word', async () => {
  const terminate = Buffer.from('5800000004', 'hex');
  const { connect, outcomes } = await open({ localTls: local.issue(['localhost']) });
  for (const [before, answer] of [
    [Buffer.alloc(0), ''],
    [packet.gss, 'N'],
  ] as const) {
    const client = await connect();
    client.write(Buffer.concat([before, terminate]));
    expect(await everything(client)).toBe(answer);
  }
  const asked = await connect();
  asked.write(packet.startup(USER));
  await expectMessage(asked);
  asked.write(terminate);
  expect(await everything(asked)).toBe('');
  expect(await outcomes(3)).toEqual([{ kind: 'done' }, { kind: 'done' }, { kind: 'done' }]);
});

test('pg that is ended while it connects sees no error', async () => {
  const errors: unknown[] = [];
  const client = new Client({ host: '127.0.0.1', port: gateway.port, user: 'dev_user', password: 'x' });
  client.on('error', (cause: unknown) => errors.push(cause));
  const connecting = client.connect().catch((cause: unknown) => errors.push(cause));
  await client.end();
  expect(await gateway.outcomes(1)).toEqual([{ kind: 'done' }]);
  await Promise.race([connecting, new Promise((resolve) => setImmediate(resolve))]);
  expect(errors).toEqual([]);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a byte a second', packet.startup(USER).subarray(0, 4)],
  ['a request for encryption only', packet.ssl],
])('a client that sends %s is let go after a few seconds', async (_, first) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { connect, outcomes } = await open({});
  const client = await connect();
  client.write(first);
  if (first.length === 8) await readBytes(client, 1);
  let seconds = 0;
  for (; !client.readableEnded && !client.destroyed && seconds < 10; seconds += 1) {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    if (first.length === 4) client.write('\0');
    client.resume();
    vi.advanceTimersByTime(1_000);
  }
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(client.readableEnded || client.destroyed).toBe(true);
  expect(await outcomes(1)).toEqual([{ kind: 'done' }]);
});

test('bytes behind SSLRequest are refused before TLS', async () => {
  const { connect } = await open({ localTls: local.issue(['localhost']) });
  const client = await connect();
  client.write(Buffer.concat([packet.ssl, packet.startup(USER)]));
  expect(await expectError(client)).toMatchObject({
    sqlState: '08P01',
    message: expect.stringContaining('Unencrypted'),
  });
});

/** TLS without a request for it, as libpq of PostgreSQL 17 and later does it. */
function directTls(socket: Socket, options: ConnectionOptions = {}): TLSSocket {
  const verified = { ca: local.caPem, servername: 'localhost', ALPNProtocols: ['postgresql'] };
  const tls = connectTls({ socket, ...verified, ...options });
  tls.on('error', () => undefined);
  return tls;
}

test('direct TLS is served where the local side has TLS, also for a cancel request', async () => {
  const { connect, seen } = await open({ localTls: local.issue(['localhost']), localSignIn: 'cleartext' });
  const client = directTls(await connect());
  client.write(Buffer.concat([packet.startup(USER), packet.password(LOCAL_PASSWORD)]));
  for (let type = ''; type !== 'Z';) ({ type } = await expectMessage(client));
  expect(client.alpnProtocol).toBe('postgresql');
  const canceller = directTls(await connect());
  canceller.write(packet.cancel(KEY));
  expect(await readBytes(canceller, 1)).toBeNull();
  expect(database.seen.cancels).toEqual([packet.cancel(KEY)]);
  expect(seen.tokens).toBe(1);
});

test.each([
  ['another protocol', ['http/1.1']],
  ['no protocol', []],
])('direct TLS of a client that names %s is not served', async (_, ALPNProtocols) => {
  const { connect, outcomes, seen } = await open({ localTls: local.issue(['localhost']) });
  const client = directTls(await connect(), { ALPNProtocols });
  client.write(packet.startup(USER));
  expect(await readBytes(client, 1)).toBeNull();
  expect(await outcomes(1)).toEqual([{ kind: 'done' }]);
  expect(seen.programs).toEqual([]);
});

test('direct TLS is refused with an alert that a TLS client can read, where there is no TLS', async () => {
  const { connect, outcomes } = await open({});
  const client = directTls(await connect());
  const [cause]: Error[] = await once(client, 'error');
  expect(cause).toMatchObject({ code: expect.stringContaining('ALERT_HANDSHAKE_FAILURE') });
  expect(await outcomes(1)).toMatchObject([
    { refusal: { code: 'unsupported', hint: expect.stringContaining('TLS') } },
  ]);
});

test('direct TLS after another first packet is refused', async () => {
  const { connect } = await open({ localTls: local.issue(['localhost']) });
  const client = await connect();
  client.write(Buffer.concat([packet.gss, Buffer.from('16030100f0010000ec0303', 'hex')]));
  expect(await readBytes(client, 1)).toEqual(Buffer.from('N'));
  expect((await readBytes(client, 7))?.toString('hex')).toBe('15030100020228');
});

test('a client that breaks TLS off, or asks again within it, is let go', async () => {
  const { connect, outcomes } = await open({ localTls: local.issue(['localhost']) });
  const broken = await connect();
  broken.write(packet.ssl);
  await readBytes(broken, 1);
  broken.write('this is no TLS record at all');
  const gone = await connect();
  gone.write(packet.ssl);
  await readBytes(gone, 1);
  gone.destroy();
  const again = await connect();
  again.write(packet.ssl);
  await readBytes(again, 1);
  const tls = connectTls({ socket: again, ca: local.caPem, servername: 'localhost' });
  await once(tls, 'secureConnect');
  tls.write(packet.gss);
  expect(await expectError(tls)).toMatchObject({ sqlState: '08P01' });
  const kinds = (await outcomes(3)).map(({ kind }) => kind);
  expect(kinds.toSorted()).toEqual(['done', 'done', 'refused']);
});

test.each([
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'), '08P01', 'PostgreSQL port'],
  ['no PostgreSQL', Buffer.from([0, 0, 0, 7, 1, 2, 3, 4]), '08P01', 'not a PostgreSQL client'],
  ['too long', Buffer.from([0, 0, 0x27, 0x15, 0, 3, 0, 0]), '08P01', 'impossible length'],
  ['protocol 2', Buffer.from('0000000800020000', 'hex'), '0A000', 'Protocol 2.0'],
  ['protocol 4', Buffer.from('0000000800040001', 'hex'), '0A000', 'Protocol 4.1'],
  ['unfinished parameters', Buffer.from('0000000c0003000075736572', 'hex'), '08P01', 'startup message'],
  ['long SSLRequest', Buffer.from('0000000904d2162f00', 'hex'), '08P01', 'wrong length'],
])('%s is refused', async (_, bytes, sqlState, message) => {
  const client = await gateway.connect();
  client.write(bytes);
  expect(await expectError(client)).toMatchObject({ sqlState, message: expect.stringContaining(message) });
  expect(await readBytes(client, 1)).toBeNull();
  expect(gateway.seen).toMatchObject({ dialled: 0, tokens: 0, programs: [] });
});

test.each([
  ['another nonce', { nonce: 'other' }, '08P01', 'nonce'],
  ['another channel binding', { binding: 'eSws' }, '08P01', 'channel binding'],
])('SCRAM with %s is refused', async (_, change, sqlState, message) => {
  const client = await gateway.connect();
  client.write(packet.startup(USER));
  await expectMessage(client);
  client.write(packet.saslInitial('n,,n=,r=abc'));
  const serverFirst = (await expectMessage(client)).body.toString('latin1', 4);
  client.write(packet.saslFinal(scramFinal(LOCAL_PASSWORD, { bare: 'n=,r=abc', serverFirst, ...change })));
  expect(await expectError(client)).toMatchObject({ sqlState, message: expect.stringContaining(message) });
  expect(gateway.seen).toMatchObject({ dialled: 0, tokens: 0 });
});

test.each([
  ['channel binding', packet.saslInitial('p=tls-unique,,n=,r=abc')],
  ['an authorization identity', packet.saslInitial('n,a=admin,n=,r=abc')],
  ['an extension that must be known', packet.saslInitial('n,,m=x,n=,r=abc')],
  ['another mechanism', packet.saslInitial('n,,n=,r=abc', 'SCRAM-SHA-256-PLUS')],
  ['a cleartext password', packet.password(LOCAL_PASSWORD)],
  ['a query', Buffer.from('Q\0\0\0\x04', 'latin1')],
  ['an endless message', Buffer.from('p\x7f\xff\xff\xff', 'latin1')],
])('%s in place of a SCRAM message is refused', async (_, bytes) => {
  const client = await gateway.connect();
  client.write(Buffer.concat([packet.startup(USER), bytes]));
  expect(await expectError(client)).toMatchObject({ sqlState: '08P01' });
  expect(gateway.seen).toMatchObject({ dialled: 0, tokens: 0 });
});

test('a token that is not to be had is told, and nothing is dialled', async () => {
  const refusal = { code: 'no-token', message: 'Sign in to AWS first.', hint: 'Open Latchkey.' } as const;
  const { port, seen } = await open({ token: () => Promise.resolve({ ok: false, refusal }) });
  const attempt = withPg(port, {}, () => Promise.resolve());
  await expect(attempt).rejects.toMatchObject({
    code: '28000',
    message: refusal.message,
    hint: refusal.hint,
  });
  expect(seen.dialled).toBe(0);
});

test('a client that leaves while its token is waited for is not dialled for', async () => {
  let give: () => void = () => undefined;
  const token = (): Promise<{ ok: true; value: string }> =>
    new Promise((resolve) => void (give = () => resolve({ ok: true, value: TOKEN })));
  const { connect, seen, outcomes } = await open({ localSignIn: 'cleartext', token });
  const client = await connect();
  client.write(Buffer.concat([packet.startup(USER), packet.password(LOCAL_PASSWORD)]));
  await expect.poll(() => seen.tokens).toBe(1);
  client.destroy();
  await once(client, 'close');
  const probe = await connect();
  probe.destroy();
  await expect.poll(async () => (await outcomes(1)).length).toBe(1);
  give();
  expect(await outcomes(2)).toEqual([{ kind: 'done' }, { kind: 'done' }]);
  expect(seen.dialled).toBe(0);
});

test('a session leaves no listener for data behind', async () => {
  const { connect } = await open({ localSignIn: 'cleartext' });
  const client = await connect();
  client.write(Buffer.concat([packet.startup(USER), packet.password(LOCAL_PASSWORD)]));
  for (let type = ''; type !== 'Z';) ({ type } = await expectMessage(client));
  expect(KEY.length).toBe(8);
  client.write(Buffer.from('Q\0\0\0\x06x\0', 'latin1'));
  const types: string[] = [];
  while (types.at(-1) !== 'Z') types.push((await expectMessage(client)).type);
  expect(types).toEqual(['T', 'D', 'C', 'Z']);
});
