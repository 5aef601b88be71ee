import { duplexPair } from 'node:stream';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CAPABILITY, has } from '../../../../main/gateway/mysql/capabilities.ts';
import { packet } from '../../../../main/gateway/mysql/packets.ts';
import { mysqlGateway } from '../../../../main/gateway/mysql/gateway.ts';
import { errorPacket } from '../../../../main/gateway/mysql/error-packet.ts';
import { scramble } from '../../../../main/gateway/mysql/scramble.ts';
import type { Session, Step } from '../../../../main/gateway/session.ts';
import {
  answered,
  attributes,
  CLIENT,
  fakeServer,
  localEndpoint,
  hear,
  hearError,
  hearGreeting,
  MARIADB,
  MYSQL_8,
  OK,
  PASSWORD,
  respond,
  startSignIn,
  TOKEN,
} from './sign-in.ts';

const NATIVE = 'mysql_native_password';
const SHA2 = 'caching_sha2_password';
const FAST_AUTH_OK = Buffer.from([1, 3]);
const NEVER_SENT = { sslRequest: null, token: null };

describe('a client with the right password', () => {
  it('is logged in with a token, and goes on as if the server had greeted it', async () => {
    const { client, outcome, asked, seen } = startSignIn();
    const greeting = await hearGreeting(client);
    expect(greeting).toMatchObject({
      version: '8.0.40',
      connectionId: 4_294_967_290,
      characterSet: 255,
      status: 2,
      plugin: SHA2,
    });
    expect(greeting.nonce).not.toEqual(MYSQL_8.nonce);
    respond(client, answered(CLIENT, greeting.nonce));
    expect(await hear(client, 2)).toEqual(FAST_AUTH_OK);
    expect(await hear(client, 3)).toEqual(OK);
    expect((await outcome).kind).toBe('relay');
    expect(asked).toEqual(['dial', 'identified mysql', 'token', 'secure']);
    expect(seen.token?.toString()).toBe(`${TOKEN}\0`);
    expect(seen.response).toMatchObject({ plugin: SHA2, maxPacketSize: 0x0100_0000, characterSet: 45 });
    expect(seen.response?.user.toString()).toBe('app');
    expect(seen.response?.answer).toHaveLength(0);
    expect(seen.response?.attributes).toEqual(CLIENT.attributes);
    expect(seen.sslRequest).toEqual(seen.raw?.subarray(0, 32));
  });

  it('leaves bytes behind the OK where they are', async () => {
    const verdict = Buffer.from([0, 0, 0, 2, 0, 0, 0, 0x41]);
    const { client, outcome, servers } = startSignIn({ server: { verdict } });
    const { nonce } = await hearGreeting(client);
    respond(client, answered(CLIENT, nonce));
    client.write(Buffer.from([1, 0, 0, 0, 14]));
    const served = await outcome;
    servers[0]?.write('later');
    expect(await hear(client, 2)).toEqual(FAST_AUTH_OK);
    expect(await hear(client, 3)).toEqual(verdict);
    if (served.kind !== 'relay') throw new Error(served.kind);
    expect(served.client.read()).toEqual(Buffer.from([1, 0, 0, 0, 14]));
    expect(served.upstream.read()).toEqual(Buffer.from('later'));
    for (const side of [served.client, served.upstream]) {
      expect(side.listenerCount('readable')).toBe(0);
    }
  });

  it.each([
    ['MySQL 5.7', { ...MYSQL_8, version: '5.7.44-log' }, NATIVE],
    ['MySQL 9', { ...MYSQL_8, version: '9.1.0' }, SHA2],
    ['Aurora', { ...MYSQL_8, version: '8.0.mysql_aurora.3.08.0' }, SHA2],
    ['MariaDB', MARIADB, NATIVE],
    ['MariaDB without its prefix', { ...MARIADB, version: '11.4.3-MariaDB' }, NATIVE],
  ] as const)('is greeted by %s in its plugin', async (_, greeting, plugin) => {
    const { client, outcome } = startSignIn({ server: { greeting } });
    const shown = await hearGreeting(client);
    expect(shown).toMatchObject({ plugin, version: greeting.version });
    respond(client, answered({ ...CLIENT, plugin }, shown.nonce));
    if (plugin === SHA2) expect(await hear(client, 2)).toEqual(FAST_AUTH_OK);
    expect(await hear(client, plugin === SHA2 ? 3 : 2)).toEqual(OK);
    expect((await outcome).kind).toBe('relay');
  });

  it.each([
    [MYSQL_8, NATIVE],
    [MARIADB, SHA2],
  ] as const)('may answer by the other plugin at once', async (greeting, plugin) => {
    const { client, outcome } = startSignIn({ server: { greeting } });
    const { nonce } = await hearGreeting(client);
    respond(client, answered({ ...CLIENT, plugin }, nonce));
    if (plugin === SHA2) expect(await hear(client, 2)).toEqual(FAST_AUTH_OK);
    expect(await hear(client, plugin === SHA2 ? 3 : 2)).toEqual(OK);
    expect((await outcome).kind).toBe('relay');
  });

  it.each([
    [MYSQL_8, NATIVE, Buffer.alloc(0), NATIVE],
    [MARIADB, SHA2, Buffer.alloc(0), SHA2],
    [MARIADB, SHA2, Buffer.alloc(20, 1), SHA2],
    [MYSQL_8, 'client_ed25519', Buffer.alloc(64, 1), NATIVE],
    [MARIADB, 'dialog', Buffer.alloc(0), NATIVE],
    [MARIADB, 'mysql_clear_password', Buffer.alloc(0), NATIVE],
    [MYSQL_8, SHA2, Buffer.alloc(20, 1), NATIVE],
  ] as const)(
    'is asked again where its plugin and answer need it',
    async (greeting, plugin, answer, next) => {
      const { client, outcome } = startSignIn({ server: { greeting } });
      const { nonce } = await hearGreeting(client);
      respond(client, { ...CLIENT, plugin, answer });
      const asks = await hear(client, 2);
      expect(asks.subarray(0, next.length + 2)).toEqual(Buffer.from(`\xfe${next}\0`, 'latin1'));
      const fresh = asks.subarray(next.length + 2, -1);
      expect(fresh).toHaveLength(20);
      expect(fresh.equals(nonce)).toBe(false);
      client.write(packet(3, scramble(next, PASSWORD, fresh)));
      if (next === SHA2) expect(await hear(client, 4)).toEqual(FAST_AUTH_OK);
      expect(await hear(client, next === SHA2 ? 5 : 4)).toEqual(OK);
      expect((await outcome).kind).toBe('relay');
    },
  );

  it('may know of no plugins at all', async () => {
    const { client, outcome } = startSignIn();
    const { nonce } = await hearGreeting(client);
    respond(client, answered({ ...CLIENT, plugin: null }, nonce));
    expect(await hear(client, 2)).toEqual(OK);
    expect((await outcome).kind).toBe('relay');
  });

  it.each([
    ['', null, null],
    ['', 'shop', 'shop'],
    ['orders', null, 'orders'],
    ['orders', '', 'orders'],
    ['orders', 'shop', 'shop'],
  ])('gets the connection’s database “%s” where it names %s', async (database, named, expected) => {
    const { client, outcome, seen } = startSignIn({ localEndpoint: { ...localEndpoint, database } });
    const { nonce } = await hearGreeting(client);
    respond(client, answered({ ...CLIENT, database: named === null ? null : Buffer.from(named) }, nonce));
    await outcome;
    expect(seen.response?.database?.toString() ?? null).toBe(expected);
  });

  it('says which program it is, as far as it does', async () => {
    const said = async (of: Buffer | null): Promise<string | undefined> => {
      const { client, outcome, asked } = startSignIn();
      const { nonce } = await hearGreeting(client);
      respond(client, answered({ ...CLIENT, attributes: of }, nonce));
      await outcome;
      return asked[1];
    };
    expect(await said(null)).toBe('identified ');
    expect(await said(attributes({ _client_name: 'Connector/J' }))).toBe('identified Connector/J');
    expect(await said(attributes({ program_name: 'dbeaver', _client_name: 'x' }))).toBe('identified dbeaver');
    expect(await said(Buffer.from([200, 1]))).toBe('identified ');
  });

  it('does not make the server take an empty answer for the password', async () => {
    const greeting = { ...MARIADB, plugin: 'mysql_clear_password' };
    const { client, outcome, seen } = startSignIn({ server: { greeting } });
    const { nonce } = await hearGreeting(client);
    respond(client, answered({ ...CLIENT, plugin: NATIVE }, nonce));
    await outcome;
    expect(seen.response?.plugin).toBe(NATIVE);
  });
});

