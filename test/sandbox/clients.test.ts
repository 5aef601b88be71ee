import { once } from 'node:events';
import { connect } from 'node:net';
import { Signer } from '@aws-sdk/rds-signer';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram, type Finished } from './run-program.ts';
import { startSandbox, type DemoDatabase, type Sandbox } from './start-sandbox.ts';

let sandbox: Sandbox;
let postgres: DemoDatabase;
const path = { PATH: process.env['PATH'] ?? '' };

beforeAll(async () => {
  sandbox = await startSandbox();
  if (!sandbox.postgres) throw new Error('no embedded PostgreSQL');
  postgres = sandbox.postgres;
  await postgres.ready;
  await sandbox.mysql?.ready;
}, 400_000); // the very first start on a machine prepares PGlite's data folder
afterAll(() => sandbox.stop());

function token(database: DemoDatabase, user: string): Promise<string> {
  const { accessKeyId, secretAccessKey } = sandbox.directory.developer;
  return new Signer({
    hostname: database.host,
    port: database.port,
    region: database.region,
    username: user,
    credentials: { accessKeyId, secretAccessKey },
  }).getAuthToken();
}

async function psql(args: readonly string[], more: Record<string, string> = {}): Promise<Finished> {
  return runProgram('psql', ['-X', '-w', '-At', ...args], {
    ...path,
    PGHOST: 'localhost',
    PGPORT: String(postgres.port),
    PGUSER: 'app_readonly',
    PGDATABASE: 'shop',
    PGSSLMODE: 'verify-full',
    PGSSLROOTCERT: sandbox.caFile,
    PGPASSWORD: await token(postgres, 'app_readonly'),
    PGCONNECT_TIMEOUT: '20',
    ...more,
  });
}

