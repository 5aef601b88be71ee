import { execFile, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import type { ClientsNow, Listening } from '../../app/gateway/ports.ts';
import { succeed } from '../../app/common/result.ts';
import { relayProcess } from '../../main/gateway/relay-process.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import { builtRelay } from './built-relay.ts';
import { freePorts } from './server-process.ts';
import { startStubPostgres } from './stub-postgres.ts';

// names and addresses of this process's own, for the same test may run beside it
const SPACE = `latchkey${process.pid}`;
const [outer, inner] = [`lko${process.pid}`, `lki${process.pid}`];
const NET = `10.231.${process.pid % 250}`;
const OUTER = `${NET}.1`;
const setUp = [
  ['netns', 'add', SPACE],
  ['link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', SPACE],
  ['addr', 'add', `${OUTER}/24`, 'dev', outer],
  ['link', 'set', outer, 'up'],
  ['-n', SPACE, 'addr', 'add', `${NET}.2/24`, 'dev', inner],
  ['-n', SPACE, 'link', 'set', inner, 'up'],
  ['-n', SPACE, 'link', 'set', 'lo', 'up'],
];
const ip = (...args: readonly string[]): boolean => spawnSync('ip', args).status === 0;

/**
 * Signs in through a relay that has a network of its own, cuts that network, and mends it. Most of it is waiting: a
 * dead peer is found after a minute.
 *
 * @param onTestFinished the test's own
 * @returns false where network namespaces cannot be made (root, iproute2)
 */
export async function cutNetwork(
  onTestFinished: (undo: () => Promise<void> | void) => void,
): Promise<boolean> {
  onTestFinished(() => void ip('netns', 'del', SPACE));
  if (!setUp.every((args) => ip(...args))) return false;
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-cut-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const authority = makeAuthority();
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const stub = await startStubPostgres(authority, OUTER);
  onTestFinished(() => stub.close());
  const [port = 0] = await freePorts(1);
  let clients: ClientsNow | null = null;
  const relay = relayProcess(
    {
      // the relay's whole network is the namespace's
      start(onReport, onEnd) {
        const inside = ['netns', 'exec', SPACE, process.execPath];
        const child = fork(builtRelay, {
          execPath: 'ip',
          execArgv: inside,
          stdio: 'ignore',
          serialization: 'json',
        });
        child.on('message', onReport);
        child.once('exit', onEnd);
        return {
          pid: () => child.pid,
          send: (order) => void child.send(order),
          end: async () => void child.kill('SIGKILL'),
        };
      },
      caBundle: async () => succeed(caFile),
      localCertificate: async () => succeed({ cert: '', key: '' }),
      holderOf: async () => null,
      report: console.error,
      log: { info: () => undefined },
    },
    {
      onTokenWanted: async () => succeed('token'),
      onClients: (now) => (clients = now),
      onDied: () => undefined,
    },
  );
  onTestFinished(() => relay.stop());
  const place = { host: OUTER, port: stub.port };
  const listening: Listening = {
    connectionId: 'cut',
    port,
    localSignIn: 'scram',
    admits: 'own-user',
    localTls: false,
    family: 'postgres',
    dbUser: 'app',
    database: 'app',
    localPassword: 'Local1PasswordOfCuts',
    address: place,
    connectAddress: place,
    tunnel: null,
    caFile,
  };
  expect(await relay.listen(listening)).toEqual(succeed({}));
  const psql = (query: string) =>
    promisify(execFile)('ip', ['netns', 'exec', SPACE, 'psql', '-XAtc', query], {
      env: {
        PATH: process.env['PATH'],
        PGHOST: '127.0.0.1',
        PGPORT: String(port),
        PGUSER: 'app',
        PGDATABASE: 'app',
        PGPASSWORD: listening.localPassword,
      },
    });
  const cut = expect(psql('silence')).rejects.toThrow(/closed the connection|terminat/);
  const counted = (): number | undefined => clients?.sessionCount;
  await vi.waitFor(() => expect(clients?.sessions[0]?.state).toBe('open'), { timeout: 20_000 });
  ip('link', 'set', outer, 'down');
  await cut;
  await vi.waitFor(() => expect(counted()).toBe(0), { timeout: 20_000 });
  await expect(psql('select')).rejects.toThrow(/could not be reached/);
  ip('link', 'set', outer, 'up');
  await psql('select');
  return true;
}