describe('capabilities', () => {
  const FORMAT =
    CAPABILITY.ssl |
    CAPABILITY.connectWithDatabase |
    CAPABILITY.pluginAuth |
    CAPABILITY.connectAttributes |
    CAPABILITY.secureConnection;

  it.each([
    ['MySQL', MYSQL_8],
    ['MariaDB', MARIADB],
    ['an old MySQL', { ...MYSQL_8, version: '5.7.1', capabilities: 0x807fffff }],
  ] as const)('of %s are the same at both ends', async (_, greeting) => {
    for (let bit = 0; bit < 32; bit += 1) {
      const capabilities =
        (CAPABILITY.protocol41 | CAPABILITY.secureConnection | CAPABILITY.pluginAuth | (1 << bit)) >>> 0;
      const { client, outcome, seen } = startSignIn({ server: { greeting } });
      const shown = await hearGreeting(client);
      const sent = (capabilities & shown.capabilities) >>> 0;
      respond(
        client,
        answered({ ...CLIENT, capabilities: sent, plugin: NATIVE, attributes: null }, shown.nonce),
      );
      expect((await outcome).kind).toBe('relay');
      expect((seen.response?.capabilities ?? 0) & ~FORMAT).toBe(sent & ~FORMAT);
      expect(has(seen.response?.capabilities ?? 0, CAPABILITY.ssl)).toBe(true);
    }
  });

  it('are the server’s, less those that would change the framing', async () => {
    const { client } = startSignIn();
    const { capabilities } = await hearGreeting(client);
    const { ssl, compress, zstd, multiFactor } = CAPABILITY;
    expect(capabilities).toBe((MYSQL_8.capabilities & ~(ssl | compress | zstd | multiFactor)) >>> 0);
  });

  it('never ask the server for compression, also where the client does without being offered it', async () => {
    const { client, outcome, seen } = startSignIn();
    const { nonce } = await hearGreeting(client);
    respond(client, answered({ ...CLIENT, capabilities: 0xdfffffff }, nonce));
    await outcome;
    expect(has(seen.response?.capabilities ?? 0, CAPABILITY.compress | CAPABILITY.zstd)).toBe(false);
  });

  it('of MariaDB go through where both sides have them', async () => {
    const extendedSeen = async (capabilities: number, greeting = MARIADB): Promise<number | undefined> => {
      const { client, outcome, seen } = startSignIn({ server: { greeting } });
      const { nonce, extended } = await hearGreeting(client);
      expect(extended).toBe(greeting.extended);
      const response = { ...CLIENT, capabilities, extended: 0b11_1111, plugin: NATIVE };
      respond(client, answered(response, nonce));
      await outcome;
      return seen.response?.extended;
    };
    expect(await extendedSeen(CLIENT.capabilities & ~1)).toBe(0b01_1101);
    expect(await extendedSeen(CLIENT.capabilities | 1)).toBe(0);
    expect(await extendedSeen(CLIENT.capabilities & ~1, MYSQL_8)).toBe(0);
  });
});

