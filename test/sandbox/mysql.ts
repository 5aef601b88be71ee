import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { byteReader } from './byte-reader.ts';
import type { Issued } from './certificates.ts';
import { findMariadb, startMysqlServer } from './mysql-server.ts';
import {
  capability,
  errorPacket,
  packet,
  readGreeting,
  readHandshakeResponse,
  readPacket,
} from './mysql-wire.ts';
import { startTlsFront, type Arrival, type TlsFront } from './tls-front.ts';
import type { Verdict } from './token-verifier.ts';

/** MariaDB behind its port. */
export interface Mysql {
  readonly port: number;
  /** Resolves once the server answers; until then clients are turned away. */
  readonly ready: Promise<void>;
  /** Opens another port to the same server, as if it were another instance. */
  readonly open: (entrance: MysqlEntrance) => Promise<TlsFront>;
  readonly stop: () => Promise<void>;
}

/** Who is let in at a port. */
export interface MysqlEntrance {
  readonly certificate: Issued;
  readonly check: (user: string, token: string) => Verdict;
  /** Whether a user logs in with a token; all others are asked for a password, which nobody has. */
  readonly isIamUser: (user: string) => boolean;
}

const SSL_REQUEST_LENGTH = 32;
const NATIVE = 'mysql_native_password';
const REMOVED = capability.compress | capability.zstd;

/**
 * Starts a MariaDB that takes IAM tokens as RDS for MySQL does: over TLS only, through
 * `mysql_clear_password`, refused in the server's words whatever the cause. `null` where MariaDB's server is
 * not installed.
 */
export async function startMysql(entrance: MysqlEntrance, folder: string): Promise<Mysql | null> {
  const programs = await findMariadb();
  if (!programs) return null;
  const server = startMysqlServer(programs, folder);
  const open = (at: MysqlEntrance): Promise<TlsFront> =>
    startTlsFront(at.certificate, async (arrival) => {
      const upstream = connect(server.socketPath);
      upstream.on('error', () => upstream.destroy());
      arrival.socket.once('close', () => upstream.destroy());
      try {
        await serve(arrival, upstream, at);
      } finally {
        upstream.destroy();
      }
    });
  const front = await open(entrance);
  return {
    port: front.port,
    ready: server.ready,
    open,
    stop: async () => {
      await front.stop();
      await server.stop();
    },
  };
}

async function serve(
  { socket, secure }: Arrival,
  upstream: Socket,
  { check, isIamUser }: MysqlEntrance,
): Promise<void> {
  const upstreamReader = byteReader(upstream);
  const hello = await readPacket(upstreamReader);
  const greeting = hello && readGreeting(hello.payload);
  if (!hello || !greeting) {
    socket.end(errorPacket(0, 1053, '08S01', 'Server shutdown in progress'));
    return;
  }
  const offered =
    (greeting.capabilities & ~REMOVED) | capability.ssl | capability.pluginAuth | capability.secureConnection;
  const nonce = Buffer.from(randomBytes(20).map((byte) => (byte % 127) + 1)); // no zero bytes: they end it
  socket.write(packet(0, greeting.rewrite(offered, nonce, NATIVE)));

  const plain = await readPacket(byteReader(socket));
  if (!plain) return;
  if (plain.payload.length !== SSL_REQUEST_LENGTH || (plain.payload.readUInt32LE(0) & capability.ssl) === 0) {
    const words = 'Connections using insecure transport are prohibited while --require_secure_transport=ON.';
    socket.end(errorPacket(plain.sequence + 1, 3159, 'HY000', words));
    return;
  }
  const tls = await secure(false);
  if (!tls) return;
  const reader = byteReader(tls);
  const answer = await readPacket(reader);
  const response = answer && readHandshakeResponse(answer.payload);
  if (!answer || !response) {
    tls.end(errorPacket((answer?.sequence ?? 1) + 1, 1043, '08S01', 'Bad handshake'));
    return;
  }
  const refuse = (sequence: number): void => {
    const words = `Access denied for user '${response.user}'@'localhost' (using password: YES)`;
    tls.end(errorPacket(sequence, 1045, '28000', words));
  };
  if ((response.capabilities & capability.pluginAuth) === 0) return refuse(answer.sequence + 1);
  if (!isIamUser(response.user)) {
    const native = Buffer.concat([Buffer.from(`${NATIVE}\0`), nonce, Buffer.from([0])]);
    tls.write(packet(answer.sequence + 1, Buffer.from([0xfe]), native));
    const scramble = await readPacket(reader);
    return scramble && refuse(scramble.sequence + 1);
  }
  tls.write(packet(answer.sequence + 1, Buffer.from([0xfe]), Buffer.from('mysql_clear_password\0')));
  const password = await readPacket(reader);
  if (!password) return;
  const end = password.payload.indexOf(0);
  const token = password.payload.toString('utf8', 0, end < 0 ? undefined : end);
  if (!check(response.user, token).ok) return refuse(password.sequence + 1);

  const agreed = response.capabilities & greeting.capabilities & ~(REMOVED | capability.ssl);
  upstream.write(packet(hello.sequence + 1, response.rewrite(agreed, greeting.plugin)));
  let outcome = await readPacket(upstreamReader);
  if (outcome?.payload[0] === 0xfe) {
    upstream.write(packet(outcome.sequence + 1)); // there are no grants to satisfy: an empty answer does
    outcome = await readPacket(upstreamReader);
  }
  if (!outcome) return;
  tls.write(packet(password.sequence + 1, outcome.payload));
  if (outcome.payload[0] !== 0) {
    tls.end();
    return;
  }
  upstream.once('close', () => tls.destroy());
  tls.pipe(upstream).pipe(tls);
  if (!tls.destroyed) await once(tls, 'close');
}
