import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readBytes } from '../../../../main/gateway/read-bytes.ts';
import { makeAuthority } from '../../../sandbox/certificates.ts';
import { KEY, startFakeDatabase, type Behaviour, type FakeDatabase } from './fake-database.ts';
import { LOCAL_PASSWORD, openGateway, type OpenGateway } from './open-gateway.ts';
import { expectError, expectMessage, packet, serverMessage } from './wire.ts';

const authority = makeAuthority();
const signIn = Buffer.concat([packet.startup([['user', 'dev_user']]), packet.password(LOCAL_PASSWORD)]);

let database: FakeDatabase;
let gateway: OpenGateway;

beforeAll(async () => void (database = await startFakeDatabase(authority.issue(['db.example']))));
afterAll(() => database.stop());
beforeEach(async () => {
  database.behaviour = {};
  database.seen.plain = 0;
  for (const list of [database.seen.startups, database.seen.tokens, database.seen.cancels]) list.length = 0;
  gateway = await openGateway({ databasePort: database.port, ca: authority.caPem, localSignIn: 'cleartext' });
});
afterEach(() => gateway.stop());

async function signedIn(): Promise<Socket> {
  const client = await gateway.connect();
  client.write(signIn);
  for (let type = ''; type !== 'Z';) ({ type } = await expectMessage(client));
  return client;
}

const denied = { S: 'FATAL', V: 'FATAL', C: '28000', M: 'PAM authentication failed for user "dev_user"' };
const full = { S: 'FATAL', V: 'FATAL', C: '53300', M: 'too many connections' };

test.each<[string, Behaviour, string, string, boolean]>([
  ['no TLS', { sslAnswer: 'N' }, '08001', 'does not offer TLS', false],
  [
    'an error in the clear',
    { sslAnswer: serverMessage.error(full).toString() },
    '08001',
    'with an error',
    false,
  ],
  ['another protocol', { sslAnswer: 'H' }, '08001', 'does not speak', false],
  ['plain text behind its S', { sslAnswer: 'SR' }, '08001', 'plain text behind it', false],
  [
    'the end',
    { takeOver: (tls) => Promise.resolve(void tls.end()) },
    '08001',
    'closed the connection',
    false,
  ],
  ['a wish for SCRAM', { ask: serverMessage.askScram }, '08004', 'SCRAM', false],
  ['a wish for MD5', { ask: serverMessage.askMd5 }, '08004', 'MD5', false],
  ['a wish for a token twice', { answer: serverMessage.askCleartext }, '08004', 'not part of', true],
  ['nonsense', { ask: Buffer.from('HTTP/1.1 400 Bad Request\r\n') }, '08004', 'not part of', false],
  ['an endless message', { ask: Buffer.from('R\x7f\xff\xff\xff', 'latin1') }, '08004', 'not part of', false],
  ['ReadyForQuery too early', { ask: serverMessage.ready }, '08004', 'not part of', false],
])('a database that answers with %s is refused', async (_, behaviour, sqlState, message, getsToken) => {
  database.behaviour = behaviour;
  const client = await gateway.connect();
  client.write(signIn);
  expect(await expectError(client)).toMatchObject({ sqlState, message: expect.stringContaining(message) });
  expect(await readBytes(client, 1)).toBeNull();
  expect(await gateway.outcomes(1)).toMatchObject([{ kind: 'refused' }]);
  expect(database.seen).toMatchObject({ plain: 0, tokens: { length: getsToken ? 1 : 0 } });
});

test.each([
  ['another name', 'other.example', {}],
  ['a time that is over', 'db.example', { notBefore: Date.now() - 9e8, notAfter: Date.now() - 1e8 }],
])('a certificate for %s is refused, and no token sent', async (_, name, validity) => {
  const impostor = await startFakeDatabase(authority.issue([name], validity));
  const other = await openGateway({
    databasePort: impostor.port,
    ca: authority.caPem,
    localSignIn: 'cleartext',
  });
  const client = await other.connect();
  client.write(signIn);
  expect(await expectError(client)).toMatchObject({ sqlState: '08001' });
  expect(await other.outcomes(1)).toMatchObject([{ refusal: { code: 'certificate-refused' } }]);
  expect(impostor.seen).toMatchObject({ startups: [], tokens: [] });
  await other.stop();
  await impostor.stop();
});

test('an error of the sign-in gets the causes to check; its other fields stay', async () => {
  database.behaviour = { answer: serverMessage.error(denied) };
  const client = await gateway.connect();
  client.write(signIn);
  const { hint, bytes } = await expectError(client);
  expect(hint).toContain('rds-db:connect');
  expect(bytes).toEqual(serverMessage.error({ ...denied, H: hint ?? '' }));
  expect(await gateway.outcomes(1)).toMatchObject([
    { refusal: { code: 'database-refused', message: denied.M, hint } },
  ]);
});