describe('a client that is not let in', () => {
  it.each([
    ['wrong', SHA2, 'other', 'YES'],
    ['wrong', NATIVE, 'other', 'YES'],
    ['empty', SHA2, '', 'NO'],
  ] as const)('for a password that is %s (%s)', async (_, plugin, password, using) => {
    const { client, outcome, asked, seen } = startSignIn();
    const { nonce } = await hearGreeting(client);
    respond(client, answered({ ...CLIENT, plugin }, nonce, password));
    const error = await hearError(client, 2);
    expect(error).toMatchObject({ number: 1045, state: '28000' });
    expect(error.text).toMatch(`Access denied for user 'app'@'localhost' (using password: ${using})`);
    expect(error.text).toMatch('local password');
    expect(await outcome).toMatchObject({ kind: 'refused', refusal: { code: 'wrong-password' } });
    expect(asked).toEqual(['dial', 'wrong password']);
    expect(seen).toMatchObject(NEVER_SENT);
  });

  it.each([
    ['wrong', scramble(NATIVE, 'other', Buffer.alloc(20, 1)), 'YES'],
    ['empty', Buffer.alloc(0), 'NO'],
    ['of the wrong length', Buffer.alloc(32, 1), 'YES'],
  ])('for a second answer that is %s', async (_, answer, using) => {
    const { client, outcome, asked } = startSignIn();
    await hearGreeting(client);
    respond(client, { ...CLIENT, plugin: NATIVE });
    await hear(client, 2);
    client.write(packet(3, answer));
    const error = await hearError(client, 4);
    expect(error).toMatchObject({ number: 1045, state: '28000' });
    expect(error.text).toMatch(`(using password: ${using})`);
    expect(await outcome).toMatchObject({ refusal: { code: 'wrong-password' } });
    expect(asked).not.toContain('token');
  });

  it('for no password in the words of caching_sha2_password', async () => {
    const { client } = startSignIn();
    await hearGreeting(client);
    respond(client, { ...CLIENT, answer: Buffer.alloc(1) });
    expect((await hearError(client, 2)).text).toMatch('(using password: NO)');
  });

  it('for any password where the connection has none', async () => {
    const { client, outcome } = startSignIn({ localEndpoint: { ...localEndpoint, localPassword: '' } });
    const { nonce } = await hearGreeting(client);
    respond(client, { ...CLIENT, answer: scramble(SHA2, '', nonce) });
    expect(await outcome).toMatchObject({ refusal: { code: 'wrong-password' } });
  });

  it('for an old answer', async () => {
    const first = startSignIn();
    const { nonce } = await hearGreeting(first.client);
    const second = startSignIn();
    await hearGreeting(second.client);
    respond(second.client, answered(CLIENT, nonce));
    expect(await second.outcome).toMatchObject({ refusal: { code: 'wrong-password' } });
    first.client.destroy();
    expect((await first.outcome).kind).toBe('done');
  });

  it('for its silence, after a few seconds from the greeting', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { client, outcome } = startSignIn();
    await hearGreeting(client);
    client.write(Buffer.from([40, 0]));
    await vi.advanceTimersByTimeAsync(4_000);
    expect(client.readableEnded).toBe(false);
    client.resume();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await outcome).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(client.readableEnded).toBe(true));
  });

  it('for another user, once its password was right', async () => {
    const { client, outcome, asked } = startSignIn();
    const { nonce } = await hearGreeting(client);
    respond(client, answered({ ...CLIENT, user: Buffer.from("ro\not'x") }, nonce));
    const error = await hearError(client, 2);
    expect(error).toMatchObject({ number: 1045, state: '28000' });
    expect(error.text).toMatch("Access denied for user 'ro ot'x'@");
    expect(await outcome).toMatchObject({ refusal: { code: 'wrong-user' } });
    expect(asked).toEqual(['dial']);
  });

  it.each([
    ['an HTTP request', 'GET / HTTP/1.1\r\nHost: localhost:3306\r\n\r\n'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['PostgreSQL', '\0\0\0\x08\x04\xd2\x16\x2f'],
  ])('for speaking first: %s', async (_, bytes) => {
    let answer: (step: Step<never>) => void = () => undefined;
    const dial = (): Promise<Step<never>> => new Promise((resolve) => (answer = resolve));
    const { client, outcome } = startSignIn({ session: { dial } });
    client.write(Buffer.from(bytes, 'latin1'));
    expect(await hearError(client, 0)).toMatchObject({ number: 1043, state: null });
    expect(await outcome).toMatchObject({ kind: 'refused', refusal: { code: 'malformed' } });
    answer({ ok: false, refusal: { code: 'unreachable', message: '' } });
  });

  it.each([
    ['an HTTP request', 'GET / HTTP/1.1\r\nHost: localhost:3306\r\n\r\n'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['PostgreSQL', '\0\0\0\x08\x04\xd2\x16\x2f'],
    ['a packet that is out of order', '\x01\0\0\x05\0'],
    ['a packet that is too long', '\0\0\x03\x01'],
    ['an empty packet', '\0\0\0\x01'],
    ['a packet of noise', '\x06\0\0\x01\x8d\xa6\xff\x01\x01\x02'],
  ])('for what is none of the protocol, after the greeting: %s', async (_, bytes) => {
    const { client, outcome, seen } = startSignIn();
    await hearGreeting(client);
    client.write(Buffer.from(bytes, 'latin1'));
    expect(await outcome).toMatchObject({ kind: 'refused', refusal: { code: 'malformed' } });
    expect(seen).toMatchObject(NEVER_SENT);
  });

  it('for being from before MySQL 4.1, in words that it reads', async () => {
    const { client, outcome } = startSignIn();
    await hearGreeting(client);
    client.write(packet(1, Buffer.from('\x85\x24\0\0\0app\0scramble\0', 'latin1')));
    const error = await hearError(client, 2);
    expect(error).toMatchObject({ number: 1251, state: null });
    expect(await outcome).toMatchObject({ refusal: { code: 'unsupported' } });
  });

  it('for logging in as before MySQL 4.1', async () => {
    const { client } = startSignIn();
    await hearGreeting(client);
    respond(client, {
      ...CLIENT,
      capabilities: CLIENT.capabilities & ~(CAPABILITY.secureConnection | CAPABILITY.lengthEncodedAuth),
    });
    expect(await hearError(client, 2)).toMatchObject({ number: 1251, state: '08004' });
  });

  it('for asking for TLS where there is none', async () => {
    const { client, outcome } = startSignIn();
    await hearGreeting(client);
    const request = Buffer.alloc(32);
    request.writeUInt32LE(CLIENT.capabilities | CAPABILITY.ssl);
    client.write(packet(1, request));
    expect(await hearError(client, 2)).toMatchObject({ number: 1251 });
    expect(await outcome).toMatchObject({ refusal: { code: 'unsupported' } });
  });

  it('where Latchkey itself fails', async () => {
    const { client, served, outcome } = startSignIn({
      session: { token: () => Promise.reject(new Error('broken')) },
    });
    const { nonce } = await hearGreeting(client);
    respond(client, answered(CLIENT, nonce));
    expect(await outcome).toMatchObject({ kind: 'refused', refusal: { code: 'closing' } });
    expect(served.destroyed).toBe(true);
  });
});

