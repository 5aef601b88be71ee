import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveConnectAddress } from '../../app/clients/connect-address.ts';
import { libpqVariables } from '../../app/clients/catalogue/libpq.ts';
import { succeed } from '../../app/common/result.ts';
import { targetOfConnection } from '../../app/connect/target.ts';
import { connection } from '../app/connections/sample-connection.ts';
import { startLabGateway } from '../lab/gateway.ts';
import { labToken } from '../lab/gateway.ts';
import type { DemoFront } from './demo-fronts.ts';
import type { Identity } from './identity.ts';
import { runProgram, type Finished } from './run-program.ts';
import { startSandbox, type Sandbox } from './start-sandbox.ts';

let sandbox: Sandbox;
let ahead = 0;
let fronts: NonNullable<Sandbox['fronts']>;
let engineer: Identity;

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => Date.now() + ahead, without: ['mysql'] });
  if (sandbox.fronts === null || sandbox.postgres === null) throw new Error('no embedded PostgreSQL');
  fronts = sandbox.fronts;
  await sandbox.postgres.ready;
  engineer = sandbox.directory.developer;
}, 400_000);
afterAll(() => sandbox.stop());

const token = (to: DemoFront, user: string): Promise<string> => labToken(to, engineer, user);

/** What psql is started with for a saved connection to a front, whose name leads nowhere here. */
async function variables(to: DemoFront, user: string): Promise<Record<string, string>> {
  const { host, port, connectAddress, region } = to;
  const saved = connection({
    address: { host, port },
    networkRoute: { kind: 'address', address: connectAddress },
    region,
    dbUser: user,
    database: 'shop',
  });
  const dialled = await resolveConnectAddress(targetOfConnection(saved).open, async () => ['127.0.0.1']);
  if (!dialled.ok) throw new Error(dialled.error.message);
  return libpqVariables(dialled.value, sandbox.caFile);
}

async function psql(to: DemoFront, user: string, more: Record<string, string> = {}): Promise<Finished> {
  return runProgram('psql', ['-X', '-w', '-At', '-c', 'select count(*) from orders', '-c', '\\conninfo'], {
    PATH: process.env['PATH'] ?? '',
    PGCONNECT_TIMEOUT: '20',
    PGPASSWORD: await token(to, user),
    ...(await variables(to, user)),
    ...more,
  });
}

/** What the verifier noted while something was done. */
async function refusalsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = sandbox.refusals.length;
  await work();
  return sandbox.refusals.slice(before);
}

describe('Aurora DSQL', () => {
  it.each(['app_readonly', 'admin'])(
    'logs psql in as %s with its own token, over TLS and with SNI',
    async (user) => {
      const done = await psql(fronts.dsql, user);
      expect(done).toMatchObject({ code: 0, stderr: '' });
      expect(done.stdout).toContain('120\n');
      expect(done.stdout).toContain('SSL connection');
    },
  );

  it('takes no token of RDS, none of the other user, and none that has ended', async () => {
    const rds = { ...fronts.dsql, host: 'orders.c9q2.us-east-1.rds.amazonaws.com' };
    const use = (password: string) => () => psql(fronts.dsql, 'app_readonly', { PGPASSWORD: password });
    expect(await refusalsOf(use(await token(rds, 'app_readonly')))).toEqual(['malformed']);
    expect(await refusalsOf(use(await token(fronts.dsql, 'admin')))).toEqual(['bad-action']);
    const own = await token(fronts.dsql, 'app_readonly');
    ahead = 901_000;
    expect(await refusalsOf(use(own)).finally(() => (ahead = 0))).toEqual(['expired']);
  });

  it('does not let a client in that keeps the name from it', async () => {
    let refused: Finished | null = null;
    const noted = await refusalsOf(async () => {
      refused = await psql(fronts.dsql, 'app_readonly', { PGSSLSNI: '0' });
    });
    expect(refused).toMatchObject({ stderr: expect.stringContaining('sni was not received') });
    expect(noted).toEqual([]);
  });
});

it('an RDS Proxy logs psql in with a token for its own name and resource ID', async () => {
  expect(await psql(fronts.proxy, 'app_readonly')).toMatchObject({ code: 0, stderr: '' });
  const database = sandbox.postgres;
  if (database === null) throw new Error('no embedded PostgreSQL');
  const other = await labToken(database, engineer, 'app_readonly');
  const use = () => psql(fronts.proxy, 'app_readonly', { PGPASSWORD: other });
  expect(await refusalsOf(use)).toEqual(['wrong-host']);
});

describe.each(['dsql', 'proxy'] as const)('the gateway of a %s', (kind) => {
  it('logs psql in with the local password', async () => {
    const front = fronts[kind];
    const { host, port, connectAddress, region, resourceId } = front;
    const at = {
      host: 'localhost',
      port: connectAddress.port,
      database: 'shop',
      region,
      resourceId,
    } as const;
    const users = { app: 'app_readonly', reporting: 'app', forbidden: 'nobody' } as const;
    const gateway = await startLabGateway(
      {
        caFile: sandbox.caFile,
        users: { ...users, app: 'app_user', reporting: 'reporting', forbidden: 'forbidden_user' },
        identities: { longLived: engineer, session: engineer },
        postgres: at,
        mariadb: at,
      },
      'postgres',
      { address: { host, port }, connectAddress, dbUser: users.app, database: 'shop' },
    );
    try {
      gateway.signWith(async () => succeed(await token(front, users.app)));
      const done = await runProgram('psql', ['-X', '-w', '-At', '-c', 'select count(*) from orders'], {
        PATH: process.env['PATH'] ?? '',
        PGHOST: '127.0.0.1',
        PGPORT: String(gateway.port),
        PGUSER: users.app,
        PGDATABASE: 'shop',
        PGPASSWORD: gateway.password,
      });
      expect(done).toEqual({ code: 0, stdout: '120\n', stderr: '' });
    } finally {
      await gateway.stop();
    }
  });
});
