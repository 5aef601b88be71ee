import { randomInt } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { byteReader, type ByteReader } from './byte-reader.ts';
import type { Issued } from './certificates.ts';
import { startPgEngine, type PgRow } from './pg-engine.ts';
import { refusePassword } from './pg-password.ts';
import { servePgSession, type SharedSession } from './pg-session.ts';
import { makeTurns } from './pg-turns.ts';
import {
  errorResponse,
  int32,
  message,
  readMessage,
  readStartup,
  startupCode,
  startupParameters,
} from './pg-wire.ts';
import { startTlsFront, type Arrival, type TlsFront } from './tls-front.ts';
import type { Verdict } from './token-verifier.ts';

/** The embedded PostgreSQL behind its port. */
export interface Postgres {
  readonly port: number;
  /** Resolves once queries can run; sign-ins are served, and held, before that. */
  readonly ready: Promise<void>;
  /** Opens another port to the same server, as if it were another instance. Stopped by itself. */
  readonly open: (entrance: PostgresEntrance) => Promise<TlsFront>;
  /** Runs SQL as the administrator, once nobody is within a transaction; gives the rows of the last statement. */
  readonly admin: (sql: string) => Promise<readonly PgRow[]>;
  readonly stop: () => Promise<void>;
}

/** Who is let in at a port. */
export interface PostgresEntrance {
  readonly certificate: Issued;
  readonly check: (user: string, token: string) => Verdict;
  /** Whether a user logs in with a token; all others are asked for a password, which nobody has. */
  readonly isIamUser: (user: string) => boolean | Promise<boolean>;
  /** The name that clients must send in TLS (SNI), as Aurora DSQL wants it; undefined takes any name, or none. */
  readonly serverName?: string;
}

const MAX_TOKEN_MESSAGE = 65_536;

/**
 * Starts a PostgreSQL on loopback that takes IAM tokens as RDS does: over TLS only, as a clear-text
 * password, refused in RDS's words whatever the cause.
 */
export async function startPostgres(entrance: PostgresEntrance): Promise<Postgres> {
  const engine = startPgEngine();
  const shared: SharedSession = { engine, turns: makeTurns(), clients: new Set() };
  const keys = new Map<number, number>();
  let last = 0;

  const open = ({ certificate, check, isIamUser, serverName }: PostgresEntrance): Promise<TlsFront> =>
    startTlsFront(certificate, async (arrival) => {
      const begun = await begin(arrival, serverName, (processId, key) => {
        if (keys.get(processId) === key) shared.turns.cancel(processId);
      });
      if (!begun) return;
      const { stream, reader, parameters } = begun;
      const user = parameters.get('user') ?? '';
      if (!(await isIamUser(user))) return refusePassword(stream, reader, user);
      stream.write(message('R', int32(3)));
      const password = await readMessage(reader, MAX_TOKEN_MESSAGE);
      if (password?.type !== 'p') {
        stream.end();
        return;
      }
      const token = password.body.subarray(0, -1).toString('utf8');
      if (!check(user, token).ok) {
        // 28000 and not 28P01: the server keeps that one for its own passwords (warp-tech/warpgate#1906)
        stream.end(errorResponse('FATAL', '28000', `PAM authentication failed for user "${user}"`));
        return;
      }
      try {
        await engine.ready;
      } catch {
        stream.end(errorResponse('FATAL', '57P03', 'the database system is not accepting connections'));
        return;
      }
      const client = (last += 1);
      keys.set(client, randomInt(2 ** 31 - 1));
      stream.write(welcome(user, parameters.get('application_name') ?? '', client, keys.get(client) ?? 0));
      await servePgSession(client, reader, stream, shared);
      keys.delete(client);
      stream.end();
    });
  const front = await open(entrance);
  return {
    port: front.port,
    ready: engine.ready,
    open,
    admin: async (sql) => {
      const turn = (last += 1);
      await shared.turns.take(turn);
      try {
        return await engine.exec(sql);
      } finally {
        shared.turns.release(turn);
      }
    },
    stop: async () => {
      await front.stop();
      await engine.stop();
    },
  };
}

