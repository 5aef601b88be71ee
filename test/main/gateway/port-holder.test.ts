import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { listeningInodes, ofLsof, pidOfNetstat, portHolder } from '../../../main/gateway/port-holder.ts';
import { portIsFree } from '../../../main/gateway/port-is-free.ts';

it('names the process that holds a port', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  expect(await portIsFree(port)).toBe(false);
  if (process.platform === 'linux') expect(await portHolder(port)).toContain(`process ${process.pid})`);
  await new Promise((resolve) => server.close(resolve));
  expect(await portIsFree(port)).toBe(true);
  if (process.platform === 'linux') expect(await portHolder(port)).toBeNull();
});

it('sees a port that is held on the other loopback address only', async () => {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(0, '::1', () => resolve(true));
  });
  if (!listens) return; // no IPv6 on this machine
  onTestFinished(() => void server.close());
  const address = server.address();
  expect(await portIsFree(typeof address === 'object' ? (address?.port ?? 0) : 0)).toBe(false);
});

it('reads /proc/net/tcp: only sockets that listen, on just this port', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:3C48 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0 100 0 0 10 0',
    '   1: 0100007F:3C48 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0 20 4 30 10 -1',
    '   2: 0100007F:13C4 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0 100 0 0 10 0',
  ].join('\n');
  expect(listeningInodes(table, 0x3c48)).toEqual(['111']);
  expect(listeningInodes('', 1)).toEqual([]);
});

it('reads what lsof and netstat say', () => {
  expect(ofLsof('p812\ncpostgres\nf7\n')).toBe('postgres (process 812)');
  expect(ofLsof('')).toBeNull();
  const netstat = [
    '  Proto  Local Address          Foreign Address        State           PID',
    '  TCP    127.0.0.1:5432         127.0.0.1:50000        HERGESTELLT     7',
    '  TCP    127.0.0.1:15432        0.0.0.0:0              ABHÖREN         4242',
    '  TCP    127.0.0.1:5432         0.0.0.0:0              ABHÖREN         99',
  ].join('\r\n');
  expect(pidOfNetstat(netstat, 5_432)).toBe('99');
  expect(pidOfNetstat(netstat, 1_234)).toBeNull();
});
