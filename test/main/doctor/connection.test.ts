import { connect, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Secret } from '../../../app/common/secret.ts';
import { databaseConnection } from '../../../main/doctor/connection.ts';
import { mysqlServer } from '../../../main/doctor/mysql.ts';
import { protocolOf } from '../../../main/doctor/other-protocol.ts';
import { postgresServer } from '../../../main/doctor/postgres.ts';
import { trusting } from '../../../main/doctor/reach.ts';
import { makeAuthority, type Issued } from '../../sandbox/certificates.ts';
import { startRawServer, type RawServer } from './hostile-servers.ts';

const HOST = 'orders.c9q2x7k3m1p0.us-east-1.rds.amazonaws.com';
const DAY = 86_400_000;
const authority = makeAuthority();
const good = authority.issue([HOST]);

let servers: RawServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
});

async function serve(behaviour: (socket: Socket) => void): Promise<RawServer> {
  const server = await startRawServer(behaviour);
  servers.push(server);
  return server;
}

const never = new AbortController().signal;

function open(port: number, protocol = postgresServer, signal = never, ca = authority.caPem) {
  return databaseConnection(
    {
      connectAddress: { host: '127.0.0.1', port },
      databaseHost: HOST,
      secureContext: trusting(ca),
      protocol,
    },
    signal,
  );
}

/** A PostgreSQL that agrees to TLS with this certificate, and goes on as it is told. */
function tlsServer(certificate: Issued, goOn: (stream: TLSSocket) => void = () => undefined) {
  const secureContext = createSecureContext({ cert: certificate.certPem, key: certificate.keyPem });
  return (socket: Socket): void => {
    socket.once('data', () => {
      socket.write('S');
      socket.removeAllListeners('data');
      const stream = new TLSSocket(socket, { isServer: true, secureContext });
      stream.on('error', () => undefined);
      stream.once('secure', () => goOn(stream));
    });
  };
}

async function secured(port: number, protocol = postgresServer, ca?: string) {
  const connection = open(port, protocol, never, ca);
  expect(await connection.reach()).toMatchObject({ state: 'connected' });
  return connection.secure();
}

describe('reaching a host', () => {
  it('says that nothing listens', async () => {
    const server = await serve(() => undefined);
    await server.stop();
    expect(await open(server.port).reach()).toMatchObject({ state: 'refused' });
  });

  it('is given up when it is cut off, and leaves no socket', async () => {
    // a documentation address that no router knows: the call rings
    const cut = new AbortController();
    const { port } = await serve(() => undefined);
    const connection = databaseConnection(
      {
        connectAddress: { host: '192.0.2.1', port },
        databaseHost: HOST,
        secureContext: trusting(authority.caPem),
        protocol: postgresServer,
      },
      cut.signal,
    );
    const reaching = connection.reach();
    cut.abort();
    expect((await reaching).state).toMatch(/timed-out|no-route/);
  });

  it('closes what is open when it is cut off later', async () => {
    const cut = new AbortController();
    const server = await serve(() => undefined);
    const connection = open(server.port, postgresServer, cut.signal);
    await connection.reach();
    await vi.waitFor(() => expect(server.open()).toBe(1));
    const securing = connection.secure();
    cut.abort();
    expect(await securing).toEqual({ state: 'closed' });
    await vi.waitFor(() => expect(server.open()).toBe(0));
  });
});

