import { execFile, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { ClientsNow, Listening } from '../../app/gateway/ports.ts';
import { succeed } from '../../app/failure.ts';
import { relayProcess } from '../../main/gateway/relay-process.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import { freePorts } from './server-process.ts';
import { startStubPostgres } from './stub-postgres.ts';

const entry = join(import.meta.dirname, '..', '..', 'main', 'gateway', 'relay-entry.ts');
const SPACE = `latchkey${process.pid}`;
const OUTER = '10.231.77.1';
const setUp = [
  ['netns', 'add', SPACE],
  ['link', 'add', 'lk-outer', 'type', 'veth', 'peer', 'name', 'lk-inner', 'netns', SPACE],
  ['addr', 'add', `${OUTER}/24`, 'dev', 'lk-outer'],
  ['link', 'set', 'lk-outer', 'up'],
  ['-n', SPACE, 'addr', 'add', '10.231.77.2/24', 'dev', 'lk-inner'],
  ['-n', SPACE, 'link', 'set', 'lk-inner', 'up'],
  ['-n', SPACE, 'link', 'set', 'lo', 'up'],
];
const ip = (...args: readonly string[]): boolean => spawnSync('ip', args).status === 0;
const canCut = setUp.every((args) => ip(...args));
if (!canCut) {
  ip('netns', 'del', SPACE);
  console.log('SKIPPED: the cut network, because network namespaces cannot be made here (root, iproute2).');
}

it.runIf(canCut)(
  'a network that is cut ends the sessions within a minute, and new ones wait for it',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-cut-'));
    onTestFinished(() => {
      ip('netns', 'del', SPACE);
      rmSync(folder, { recursive: true });
    });
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
          const inside = ['netns', 'exec', SPACE, process.execPath, '--import', 'tsx'];
          const child = fork(entry, {
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
      localTls: false,
      family: 'postgres',
      dbUser: 'app',
      database: 'app',
      localPassword: 'Local1PasswordOfCuts',
      sign: place,
      dial: place,
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
    ip('link', 'set', 'lk-outer', 'down');
    await cut;
    await vi.waitFor(() => expect(counted()).toBe(0), { timeout: 20_000 });
    await expect(psql('select')).rejects.toThrow(/could not be reached/);
    ip('link', 'set', 'lk-outer', 'up');
    await psql('select');
  },
  120_000,
);