/** The start-up phase up to a StartupMessage over TLS; answers and ends everything else. */
async function begin(
  arrival: Arrival,
  serverName: string | undefined,
  cancel: (processId: number, key: number) => void,
): Promise<{ stream: Duplex; reader: ByteReader; parameters: Map<string, string> } | undefined> {
  let stream: Duplex = arrival.socket;
  let secure = false;
  for (;;) {
    const reader = byteReader(stream);
    const packet = await readStartup(reader);
    if (!packet) {
      stream.destroy();
      return undefined;
    }
    if (packet.code === startupCode.cancel && packet.rest.length >= 8) {
      cancel(packet.rest.readInt32BE(0), packet.rest.readInt32BE(4));
      stream.end();
      return undefined;
    }
    if (packet.code === startupCode.gss) {
      stream.write('N');
      continue;
    }
    if (packet.code === startupCode.ssl && !secure) {
      stream.write('S');
      const tls = await arrival.secure(true);
      if (!tls) {
        stream.destroy();
        return undefined;
      }
      if (serverName !== undefined && tls.servername !== serverName) {
        // https://docs.aws.amazon.com/aurora-dsql/latest/userguide/troubleshooting.html
        tls.end(errorResponse('FATAL', '08P01', 'unable to accept connection, sni was not received'));
        return undefined;
      }
      stream = tls;
      secure = true;
      continue;
    }
    const refusal = refuseStartup(packet.code, packet.rest, secure);
    if (refusal) {
      stream.end(refusal);
      return undefined;
    }
    const parameters = startupParameters(packet.rest);
    const unknown = [...parameters.keys()].filter((name) => name.startsWith('_pq_.'));
    if ((packet.code & 0xffff) > 0 || unknown.length > 0) {
      // NegotiateProtocolVersion: 3.0, without any of these options
      stream.write(message('v', int32(0), int32(unknown.length), ...unknown));
    }
    return { stream, reader, parameters };
  }
}

function refuseStartup(code: number, rest: Buffer, secure: boolean): Buffer | undefined {
  const version = `${code >> 16}.${code & 0xffff}`;
  if (code >> 16 !== 3) {
    return errorResponse(
      'FATAL',
      '0A000',
      `unsupported frontend protocol ${version}: server supports 3.0 to 3.0`,
    );
  }
  const parameters = startupParameters(rest);
  const user = parameters.get('user') ?? '';
  if (user === '') {
    return errorResponse('FATAL', '28000', 'no PostgreSQL user name specified in startup packet');
  }
  if (!secure) {
    const database = parameters.get('database') ?? user;
    const where = `host "127.0.0.1", user "${user}", database "${database}", no encryption`;
    return errorResponse('FATAL', '28000', `no pg_hba.conf entry for ${where}`);
  }
  return undefined;
}

/** AuthenticationOk to ReadyForQuery; the parameters are those that PGlite itself runs with. */
function welcome(user: string, application: string, processId: number, key: number): Buffer {
  const parameters: ReadonlyArray<readonly [string, string]> = [
    ['application_name', application],
    ['client_encoding', 'UTF8'],
    ['DateStyle', 'ISO, MDY'],
    ['default_transaction_read_only', 'off'],
    ['in_hot_standby', 'off'],
    ['integer_datetimes', 'on'],
    ['IntervalStyle', 'postgres'],
    ['is_superuser', 'off'],
    ['server_encoding', 'UTF8'],
    ['server_version', '18.6'],
    ['session_authorization', user],
    ['standard_conforming_strings', 'on'],
    ['TimeZone', 'UTC'],
  ];
  return Buffer.concat([
    message('R', int32(0)),
    ...parameters.map(([name, value]) => message('S', name, value)),
    message('K', int32(processId), int32(key)),
    message('Z', Buffer.from('I')),
  ]);
}