describe('a client that goes away', () => {
  const pending = <T>(): Promise<T> => new Promise(() => undefined);
  const waits: Array<[string, Partial<Session>, string]> = [
    ['the call', { dial: pending }, PASSWORD],
    ['the token', { token: pending }, PASSWORD],
    ['TLS', { secure: pending }, PASSWORD],
    ['the answer to a wrong password', { wrongPassword: pending }, 'other'],
  ];
  it.each(waits)('while it waits for %s is done', async (_, session, password) => {
    const { client, served, outcome } = startSignIn({ session });
    if (session.dial === undefined) {
      const { nonce } = await hearGreeting(client);
      respond(client, answered(CLIENT, nonce, password));
    }
    client.destroy();
    expect((await outcome).kind).toBe('done');
    for (const event of ['readable', 'close']) expect(served.listenerCount(event)).toBeLessThan(2);
  });

  it('while it should answer is done', async () => {
    const { client, outcome, servers } = startSignIn();
    await hearGreeting(client);
    client.write(Buffer.from([40, 0]));
    client.end();
    expect((await outcome).kind).toBe('done');
    await vi.waitFor(() => expect(servers[0]?.readableEnded).toBe(true));
  });
});

describe('a server that refuses', () => {
  const refusedBy = async (server: Parameters<typeof startSignIn>[0]) => {
    const started = startSignIn(server);
    const { nonce } = await hearGreeting(started.client);
    respond(started.client, answered(CLIENT, nonce));
    return { ...started, error: await hearError(started.client, 2), served: await started.outcome };
  };

  it.each([
    ['too many connections', 1040, 1040, 'no room'],
    ['a blocked host', 1129, 1129, 'FLUSH HOSTS'],
    ['an error that only a client has', 2013, 1105, 'log of the server'],
    ['nothing that is known', 65_535, 1105, 'log of the server'],
  ])(
    'before TLS is told by its number and in own words, also when it is called again: %s',
    async (_, given, number, hint) => {
      const first = errorPacket(0, given, null, '\x1b]0;owned\x07 Ask Eve at +49 1').subarray(4);
      const early = startSignIn({ server: { first } });
      const token = async (): Promise<Step<string>> => {
        late.servers[0]?.end();
        Object.assign(manners, { first });
        return { ok: true, value: TOKEN };
      };
      const manners: { first?: Buffer } = {};
      const late = startSignIn({ server: manners, session: { token } });
      const { nonce } = await hearGreeting(late.client);
      respond(late.client, answered({ ...CLIENT, plugin: NATIVE }, nonce));
      for (const [{ client, outcome }, sequence] of [
        [early, 0],
        [late, 2],
      ] as const) {
        const error = await hearError(client, sequence);
        expect(error).toMatchObject({ number, text: expect.stringContaining(`(error ${given})`) });
        expect(error.text).toContain(hint);
        expect(error.text).not.toMatch(/Eve|owned|\p{Cc}/u);
        expect(await outcome).toMatchObject({
          refusal: { code: 'database-refused', message: expect.not.stringMatching(/Eve|owned/) },
        });
      }
    },
  );

  it('to be reached is told before the greeting', async () => {
    const refusal = { code: 'unreachable', message: 'No answer.' } as const;
    const { client, outcome } = startSignIn({ session: { dial: async () => ({ ok: false, refusal }) } });
    expect(await hearError(client, 0)).toEqual({ number: 1429, state: null, text: 'No answer.' });
    expect(await outcome).toEqual({ kind: 'refused', refusal });
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2'],
    ['protocol 9', '\x093.20\0'],
    ['nothing', ''],
  ])('to speak MySQL is told before the greeting: %s', async (_, first) => {
    const { client, outcome } = startSignIn({ server: { first: Buffer.from(first, 'latin1') } });
    expect(await hearError(client, 0)).toMatchObject({ number: 1429, state: null });
    expect(await outcome).toMatchObject({ refusal: { code: 'unreachable' } });
  });

  it('TLS is told before the greeting, and gets no token', async () => {
    const greeting = { ...MYSQL_8, capabilities: (MYSQL_8.capabilities & ~CAPABILITY.ssl) >>> 0 };
    const { client, outcome, asked } = startSignIn({ server: { greeting } });
    expect(await hearError(client, 0)).toMatchObject({ number: 1105, state: null });
    expect(await outcome).toMatchObject({ refusal: { code: 'tls-refused' } });
    expect(asked).toEqual(['dial']);
  });

  it('a verified certificate gets no token', async () => {
    const refusal = { code: 'certificate-refused', message: 'Another name.' } as const;
    const session = { secure: async () => ({ ok: false, refusal }) as const };
    const { error, seen } = await refusedBy({ session });
    expect(error).toEqual({ number: 1105, state: 'HY000', text: 'Another name.' });
    expect(seen).toMatchObject({ response: null, token: null });
  });

  it('the token is passed on as it is', async () => {
    const verdict = errorPacket(0, 1045, '28000', "Access denied for user 'app'@'10.0.0.1'").subarray(4);
    const { error, served } = await refusedBy({ server: { verdict } });
    expect(error).toEqual({ number: 1045, state: '28000', text: "Access denied for user 'app'@'10.0.0.1'" });
    expect(served).toMatchObject({ refusal: { code: 'database-refused' } });
  });

  it('the token gets the cause that was found behind its own words', async () => {
    const words = "Access denied for user 'app'@'10.0.0.1'";
    const verdict = errorPacket(0, 1045, '28000', words).subarray(4);
    const asked: unknown[] = [];
    const explain: Session['explain'] = async (said) => {
      asked.push(said);
      return 'No policy allows it.';
    };
    const { error, served } = await refusedBy({ server: { verdict }, session: { explain } });
    expect(error).toEqual({ number: 1045, state: '28000', text: `${words} No policy allows it.` });
    expect(served).toMatchObject({ refusal: { hint: 'No policy allows it.' } });
    expect(asked).toEqual([{ code: '1045', message: words }]);
  });

  it('the token for a reason of its own words, or one that nobody finds, is passed on as it is', async () => {
    const explain = vi.fn<NonNullable<Session['explain']>>(async () => null);
    const locked = errorPacket(0, 4151, 'HY000', 'Access denied, this account is locked').subarray(4);
    expect((await refusedBy({ server: { verdict: locked }, session: { explain } })).error).toEqual({
      number: 4151,
      state: 'HY000',
      text: 'Access denied, this account is locked',
    });
    expect(explain).not.toHaveBeenCalled();
    const words = "Access denied for user 'app'@'10.0.0.1'";
    const denied = errorPacket(0, 1698, '28000', words).subarray(4);
    expect((await refusedBy({ server: { verdict: denied }, session: { explain } })).error).toEqual({
      number: 1698,
      state: '28000',
      text: words,
    });
    expect(explain).toHaveBeenCalledWith({ code: '1698', message: words });
  });

  it('the token gets as much of a long cause as a client keeps, in whole characters', async () => {
    const words = "Access denied for user 'app'@'10.0.0.1'";
    const verdict = errorPacket(0, 1045, '28000', words).subarray(4);
    const explain = async (): Promise<string> => '№'.repeat(400);
    const { error } = await refusedBy({ server: { verdict }, session: { explain } });
    expect(error.text).toMatch(/^Access denied for user 'app'@'10\.0\.0\.1' №+$/);
    // https://dev.mysql.com/doc/c-api/8.4/en/mysql-error.html: 512 bytes, the last of which ends the text
    expect(Buffer.byteLength(error.text)).toBeLessThanOrEqual(511);
    expect(Buffer.byteLength(error.text)).toBeGreaterThan(508);
  });

  it('before it asks for a token is passed on with what it means', async () => {
    const asks = errorPacket(0, 1045, '28000', "Access denied for user 'app'@'10.0.0.1'").subarray(4);
    const { error, seen } = await refusedBy({ server: { asks } });
    expect(error).toMatchObject({ number: 1045, state: '28000' });
    expect(error.text).toMatch(/^Access denied for user 'app'@'10.0.0.1' The database did not ask/);
    expect(error.text).toMatch("AWSAuthenticationPlugin AS 'RDS'");
    expect(seen.token).toBeNull();
  });

  it.each([
    ['mysql_native_password', '\xfemysql_native_password\0nonce-nonce-nonce-no\0'],
    ['caching_sha2_password', '\xfecaching_sha2_password\0nonce-nonce-nonce-no\0'],
    ['client_ed25519', '\xfeclient_ed25519\0nonce-nonce-nonce-nonce-nonce-no'],
    ['dialog', '\xfedialog\0\x02Password: '],
    ['a name without an end', '\xfemysql_clear_passwordx'],
    ['the password of before 4.1', '\xfe'],
    ['RSA', '\x01\x04'],
    ['a second factor', '\x02authentication_fido\0'],
    ['nothing', ''],
  ])('a token, and wants %s, gets none', async (_, bytes) => {
    const { error, seen, served } = await refusedBy({ server: { asks: Buffer.from(bytes, 'latin1') } });
    expect(error).toMatchObject({ number: 1698, state: '28000' });
    expect(error.text).toMatch("AWSAuthenticationPlugin AS 'RDS'");
    expect(served).toMatchObject({ refusal: { code: 'database-refused' } });
    expect(seen.token).toBeNull();
  });

  it('to be content with a token is told', async () => {
    const verdict = Buffer.from('\xfemysql_native_password\0', 'latin1');
    const { error } = await refusedBy({ server: { verdict } });
    expect(error.text).toMatch('something more after the token');
  });

  it('is told of also where there is no token', async () => {
    const refusal = { code: 'no-token', message: 'The sign-in has ended.', hint: 'Sign in.' } as const;
    const { error, asked, seen } = await refusedBy({
      session: { token: async () => ({ ok: false, refusal }) },
    });
    expect(error).toEqual({ number: 1698, state: '28000', text: 'The sign-in has ended. Sign in.' });
    expect(asked).not.toContain('secure');
    expect(seen.sslRequest).toBeNull();
  });
});

