import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createPeerUser, peerIn } from '../../../main/gateway/peer-user.ts';

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (local: string, remote: string, user: number, inode = 203_283): string =>
  `   0: ${local} ${remote} 01 00000000:00000000 02:0009F3C2 00000000  ${user}        0 ${inode} 2 0000000000000000 20 4 30 10 -1\n`;
const ends = {
  localAddress: '127.0.0.1',
  localPort: 15_432,
  remoteAddress: '127.0.0.1',
  remotePort: 40_000,
};
const table =
  HEAD + row('0100007F:3C48', '0100007F:9C40', 1_000) + row('0100007F:9C40', '0100007F:3C48', 65_534);

it('tells the user of the other end of a connection, not of this one', () => {
  expect(peerIn(table, ends)).toBe(65_534);
  expect(peerIn(table, { ...ends, remotePort: 40_001 })).toBeNull();
  expect(peerIn(table, { ...ends, remoteAddress: '127.0.0.2' })).toBeNull();
  expect(peerIn(HEAD, ends)).toBeNull();
});

it('knows IPv6, also where it carries IPv4, and addresses that it knows nothing of', () => {
  const six = `${'0'.repeat(24)}01000000`;
  const mapped = '0000000000000000FFFF00000100007F';
  const tables = row(`${six}:9C40`, `${six}:3C48`, 7) + row(`${mapped}:9C40`, `${mapped}:3C48`, 8);
  expect(peerIn(tables, { ...ends, localAddress: '::1', remoteAddress: '::1' })).toBe(7);
  expect(peerIn(tables, ends)).toBe(8);
  expect(peerIn(tables, { ...ends, remoteAddress: 'fe80::1' })).toBeNull();
  const { remoteAddress: _, ...unknown } = ends;
  expect(peerIn(tables, { ...unknown, remoteAddress: undefined })).toBeNull();
});

it('tells that nobody holds the other end any more, whose row names root then', () => {
  expect(peerIn(HEAD + row('0100007F:9C40', '0100007F:3C48', 0, 0), ends)).toBe('gone');
});

it('looks again for a connection that is not listed, for a row can move while the tables are read', async () => {
  const readings = [[HEAD], [table]];
  expect(await createPeerUser(async () => readings.shift() ?? [])(ends)).toBe(65_534);
  expect(await createPeerUser(async () => [HEAD])(ends)).toBe('unseen');
});

it('does not tell where the system has no such tables', async () => {
  expect(await createPeerUser(async () => ['', ''])(ends)).toBeNull();
});

it('reads the tables once for all who ask at a time, and again for who comes later', async () => {
  let readings = 0;
  let finish: (tables: readonly string[]) => void = () => undefined;
  const peerUser = createPeerUser(() => {
    readings += 1;
    return new Promise((resolve) => (finish = resolve));
  });
  const together = [peerUser(ends), peerUser(ends)];
  await Promise.resolve();
  const later = peerUser(ends);
  await new Promise((resolve) => setImmediate(resolve));
  expect(readings).toBe(1);
  finish([HEAD, table]);
  expect(await Promise.all(together)).toEqual([65_534, 65_534]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(readings).toBe(2);
  finish([]);
  expect(await later).toBeNull();
});

it.runIf(process.platform === 'linux').each(['127.0.0.1', '::1'])(
  'finds this very process behind a real connection to %s',
  async (host) => {
    const server = createServer();
    server.listen(0, host);
    await once(server, 'listening');
    const address = server.address();
    const client = connect({ host, port: typeof address === 'object' ? (address?.port ?? 0) : 0 });
    onTestFinished(() => {
      client.destroy();
      server.close();
    });
    const [accepted]: Socket[] = await once(server, 'connection');
    if (accepted === undefined) throw new Error('Nobody came.');
    onTestFinished(() => void accepted.destroy());
    expect(await createPeerUser()(accepted)).toBe(process.getuid?.());
  },
);