async function pgClient(): Promise<Client> {
  const client = new Client({
    host: 'localhost',
    port: postgres.port,
    user: 'app',
    database: 'shop',
    password: await token(postgres, 'app'),
    ssl: { ca: sandbox.authority.caPem },
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

describe('the embedded PostgreSQL', () => {
  it('signs psql in over verified TLS and answers queries and \\d', async () => {
    const counted = await psql(['-c', 'select count(*) from orders', '-c', '\\conninfo']);
    expect(counted).toMatchObject({ code: 0, stderr: '' });
    expect(counted.stdout).toContain('120\n');
    expect(counted.stdout).toContain('SSL connection');
    const described = await psql(['-c', '\\d', '-c', '\\d orders']);
    expect(described).toMatchObject({ code: 0, stderr: '' });
    expect(described.stdout).toContain('public|customers|table|');
    expect(described.stdout).toContain('customer_id|integer');
  });

  it('reports errors and goes on', async () => {
    const failed = await psql([], {}).then(() => psql(['-c', 'select * from nope', '-c', 'select 7']));
    expect(failed.stderr).toContain('ERROR:  relation "nope" does not exist');
    expect(failed.stdout).toBe('7\n');
  });

  it('refuses a bad token in the words of RDS and notes why', async () => {
    const before = sandbox.refusals.length;
    const refused = await psql(['-c', 'select 1'], { PGPASSWORD: await token(postgres, 'app') });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('FATAL:  PAM authentication failed for user "app_readonly"');
    expect(sandbox.refusals.slice(before)).toEqual(['wrong-user']);
    const root = await psql(['-c', 'select 1'], {
      PGUSER: 'root',
      PGPASSWORD: await token(postgres, 'root'),
    });
    expect(root.stderr).toContain('FATAL:  PAM authentication failed for user "root"');
    expect(sandbox.refusals.at(-1)).toBe('not-allowed');
  });

  it('refuses plain text as pg_hba.conf would', async () => {
    const refused = await psql(['-c', 'select 1'], { PGSSLMODE: 'disable' });
    expect(refused.stderr).toContain(
      'FATAL:  no pg_hba.conf entry for host "127.0.0.1", user "app_readonly", database "shop", no encryption',
    );
  });

  it('is not trusted without its authority', async () => {
    const refused = await psql(['-c', 'select 1'], { PGSSLROOTCERT: '/dev/null' });
    expect(refused.code).toBe(2);
  });

  it('keeps prepared statements of several clients apart, also the unnamed one', async () => {
    const [one, two] = [await pgClient(), await pgClient()];
    const ask = (client: Client, text: string) =>
      client.query<{ n: number }>({ name: 'same', text, values: [] }).then((found) => found.rows[0]?.n);
    expect(await ask(one, 'select 1 as n')).toBe(1);
    expect(await ask(two, 'select 2 as n')).toBe(2);
    expect(await ask(one, 'select 1 as n')).toBe(1);
    await expect(one.query('select $1::int', ['x'])).rejects.toThrow('invalid input syntax');
    expect((await two.query('select $1::int as n', [5])).rows).toEqual([{ n: 5 }]);
    await one.end();
    await two.end();
  });

  it('lets others wait for a transaction, and rolls it back when its client leaves', async () => {
    const [one, two] = [await pgClient(), await pgClient()];
    await one.query('begin');
    await one.query("update customers set country = 'XX'");
    let answered = false;
    const waiting = two
      .query("select count(*)::int as n from customers where country = 'XX'")
      .finally(() => (answered = true));
    await one.query('select 1');
    expect(answered).toBe(false);
    one.connection.stream.destroy();
    expect((await waiting).rows).toEqual([{ n: 0 }]);
    await two.end();
  });

  it('survives a statement that ends the engine', async () => {
    const client = await pgClient();
    await expect(client.query('copy customers from /* hidden */ stdin')).rejects.toThrow();
    await client.end().catch(() => undefined);
    expect((await psql(['-c', 'select count(*) from customers'])).stdout).toBe('6\n');
  });
});

describe('MariaDB behind the MySQL front', () => {
  async function mariadb(
    args: readonly string[],
    user = 'app',
    password?: string,
  ): Promise<Finished | undefined> {
    const mysql = sandbox.mysql;
    if (!mysql) return undefined;
    const all = ['--no-defaults', '-h', 'localhost', '--protocol=tcp', '-P', String(mysql.port), '-u', user];
    return runProgram('mariadb', [...all, '-N', '-B', 'shop', ...args], {
      ...path,
      MYSQL_PWD: password ?? (await token(mysql, user)),
    });
  }
  const verified = (): string[] => [`--ssl-ca=${sandbox.caFile}`, '--ssl-verify-server-cert'];

  it('signs the mariadb client in over verified TLS and relays results', async () => {
    const done = await mariadb([
      ...verified(),
      '-e',
      'select count(*) from orders; show status like "Ssl_version"; select repeat("x", 100000)',
    ]);
    if (!done) return;
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toMatch(/^4\n/);
    expect(done.stdout).toContain('x'.repeat(100_000));
  });

  it('refuses a bad token in the words of MySQL, and plain text', async () => {
    const refused = await mariadb([...verified(), '-e', 'select 1'], 'app', 'guess');
    if (!refused) return;
    expect(refused.stderr).toContain(
      "ERROR 1045 (28000): Access denied for user 'app'@'localhost' (using password: YES)",
    );
    expect(sandbox.refusals.at(-1)).toBe('malformed');
    const plain = await mariadb(['--skip-ssl', '-e', 'select 1']);
    expect(plain?.stderr).toContain('ERROR 3159 (HY000)');
    const unknown = await mariadb([...verified(), '-e', 'select * from nope']);
    expect(unknown?.stderr).toContain('ERROR 1146');
  });
});

describe('garbage', () => {
  it.each([
    ['zeros', Buffer.alloc(64)],
    ['ones', Buffer.alloc(64, 0xff)],
    ['http', Buffer.from('GET / HTTP/1.0\r\n\r\n')],
    ['a TLS hello too early', Buffer.from('16030100050100000100', 'hex')],
    ['ssl request and bytes ahead', Buffer.from('0000000804d2162f0000000804d2162f', 'hex')],
    ['ssl request and no TLS', Buffer.from('0000000804d2162f', 'hex')],
  ])('%s does no harm at any port', async (_name, bytes) => {
    const ports = [postgres.port, sandbox.mysql?.port, Number(new URL(sandbox.url).port)];
    for (const port of ports) {
      if (port === undefined) continue;
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.resume();
      socket.end(bytes);
      await once(socket, 'close');
    }
    expect((await psql(['-c', 'select 1'])).stdout).toBe('1\n');
  });
});
