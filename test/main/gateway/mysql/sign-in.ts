import type { Duplex } from 'node:stream';
import { CAPABILITY } from '../../../../main/gateway/mysql/capabilities.ts';
import { mysqlGateway } from '../../../../main/gateway/mysql/gateway.ts';
import { encodeGreeting, parseGreeting, type Greeting } from '../../../../main/gateway/mysql/greeting.ts';
import { packet, readPacket } from '../../../../main/gateway/mysql/packets.ts';
import {
  encodeResponse,
  parseResponse,
  type HandshakeResponse,
} from '../../../../main/gateway/mysql/response.ts';
import { localPlugin, scramble } from '../../../../main/gateway/mysql/scramble.ts';
import type { LocalEndpoint, Served, Session } from '../../../../main/gateway/session.ts';
import { MemorySocket } from './memory-socket.ts';

export const TOKEN = 'db.example:3306/?Action=connect&DBUser=app&X-Amz-Signature=00';
export const PASSWORD = 'local-password';

export const localEndpoint: LocalEndpoint = {
  dbUser: 'app',
  database: '',
  localPassword: PASSWORD,
  localTls: null,
};

/** What MySQL 8.0 offers: all flags but the one that is reserved. */
const MYSQL_FLAGS = 0xdfffffff;
/** What MariaDB 10.11 offers; bit 0 is clear. */
const MARIADB_FLAGS = 0x81bffffe;

export const MYSQL_8: Greeting = {
  version: '8.0.40',
  connectionId: 4_294_967_290,
  capabilities: MYSQL_FLAGS,
  extended: 0,
  characterSet: 255,
  status: 2,
  nonce: Buffer.from('SERVER-NONCE-SERVER-'),
  plugin: 'caching_sha2_password',
};

export const MARIADB: Greeting = {
  ...MYSQL_8,
  version: '5.5.5-10.11.6-MariaDB-log',
  connectionId: 7,
  capabilities: MARIADB_FLAGS,
  extended: 0b01_1101,
  plugin: 'mysql_native_password',
};

export const OK = Buffer.from([0, 0, 0, 2, 0, 0, 0]);

/** An attribute list, as clients write it. */
export function attributes(of: Record<string, string>): Buffer {
  return Buffer.concat(
    Object.entries(of)
      .flat()
      .map((text) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)])),
  );
}

/** What a MySQL 8 client answers, before it knows the nonce. */
export const CLIENT: HandshakeResponse = {
  capabilities: 0x01ffa68d & ~CAPABILITY.connectWithDatabase,
  extended: 0,
  maxPacketSize: 0x0100_0000,
  characterSet: 45,
  user: Buffer.from('app'),
  answer: Buffer.alloc(0),
  database: null,
  plugin: 'caching_sha2_password',
  attributes: attributes({ _client_name: 'libmysql', program_name: 'mysql' }),
};

/** What a fake server does at each step; unsaid: what RDS does. */
export interface ServerManners {
  readonly greeting?: Greeting;
  /** Instead of a greeting. */
  readonly first?: Buffer;
  /** Instead of asking for a token in clear text. */
  readonly asks?: Buffer;
  /** Instead of OK, after the token. */
  readonly verdict?: Buffer;
}

/** What a fake server has seen. */
export interface Seen {
  sslRequest: Buffer | null;
  response: HandshakeResponse | null;
  raw: Buffer | null;
  token: Buffer | null;
  bytes: number;
}

/** Serves one connection as RDS does, in the order of the protocol; TLS is as if it were there. */
export async function fakeServer(end: Duplex, manners: ServerManners, seen: Seen): Promise<void> {
  end.write(packet(0, manners.first ?? encodeGreeting(manners.greeting ?? MYSQL_8)));
  const request = await readPacket(end, 1, 100_000);
  if (typeof request === 'string') return;
  seen.sslRequest = request;
  const response = await readPacket(end, 2, 200_000);
  if (typeof response === 'string') return;
  seen.raw = response;
  seen.response = parseResponse(response);
  end.write(packet(3, manners.asks ?? Buffer.from('\xfemysql_clear_password\0', 'latin1')));
  const token = await readPacket(end, 4, 100_000);
  if (typeof token === 'string') return;
  seen.token = token;
  end.write(packet(5, manners.verdict ?? OK));
}

/** A session's ports with what was asked of them, and a client's end. */
export function startSignIn(
  of: {
    readonly localEndpoint?: LocalEndpoint;
    readonly server?: ServerManners;
    readonly session?: Partial<Session>;
  } = {},
  serve = mysqlGateway(of.localEndpoint ?? localEndpoint),
) {
  const [client, served] = MemorySocket.pair();
  const asked: string[] = [];
  const seen: Seen = { sslRequest: null, response: null, raw: null, token: null, bytes: 0 };
  const servers: MemorySocket[] = [];
  const session: Session = {
    refusal: null,
    dial: async (to) => {
      asked.push(
        to === undefined ? 'dial' : `dial ${'beside' in to ? 'beside' : `${to.address}:${to.port}`}`,
      );
      const [near, far] = MemorySocket.pair();
      servers.push(far);
      Object.defineProperties(near, { remoteAddress: { value: '10.0.0.1' }, remotePort: { value: 3306 } });
      served.once('close', () => near.destroy());
      void fakeServer(far, of.server ?? {}, seen);
      return { ok: true, value: near };
    },
    secure: async (upstream) => {
      asked.push('secure');
      return { ok: true, value: upstream };
    },
    token: async () => {
      asked.push('token');
      return { ok: true, value: TOKEN };
    },
    identified: (program) => void asked.push(`identified ${program}`),
    wrongPassword: async () => void asked.push('wrong password'),
    ...of.session,
  };
  const outcome: Promise<Served> = serve(served, session);
  return { client, served, outcome, asked, seen, servers, session };
}

/** Reads the greeting as a client does. */
export async function hearGreeting(client: Duplex): Promise<Greeting> {
  const payload = await readPacket(client, 0, 100_000);
  const greeting = typeof payload === 'string' ? null : parseGreeting(payload);
  if (greeting === null) throw new Error('There was no greeting');
  return greeting;
}

/** A response with the right answer for its plugin, or for the greeting's where it names none. */
export function answered(response: HandshakeResponse, nonce: Buffer, password = PASSWORD): HandshakeResponse {
  const plugin = localPlugin(response.plugin ?? 'mysql_native_password');
  if (plugin === null) return response;
  return { ...response, answer: password === '' ? Buffer.alloc(0) : scramble(plugin, password, nonce) };
}

/** Sends a response under sequence 1. */
export function respond(client: Duplex, response: HandshakeResponse, sequence = 1): void {
  client.write(packet(sequence, encodeResponse(response)));
}

/** The packet of this number. */
export async function hear(client: Duplex, sequence: number): Promise<Buffer> {
  const payload = await readPacket(client, sequence, 100_000);
  if (typeof payload === 'string') throw new Error(`No packet ${sequence}: ${payload}`);
  return payload;
}

/** An error's number, SQLSTATE and text. */
export async function hearError(client: Duplex, sequence: number) {
  const payload = await hear(client, sequence);
  if (payload[0] !== 0xff) throw new Error(`Not an error: ${payload.toString('hex')}`);
  const marked = payload[3] === 0x23;
  return {
    number: payload.readUInt16LE(1),
    state: marked ? payload.toString('latin1', 4, 9) : null,
    text: payload.toString('utf8', marked ? 9 : 3),
  };
}
