import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { succeed } from '../../app/common/result.ts';
import { startChildProcess } from '../../main/gateway/child-process.ts';
import { relayProcess, type RelayChild } from '../../main/gateway/relay-process.ts';
import { rawPostgres } from '../lab/raw-postgres.ts';
import { freePorts } from '../lab/server-process.ts';
import { startStubPostgres } from '../lab/stub-postgres.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import { memoryOf } from './process-tree.ts';
import { table } from './report.ts';

/** The memory of the relay's process with 0, 100 and 1,000 idle sessions; prints it, and gives the last in megabytes. */
export async function idleSessions(built: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-idle-'));
  const authority = makeAuthority();
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const stub = await startStubPostgres(authority);
  const [port = 0] = await freePorts(1);
  const as = { user: 'idle', database: 'idle', password: 'LocalPasswordForIdle1' };
  let pid: RelayChild['pid'] = () => undefined;
  const relay = relayProcess(
    {
      start(...told) {
        const child = startChildProcess(built)(...told);
        ({ pid } = child);
        return child;
      },
      caBundle: async () => succeed(caFile),
      localCertificate: async () => succeed({ cert: '', key: '' }),
      holderOf: async () => null,
      report: console.error,
      log: { info: () => undefined },
    },
    { onTokenWanted: async () => succeed('token'), onClients: () => undefined, onDied: () => undefined },
  );
  const place = { host: 'localhost', port: stub.port };
  await relay.listen({
    connectionId: 'idle',
    port,
    localSignIn: 'cleartext',
    admits: 'own-user',
    localTls: false,
    family: 'postgres',
    dbUser: as.user,
    database: '',
    localPassword: as.password,
    address: place,
    connectAddress: place,
    tunnel: null,
    caFile,
  });
  const open: Socket[] = [];
  const megabytes: number[] = [];
  for (const count of [0, 100, 1_000]) {
    while (open.length < count) {
      const session = await rawPostgres(port, as);
      if (session === null) throw new Error(`Session ${open.length + 1} was not let in.`);
      open.push(session);
    }
    await wait(3_000);
    megabytes.push(memoryOf(pid() ?? 0).rss);
  }
  const words = megabytes.map((one) => `${one.toFixed(0)} MB`);
  console.log(
    `${table([
      ['idle sessions', '0', '100', '1,000'],
      ['relay, RSS', ...words],
    ])}\n`,
  );
  for (const session of open) session.destroy();
  await relay.stop();
  await stub.close();
  rmSync(folder, { recursive: true });
  return megabytes.at(-1) ?? Number.NaN;
}