describe('TLS with PostgreSQL', () => {
  it('is verified', async () => {
    const server = await serve(tlsServer(good));
    expect(await secured(server.port)).toMatchObject({ state: 'verified' });
  });

  it.each<[string, Issued, object]>([
    [
      'for another name',
      authority.issue(['other.example', '10.0.0.1']),
      { state: 'wrong-name', names: ['other.example', '10.0.0.1'] },
    ],
    ['by somebody else', makeAuthority('Other').issue([HOST]), { state: 'unknown-authority' }],
    [
      'expired',
      authority.issue([HOST], { notBefore: Date.now() - 9 * DAY, notAfter: Date.now() - DAY }),
      { state: 'expired' },
    ],
    [
      'of tomorrow',
      authority.issue([HOST], { notBefore: Date.now() + DAY, notAfter: Date.now() + 9 * DAY }),
      { state: 'not-yet-valid' },
    ],
  ])('is refused with a certificate %s, and nothing is sent', async (_what, certificate, state) => {
    const told: Buffer[] = [];
    const server = await serve(
      tlsServer(certificate, (stream) => void stream.on('data', (data: Buffer) => told.push(data))),
    );
    const connection = open(server.port);
    await connection.reach();
    expect(await connection.secure()).toEqual(state);
    await expect(connection.ask({ user: 'u', database: '' })).rejects.toThrow('no verified connection');
    await expect(connection.signIn(new Secret('TOKEN'))).rejects.toThrow('no verified connection');
    await connection.leave();
    await vi.waitFor(() => expect(server.open()).toBe(0));
    expect(told).toEqual([]);
  });

  it('does not hide names that somebody has planted', async () => {
    const planted = authority.issue(['good.example', 'a\u001b[31mb', 'x'.repeat(300)]);
    const server = await serve(tlsServer(planted));
    expect(await secured(server.port)).toEqual({ state: 'wrong-name', names: ['good.example'] });
  });

  it.each<[string, string | Buffer, object]>([
    ['offers none', 'N', { state: 'no-tls' }],
    [
      'puts text behind its agreement',
      'Sx',
      { state: 'failed', words: 'The server sent plain text behind its agreement.' },
    ],
    [
      'answers with an error',
      'E',
      { state: 'failed', words: 'The server answered the request for TLS with an error.' },
    ],
    ['is a web server', 'HTTP/1.1 400 Bad Request\r\n', { state: 'other-protocol', speaks: 'http' }],
    ['is an SSH server', 'SSH-2.0-OpenSSH_9.2\r\n', { state: 'other-protocol', speaks: 'ssh' }],
    ['is MySQL', Buffer.from('4a0000000a382e302e3335', 'hex'), { state: 'other-protocol', speaks: 'mysql' }],
    ['speaks TLS at once', Buffer.from('15030300020228', 'hex'), { state: 'other-protocol', speaks: 'tls' }],
    ['speaks something else', 'hello', { state: 'other-protocol', speaks: '' }],
  ])('a server that %s', async (_what, answer, state) => {
    const server = await serve((socket) => void socket.once('data', () => socket.write(answer)));
    expect(await secured(server.port)).toEqual(state);
  });

  it('a server that hangs up', async () => {
    const server = await serve((socket) => void socket.once('data', () => socket.end()));
    expect(await secured(server.port)).toEqual({ state: 'closed' });
    const rude = await serve((socket) => void socket.once('data', () => socket.resetAndDestroy()));
    expect(await secured(rude.port)).toEqual({ state: 'closed' });
  });
});