test('an error of the sign-in gets the cause that was found behind its own words', async () => {
  database.behaviour = { answer: serverMessage.error(denied) };
  const asked: unknown[] = [];
  const cause = 'No policy allows rds-db:connect as dev_user. Have this policy added to role Reader.';
  const explaining = await openGateway({
    databasePort: database.port,
    ca: authority.caPem,
    localSignIn: 'cleartext',
    explain: async (words) => {
      asked.push(words);
      return cause;
    },
  });
  const client = await explaining.connect();
  client.write(signIn);
  const { bytes } = await expectError(client);
  expect(bytes).toEqual(serverMessage.error({ ...denied, H: cause }));
  expect(asked).toEqual([{ code: '28000', message: denied.M }]);
  expect(await explaining.outcomes(1)).toMatchObject([{ refusal: { message: denied.M, hint: cause } }]);
  database.behaviour = { answer: serverMessage.error(full) };
  const other = await explaining.connect();
  other.write(signIn);
  expect((await expectError(other)).bytes).toEqual(serverMessage.error(full));
  expect(asked).toHaveLength(1);
  await explaining.stop();
});

test.each([
  ['another cause', serverMessage.error(full)],
  ['a hint of its own', serverMessage.error({ ...denied, H: 'Ask Eve.' })],
])('an error with %s is passed on byte for byte', async (_, error) => {
  database.behaviour = { answer: error };
  const client = await gateway.connect();
  client.write(signIn);
  expect((await expectError(client)).bytes).toEqual(error);
});

test('an error after AuthenticationOk is passed on behind what came before', async () => {
  const answer = Buffer.concat([
    serverMessage.ok,
    serverMessage.status('a', 'b'),
    serverMessage.error(denied),
  ]);
  database.behaviour = { answer };
  const client = await gateway.connect();
  client.write(signIn);
  const expected = Buffer.concat([serverMessage.askCleartext, answer]);
  expect(await readBytes(client, expected.length)).toEqual(expected);
  expect(await readBytes(client, 1)).toBeNull();
});

test.each([
  ['a key of 4 bytes', KEY],
  ['a key of 32 bytes', Buffer.concat([KEY, Buffer.alloc(28, 1)])],
  ['a key of 256 bytes', Buffer.alloc(260, 0xff)],
])('a cancel request with %s reaches the server that gave it, over TLS', async (_, key) => {
  database.behaviour = { key };
  await signedIn();
  const canceller = await gateway.connect();
  canceller.write(Buffer.concat([packet.ssl, packet.cancel(key)]));
  expect(await readBytes(canceller, 2)).toBeNull();
  expect(database.seen.cancels).toEqual([packet.cancel(key)]);
  expect(gateway.seen.arrived).toEqual([undefined, { address: '127.0.0.1', port: database.port }]);
  expect(gateway.seen.tokens).toBe(1);
});

test('a cancel request counts also where its sender does not wait', async () => {
  await signedIn();
  const canceller = connect(gateway.port, '127.0.0.1');
  canceller.end(packet.cancel(KEY));
  await gateway.outcomes(2);
  expect(database.seen.cancels).toEqual([packet.cancel(KEY)]);
});

test('a cancel request with an unknown key, or with that of a session that has ended, is dropped in silence', async () => {
  const client = await signedIn();
  const send = async (key: Buffer): Promise<void> => {
    const canceller = await gateway.connect();
    canceller.write(packet.cancel(key));
    expect(await readBytes(canceller, 1)).toBeNull();
  };
  await send(Buffer.alloc(8));
  await send(KEY.subarray(0, 4));
  await send(Buffer.alloc(0));
  expect(gateway.seen.dialled).toBe(1);
  client.destroy();
  await expect
    .poll(async () => {
      const before = gateway.seen.dialled;
      await send(KEY);
      return gateway.seen.dialled - before;
    })
    .toBe(0);
});

test('a cancel request for a server that has gone ends in silence, and is told to Latchkey', async () => {
  await signedIn();
  database.behaviour = { sslAnswer: 'N' };
  const canceller = await gateway.connect();
  canceller.write(packet.cancel(KEY));
  expect(await readBytes(canceller, 1)).toBeNull();
  expect((await gateway.outcomes(2)).at(-1)).toMatchObject({ refusal: { code: 'tls-refused' } });
  expect(database.seen.cancels).toEqual([]);
});
