import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabDatabase } from '../lab/lab.ts';
import { makeFolder } from '../lab/postgres.ts';
import { accountFor } from '../lab/programs.ts';
import { startServer } from '../lab/server-process.ts';

/**
 * Starts pgbouncer in session mode with verified TLS to the database; clients need no password here.
 *
 * @param folder does not exist yet; the server's account can pass to it
 */
export async function startPgbouncer(
  folder: string,
  to: {
    readonly listen: number;
    readonly database: LabDatabase;
    readonly caFile: string;
    readonly user: string;
    readonly token: string;
  },
): Promise<() => Promise<void>> {
  const account = accountFor('postgres');
  makeFolder(folder, account);
  const config = join(folder, 'pgbouncer.ini');
  const { host, port, database } = to.database;
  writeFileSync(
    config,
    `[databases]
${database} = host=${host} port=${port} dbname=${database} user=${to.user} password='${to.token}'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${to.listen}
unix_socket_dir =
auth_type = any
pool_mode = session
default_pool_size = 90
max_client_conn = 200
server_tls_sslmode = verify-full
server_tls_ca_file = ${to.caFile}
ignore_startup_parameters = extra_float_digits
log_connections = 0
log_disconnections = 0
`,
    { mode: 0o600 },
  );
  if (account) chownSync(config, account.uid, account.gid);
  const server = await startServer(
    { path: '/usr/sbin/pgbouncer', args: [config], account, folder },
    /process up/,
  );
  return () => server.stop('SIGTERM');
}
