import { readFile } from 'node:fs/promises';
import { isIPv4, type Socket } from 'node:net';

/** The two ends of a connection within this machine, as the side that was connected to sees them. */
export type Ends = Pick<Socket, 'localAddress' | 'localPort' | 'remoteAddress' | 'remotePort'>;

/**
 * Who has connected: the user's id; `gone` where nobody holds the other end any more; `unseen` where the system lists
 * its sockets and this one is not among them; null where the system does not tell.
 */
export type Peer = number | 'gone' | 'unseen' | null;

/** Finds who has connected. */
export type PeerUser = (ends: Ends) => Promise<Peer>;

/** How often the tables are read for one client: a reading goes by parts, and can miss a row that moves meanwhile. */
const MAX_READINGS = 3;

/**
 * Finds who has connected over the loopback, on Linux: the kernel's tables name the user of each socket (proc(5),
 * `/proc/net/tcp`). Those who ask while the tables are being read share the next reading.
 *
 * @param readTables the texts of `/proc/net/tcp` and `/proc/net/tcp6`
 */
export function createPeerUser(readTables: () => Promise<readonly string[]> = readProc): PeerUser {
  let reading: Promise<unknown> = Promise.resolve();
  let next: Promise<readonly string[]> | null = null;

  async function read(): Promise<readonly string[]> {
    await reading;
    const tables = readTables();
    reading = tables;
    next = null;
    return tables;
  }

  return async (ends) => {
    for (let reading = 0; reading < MAX_READINGS; reading += 1) {
      // a reading that has begun may have passed the place where this connection is
      const tables = await (next ??= read());
      if (tables.every((table) => table === '')) return null;
      for (const table of tables) {
        const peer = peerIn(table, ends);
        if (peer !== null) return peer;
      }
    }
    return 'unseen';
  };
}

/**
 * Who is at the other end of a connection; null where it is not listed.
 *
 * @param table as `/proc/net/tcp` holds it: the local address, the remote one and the state are the second, third
 *   and fourth column, the user id the eighth, the inode the tenth: 0 where no program has the socket any more
 */
export function peerIn(table: string, ends: Ends): number | 'gone' | null {
  const { localAddress, localPort, remoteAddress, remotePort } = ends;
  if (localAddress === undefined || remoteAddress === undefined) return null;
  const [peers, ours] = [namesOf(remoteAddress, remotePort), namesOf(localAddress, localPort)];
  for (const [index, peer] of peers.entries()) {
    const at = table.indexOf(` ${peer} ${ours[index]} `);
    if (at < 0) continue;
    // from the second column on: local, remote, state, queues, timer, retransmissions, user, timeout, inode
    const columns = table
      .slice(at, at + 400)
      .trim()
      .split(/\s+/);
    const [user, inode] = [columns[6], columns[8]];
    if (inode === '0') return 'gone';
    return user !== undefined && /^\d+$/.test(user) ? Number(user) : null;
  }
  return null;
}

/** An address and port as the tables write them: also an IPv4 one that is used through an IPv6 socket. */
function namesOf(address: string, port = 0): readonly string[] {
  const four = address.replace(/^::ffff:/, '');
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  if (!isIPv4(four)) return address === '::1' ? [`${'0'.repeat(24)}01000000${suffix}`] : [];
  // each 32 bits in the machine's order, which is little-endian wherever Electron runs
  const hex = four
    .split('.')
    .toReversed()
    .map((part) => Number(part).toString(16).toUpperCase().padStart(2, '0'))
    .join('');
  return [`${hex}${suffix}`, `0000000000000000FFFF0000${hex}${suffix}`];
}

function readProc(): Promise<readonly string[]> {
  if (process.platform !== 'linux') return Promise.resolve([]);
  return Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'latin1').catch(() => '')),
  );
}