describe('a PostgreSQL that is hostile', () => {
  const message = (type: string, body: string | Buffer): Buffer => {
    const bytes = Buffer.from(body);
    const length = Buffer.alloc(4);
    length.writeInt32BE(bytes.length + 4);
    return Buffer.concat([Buffer.from(type), length, bytes]);
  };
  const ask = async (answer: Buffer | null, after: Buffer | null = null) => {
    const server = await serve(
      tlsServer(good, (stream) => {
        stream.once('data', () => {
          if (answer === null) stream.end();
          else stream.write(answer);
          stream.once('data', () => (after === null ? stream.end() : stream.write(after)));
        });
      }),
    );
    const connection = open(server.port);
    await connection.reach();
    await connection.secure();
    return { connection, answer: await connection.ask({ user: 'u', database: 'd' }) };
  };
  const cleartext = message('R', Buffer.from([0, 0, 0, 3]));

  it.each<[string, Buffer | null, object]>([
    [
      'closes',
      null,
      { asks: 'nothing', refusal: { code: '', message: 'The server closed the connection.', hint: '' } },
    ],
    [
      'lies about a length',
      Buffer.from('R\x7f\xff\xff\xff', 'latin1'),
      { asks: 'nothing', refusal: { code: '', message: 'The server does not speak PostgreSQL.', hint: '' } },
    ],
    ['asks for nothing', message('R', Buffer.alloc(4)), { asks: 'password', method: 'none at all' }],
    ['asks for Kerberos', message('R', Buffer.from([0, 0, 0, 7])), { asks: 'password', method: 'method 7' }],
    ['asks for half a thing', message('R', Buffer.from([0])), { asks: 'password', method: 'method -1' }],
    ['says something first', Buffer.concat([message('N', 'SNOTICE\0\0'), cleartext]), { asks: 'token' }],
    [
      'writes control characters',
      message('E', 'SFATAL\0C53300\0Msorry\u001b[31m, too\nmany\0Hhint\u0007\0\0'),
      {
        asks: 'nothing',
        refusal: { code: '53300', message: 'sorry\\u{1b}[31m, too many', hint: 'hint\\u{7}' },
      },
    ],
  ])('%s', async (_what, answer, seen) => {
    expect((await ask(answer)).answer).toEqual(seen);
  });

  it('gets no token unless it has asked for one, and only one', async () => {
    const { connection } = await ask(message('R', Buffer.from([0, 0, 0, 10])));
    await expect(connection.signIn(new Secret('TOKEN'))).rejects.toThrow('asks for no token');
    const second = await ask(cleartext, Buffer.concat([cleartext, message('Z', 'I')]));
    expect(await second.connection.signIn(new Secret('TOKEN'))).toMatchObject({ state: 'in' });
    await expect(second.connection.signIn(new Secret('TOKEN'))).rejects.toThrow('asks for no token');
  });

  it('that goes away with the token has not let anybody in', async () => {
    const { connection } = await ask(cleartext);
    expect(await connection.signIn(new Secret('TOKEN'))).toEqual({ state: 'closed' });
    await connection.leave();
  });
});

describe('MySQL', () => {
  const plain = async (greeting: string | Buffer) => {
    const server = await serve((socket) => void socket.write(greeting));
    return secured(server.port, mysqlServer());
  };
  const error = (number: number, text: string): Buffer => {
    const body = Buffer.concat([Buffer.from([0xff, number & 0xff, number >> 8]), Buffer.from(text)]);
    return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]);
  };

  it('that refuses before TLS is believed its number, and not its words', async () => {
    expect(await plain(error(1040, 'Go to https://evil.example'))).toEqual({
      state: 'refused',
      refusal: { code: '1040', message: 'The server said error 1040 before TLS.', hint: '' },
    });
  });

  it.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'http'],
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n', 'ssh'],
    ['something else', Buffer.from('ffffff00ff', 'hex'), 'mysql'],
  ])('is told from %s', async (_what, bytes, speaks) => {
    expect(await plain(bytes)).toEqual({ state: 'other-protocol', speaks });
  });

  it('is told from a PostgreSQL, which waits', async () => {
    const server = await serve((socket) => void socket.once('data', () => socket.write('N')));
    expect(await secured(server.port, mysqlServer())).toEqual({
      state: 'other-protocol',
      speaks: 'postgres',
    });
    // the one request that it got is PostgreSQL's own
    expect(server.received().toString('hex')).toBe('0000000804d2162f');
  });

  it('that hangs up has closed', async () => {
    const server = await serve((socket) => void socket.end());
    expect(await secured(server.port, mysqlServer())).toEqual({ state: 'closed' });
  });
});

describe('first bytes', () => {
  it.each([
    ['HTTP/1.1 200', 'http'],
    ['<!DOCTYPE html>', 'http'],
    ['SSH-2.0', 'ssh'],
    ['', ''],
    ['N', ''],
  ])('"%s": "%s"', (bytes, speaks) => {
    expect(protocolOf(Buffer.from(bytes))).toBe(speaks);
  });
});

// a mistake in what serves these tests must not be taken for a server's silence
it('the servers of these tests answer', async () => {
  const server = await serve((socket) => void socket.end('hello'));
  const text = await new Promise<string>((resolve) => {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('data', (data) => resolve(data.toString()));
  });
  expect(text).toBe('hello');
});
