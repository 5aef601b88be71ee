import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where and as whom to sign in with a real client. */
export interface SignIn {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly caFile: string;
  readonly token: string;
  /** Without TLS, to see it refused. */
  readonly plaintext?: boolean;
}

/** What the client left behind. */
export interface ClientResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a query in `psql`: the token by environment, TLS verified. */
export async function psql(to: SignIn, query: string): Promise<ClientResult> {
  return run('psql', ['--no-psqlrc', '--no-password', '--tuples-only', '--no-align', '-c', query], {
    PGHOST: to.host,
    PGPORT: String(to.port),
    PGUSER: to.user,
    PGDATABASE: to.database,
    PGPASSWORD: to.token,
    PGSSLMODE: to.plaintext ? 'disable' : 'verify-full',
    PGSSLROOTCERT: to.caFile,
    PGCONNECT_TIMEOUT: '20',
  });
}

/** Runs a query in `mariadb`: the token by a 0600 file, TLS verified. */
export async function mariadb(to: SignIn, query: string): Promise<ClientResult> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-client-'));
  const file = join(folder, 'client.cnf');
  const tls = to.plaintext ? 'skip-ssl' : `ssl-ca=${to.caFile}\nssl-verify-server-cert`;
  writeFileSync(file, `[client]\npassword=${to.token}\nprotocol=tcp\nconnect-timeout=20\n${tls}\n`, {
    mode: 0o600,
  });
  const place = [`--host=${to.host}`, `--port=${to.port}`, `--user=${to.user}`, to.database];
  try {
    return await run('mariadb', [`--defaults-file=${file}`, '--batch', '-N', ...place, '-e', query], {});
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(
  program: string,
  args: readonly string[],
  variables: NodeJS.ProcessEnv,
): Promise<ClientResult> {
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', LC_ALL: 'C', ...variables };
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: 30_000 }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, stdout, stderr: stderr || (error?.message ?? '') });
    });
  });
}