describe('calls to the server', () => {
  const signIn = async (
    serve = mysqlGateway(localEndpoint),
    password = PASSWORD,
    of: Parameters<typeof startSignIn>[0] = {},
  ) => {
    const started = startSignIn(of, serve);
    const greeting = await hearGreeting(started.client);
    respond(started.client, answered(CLIENT, greeting.nonce, password));
    return { ...started, greeting, served: await started.outcome };
  };

  it('are spared for those who know the password, after ten that came to nothing', async () => {
    const serve = mysqlGateway(localEndpoint);
    for (let time = 0; time < 10; time += 1) {
      const { asked, greeting } = await signIn(serve, 'other');
      expect(asked).toContain('dial');
      expect(greeting.connectionId).toBe(MYSQL_8.connectionId);
    }
    const wrong = await signIn(serve, 'other');
    expect(wrong.asked).toEqual(['wrong password']);
    expect(wrong.greeting.connectionId).toBe(0);
    const right = await signIn(serve);
    expect(right.served.kind).toBe('relay');
    expect(right.asked).toEqual(['identified mysql', 'token', 'dial', 'secure']);
    expect((await signIn(serve)).greeting.connectionId).toBe(MYSQL_8.connectionId);
  });

  it('start no session of a tunnel for whoever does not know the password, after the first', async () => {
    const serve = mysqlGateway(localEndpoint);
    const dials: string[] = [];
    const through = (password: string) =>
      signIn(serve, password, {
        session: {
          async dial() {
            dials.push(password);
            const [near, far] = duplexPair();
            void fakeServer(far, {}, { sslRequest: null, response: null, raw: null, token: null, bytes: 0 });
            return { ok: true, value: near };
          },
        },
      });
    for (const password of ['first', 'second', 'third']) {
      expect((await through(password)).served.kind).toBe('refused');
    }
    expect(dials).toEqual(['first']);
    expect((await through(PASSWORD)).served.kind).toBe('relay');
    expect((await through(PASSWORD)).greeting.connectionId).toBe(MYSQL_8.connectionId);
  });

  it('do not go on with a server that has changed meanwhile', async () => {
    const serve = mysqlGateway(localEndpoint);
    for (let time = 0; time < 10; time += 1) await signIn(serve, 'other');
    const greeting = { ...MYSQL_8, capabilities: MYSQL_8.capabilities & ~(1 << 24) };
    const { served, seen } = await signIn(serve, PASSWORD, {
      server: { greeting: { ...greeting, capabilities: greeting.capabilities >>> 0 } },
    });
    expect(served).toMatchObject({ refusal: { code: 'database-refused' } });
    expect(seen).toMatchObject(NEVER_SENT);
  });

  it.each(['too old', 'closed', 'given up'])('are made again where the first has got %s', async (how) => {
    const token = async (): Promise<Step<string>> => {
      if (how === 'too old') vi.setSystemTime(Date.now() + 60_000);
      else if (how === 'closed') started.servers[0]?.end();
      else started.servers[0]?.write('Got timeout reading communication packets');
      return { ok: true, value: TOKEN };
    };
    const started = startSignIn({ session: { token } });
    const { nonce } = await hearGreeting(started.client);
    respond(started.client, answered(CLIENT, nonce));
    expect((await started.outcome).kind).toBe('relay');
    expect(started.asked.filter((what) => what === 'dial')).toHaveLength(2);
    vi.useRealTimers();
  });

  it('go where the youngest living session is, or else anywhere', async () => {
    const serve = mysqlGateway(localEndpoint);
    const first = await signIn(serve);
    expect(first.asked[0]).toBe('dial');
    const second = await signIn(serve);
    expect(second.asked[0]).toBe('dial 10.0.0.1:3306');
    const unreachable = { ok: false, refusal: { code: 'unreachable', message: '' } } as const;
    const tried: unknown[] = [];
    const third = await signIn(serve, 'other', {
      session: {
        dial: async (to) => {
          tried.push(to);
          return to === undefined ? first.session.dial() : unreachable;
        },
      },
    });
    expect(third.served.kind).toBe('refused');
    expect(tried).toEqual([{ address: '10.0.0.1', port: 3306 }, undefined]);
    for (const { servers } of [first, second]) for (const server of servers) server.destroy();
    await vi.waitFor(async () => expect((await signIn(serve, 'other')).asked[0]).toBe('dial'));
  });
});
