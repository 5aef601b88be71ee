import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DEMO_SIGN_IN } from '../sandbox/data-folder.ts';
import type { DemoDatabase, Sandbox } from '../sandbox/start-sandbox.ts';

const run = promisify(execFile);

/** Logs in to the sandbox's PostgreSQL with what was copied, over verified TLS, and gives one query's answer. */
export async function psqlWith(
  token: string,
  demo: DemoDatabase,
  sandbox: Sandbox,
  query: string,
): Promise<string> {
  const { stdout } = await run('psql', ['--no-psqlrc', '--tuples-only', '--no-align', '--command', query], {
    env: {
      PATH: process.env['PATH'],
      PGHOST: demo.host,
      PGPORT: String(demo.port),
      PGUSER: DEMO_SIGN_IN.dbUser,
      PGDATABASE: DEMO_SIGN_IN.database,
      PGPASSWORD: token,
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: sandbox.caFile,
    },
  });
  return stdout.trim();
}
