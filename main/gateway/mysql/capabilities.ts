/**
 * The capability flags that decide what packets look like or how a sign-in goes.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html
 */
export const CAPABILITY = {
  /** MariaDB's servers clear it (they call it CLIENT_MYSQL), and then have extended capabilities. */
  longPassword: 1,
  connectWithDatabase: 1 << 3,
  compress: 1 << 5,
  protocol41: 1 << 9,
  ssl: 1 << 11,
  secureConnection: 1 << 15,
  pluginAuth: 1 << 19,
  connectAttributes: 1 << 20,
  lengthEncodedAuth: 1 << 21,
  zstd: 1 << 26,
  queryAttributes: 1 << 27,
  multiFactor: 1 << 28,
  /** Reserved by MySQL to announce more flags; an older way to ask for progress reports in MariaDB. */
  extension: 1 << 29,
} as const;

const { compress, ssl, zstd, multiFactor, extension } = CAPABILITY;

/**
 * Not offered: what would change the framing (compression), what the local side has for itself (TLS), and
 * ways to sign in that the gateway does not speak. All others hold from end to end: both sides see the same
 * flags, so that nothing has to be rewritten later. Offering flags that the server does not have is what
 * corrupts results (warp-tech/warpgate#2337).
 */
const WITHHELD = compress | ssl | zstd | multiFactor | extension;

/**
 * The extended capabilities of MariaDB that hold from end to end: progress reports, bulk statements, extended
 * and cached metadata, results of each unit of a bulk. Not COM_MULTI, which was never released.
 * https://mariadb.com/docs/server/reference/clientserver-protocol/1-connecting/connection#capabilities
 */
const EXTENDED = 0b11_1101;

/** What of a set of flags is set; bit 31 makes JavaScript's bit operations negative, and this does not. */
export const has = (flags: number, flag: number): boolean => (flags & flag) !== 0;

/** A side's flags: the 32 that all have, and MariaDB's further ones. */
export interface Capabilities {
  readonly capabilities: number;
  readonly extended: number;
}

/**
 * What is offered to a client: all that the server has, less what cannot go through a gateway.
 *
 * @param localTls whether the local side has TLS
 */
export function offeredToClient(server: Capabilities, localTls: boolean): Capabilities {
  return {
    capabilities: (passable(server.capabilities, server) | (localTls ? ssl : 0)) >>> 0,
    extended: isMariadb(server) ? server.extended & EXTENDED : 0,
  };
}

/**
 * What is asked of the server: the flags that the client has sent, less what was withheld from it, so that
 * both mean the same. A flag that the client sends without the server's offer is left in: the server sees what
 * it would see without a gateway. Those that say what a response holds are set where it is written.
 */
export function askedOfServer(client: Capabilities, server: Capabilities): Capabilities {
  const bothMariadb = isMariadb(client) && isMariadb(server);
  return {
    capabilities: passable(client.capabilities, server),
    extended: bothMariadb ? client.extended & server.extended & EXTENDED : 0,
  };
}

/** Whether a side has MariaDB's extended capabilities. */
export function isMariadb({ capabilities }: Pick<Capabilities, 'capabilities'>): boolean {
  return !has(capabilities, CAPABILITY.longPassword);
}

function passable(flags: number, server: Capabilities): number {
  // the only one of MySQL's flags that means something else in MariaDB; it holds from end to end there
  const withheld = isMariadb(server) ? WITHHELD & ~extension : WITHHELD;
  return (flags & ~withheld) >>> 0;
}
