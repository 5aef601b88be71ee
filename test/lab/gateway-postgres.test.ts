import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Client, Pool, Query } from 'pg';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../main/temporary-folder.ts';
import { startLabGateway, type LabGateway } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';
import { rawPostgres } from './raw-postgres.ts';

const run = promisify(execFile);
let lab: Lab;
let gateway: LabGateway;
beforeAll(async () => {
  lab = await startLab();
  gateway = await startLabGateway(lab, 'postgres');
});
afterAll(async () => {
  await gateway?.stop();
  await lab?.stop();
});

const place = () => ({
  host: '127.0.0.1',
  port: gateway.port,
  user: lab.users.app,
  password: gateway.password,
  database: 'app',
});

/** What libpq's programs take from the environment; no TLS, for the way to the gateway is the loopback. */
const libpq = (over: Readonly<Record<string, string>> = {}) => ({
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  PGHOST: '127.0.0.1',
  PGPORT: String(gateway.port),
  PGUSER: lab.users.app,
  PGPASSWORD: gateway.password,
  PGDATABASE: 'app',
  LC_ALL: 'C.UTF-8',
  ...over,
});

describe('pg', () => {
  async function connected(): Promise<Client> {
    const client = new Client({ ...place(), application_name: 'lab test' });
    await client.connect();
    onTestFinished(() => client.end());
    return client;
  }

  it('signs in, and is known by its own name on both sides', async () => {
    const client = await connected();
    const { rows } = await client.query(
      'select current_user, current_setting($1) as name, ssl from pg_stat_ssl where pid = pg_backend_pid()',
      ['application_name'],
    );
    expect(rows).toEqual([{ current_user: 'app_user', name: 'lab test', ssl: true }]);
    await vi.waitFor(
      () =>
        expect(gateway.clients()?.sessions).toContainEqual(
          expect.objectContaining({ program: 'lab test', state: 'open' }),
        ),
      { timeout: 20_000 },
    );
  });

  it('does queries of every kind, and goes on after an error', async () => {
    const client = await connected();
    expect(await client.query('select 1 as one; select 2 as two')).toMatchObject([
      { rows: [{ one: 1 }] },
      { rows: [{ two: 2 }] },
    ]);
    const named = { name: 'twice', text: 'select $1::int * 2 as twice' };
    expect((await client.query({ ...named, values: [21] })).rows).toEqual([{ twice: 42 }]);
    expect((await client.query({ ...named, values: [4] })).rows).toEqual([{ twice: 8 }]);
    await expect(client.query('select 1/0')).rejects.toMatchObject({ code: '22012' });
    await client.query('begin; declare c cursor for select generate_series(1, 1000) as n');
    const first = await client.query('fetch 10 from c');
    expect(first.rows.at(-1)).toEqual({ n: 10 });
    await client.query('rollback');
    const wide = await client.query('select repeat($1, 3000000) as wide', ['ü€x']);
    expect(String(wide.rows[0].wide).length).toBe(9_000_000);
    const notices: string[] = [];
    client.on('notice', ({ message }) => notices.push(String(message)));
    await client.query("do $$ begin raise notice 'hello'; end $$");
    expect(notices).toEqual(['hello']);
    await client.query('set statement_timeout = 50');
    await expect(client.query('select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
  });

  it('pools, with a fresh token for each connection', async () => {
    const before = gateway.tokens();
    const pool = new Pool({ ...place(), max: 8 });
    const sums = await Promise.all(
      Array.from(
        { length: 40 },
        async (_, n) => (await pool.query('select $1::int + 1 as sum', [n])).rows[0].sum,
      ),
    );
    expect(sums).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    const opened = pool.totalCount;
    await pool.end();
    expect(gateway.tokens() - before).toBe(opened);
  });

  it('streams rows as they come', async () => {
    const client = await connected();
    const streamed = client.query(
      new Query('select n, repeat($1, 100) from generate_series(1, 50000) n', ['x']),
    );
    let sum = 0;
    streamed.on('row', (row: unknown) => (sum += Number(Reflect.get(Object(row), 'n'))));
    await new Promise((resolve, reject) => streamed.once('end', resolve).once('error', reject));
    expect(sum).toBe((50_000 * 50_001) / 2);
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('cancels another session’s query, and that one only', async () => {
    const [one, two, other] = [await connected(), await connected(), await connected()];
    const pids = await Promise.all(
      [one, two].map(async (client) => (await client.query('select pg_backend_pid() as pid')).rows[0].pid),
    );
    const cancelled = expect(one.query('select pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
    const slow = two.query('select pg_sleep(1), 7 as seven');
    await vi.waitFor(
      async () => {
        const asleep = "select 1 from pg_stat_activity where pid = $1 and query like 'select pg_sleep(60)%'";
        expect((await other.query(asleep, [pids[0]])).rowCount).toBe(1);
      },
      { timeout: 20_000 },
    );
    await other.query('select pg_cancel_backend($1)', [pids[0]]);
    await cancelled;
    expect((await slow).rows).toMatchObject([{ seven: 7 }]);
    // and a backend that is terminated is an error and an end to its own client, which pg may tell one after the other
    const ended = new Promise((resolve) => one.on('error', resolve));
    await other.query('select pg_terminate_backend($1)', [pids[0]]);
    expect(String(await ended)).toMatch(/terminat/);
    expect((await two.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('keeps the time-outs that it names when it signs in, and its own', async () => {
    const hasty = new Client({ ...place(), statement_timeout: 50, connectionTimeoutMillis: 20_000 });
    await hasty.connect();
    await expect(hasty.query('select pg_sleep(60)')).rejects.toMatchObject({ code: '57014' });
    expect((await hasty.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '50ms' }]);
    await hasty.end();
    const own = new Client({ ...place(), query_timeout: 200 });
    await own.connect();
    await expect(own.query('select pg_sleep(1)')).rejects.toThrow(/timeout/);
    await own.end();
    const pool = new Pool({ ...place(), idleTimeoutMillis: 50 });
    await pool.query('select 1');
    await vi.waitFor(() => expect(pool.totalCount).toBe(0), { timeout: 20_000 });
    expect((await pool.query('select 2 as two')).rows).toEqual([{ two: 2 }]);
    await pool.end();
  });

  it('listens and is notified', async () => {
    const [ear, mouth] = [await connected(), await connected()];
    const heard = new Promise((resolve) => ear.once('notification', ({ payload }) => resolve(payload)));
    await ear.query('listen lab');
    await mouth.query("notify lab, 'said'");
    expect(await heard).toBe('said');
  });
});

describe('postgres', () => {
  function connected(quitTimeout = 5) {
    const sql = postgres({ ...place(), max: 4, onnotice: () => undefined });
    onTestFinished(() => sql.end({ timeout: quitTimeout }));
    return sql;
  }

  it('pipelines, streams, and cancels a query', async () => {
    const sql = connected();
    const pipelined = await sql.begin((tx) => [tx`select 1 as n`, tx`select 2 as n`, tx`select 3 as n`]);
    expect(pipelined.map(([row]) => row?.['n'])).toEqual([1, 2, 3]);
    let rows = 0;
    await sql`select generate_series(1, 20000) as n`.cursor(500, (some) => void (rows += some.length));
    expect(rows).toBe(20_000);
    const long = sql`select pg_sleep(60)`;
    const refused = expect(long).rejects.toMatchObject({ code: '57014' });
    await vi.waitFor(
      async () => {
        const [found] =
          await sql`select count(*)::int as n from pg_stat_activity where query like 'select pg_sleep(60)%'`;
        expect(found?.['n']).toBe(1);
      },
      { timeout: 20_000 },
    );
    long.cancel();
    await refused;
  });

  it('prepares, listens, keeps its time-outs, and goes on after errors', async () => {
    const sql = connected();
    for (const n of [21, 4]) expect(await sql`select ${n}::int * 2 as twice`).toEqual([{ twice: n * 2 }]);
    await expect(sql`select 1/0`).rejects.toMatchObject({ code: '22012' });
    const heard = new Promise(
      (resolve) => void sql.listen('lab_js', resolve).then(() => sql.notify('lab_js', 'said')),
    );
    expect(await heard).toBe('said');
    const sums = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => (await sql`select ${n}::int + 1 as sum`)[0]?.['sum']),
    );
    expect(sums).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    const reserved = await sql.reserve();
    expect(await reserved`select 1 as one`).toEqual([{ one: 1 }]);
    reserved.release();
    const hasty = postgres({ ...place(), max: 1, connection: { statement_timeout: 50 }, idle_timeout: 1 });
    onTestFinished(() => hasty.end());
    await expect(hasty`select pg_sleep(60)`).rejects.toMatchObject({ code: '57014' });
    expect(await hasty`select 2 as two`).toEqual([{ two: 2 }]);
  });

  it('copies in and out, and keeps large objects', async () => {
    const sql = connected();
    await sql.unsafe('create table if not exists copied (n int, t text)');
    await sql.unsafe('truncate copied');
    const lines = Array.from({ length: 50_000 }, (_, n) => `${n}\tline ${n}\n`);
    await pipeline(Readable.from(lines), await sql`copy copied from stdin`.writable());
    expect((await sql`select count(*)::int as n, sum(n)::bigint as s from copied`)[0]).toEqual({
      n: 50_000,
      s: String((49_999 * 50_000) / 2),
    });
    // a connection of its own: on a plain socket, the gateway's or a bare pipe's, this driver pauses at the last
    // piece of a COPY that comes in large chunks, and does not read on
    const reader = connected(0);
    let bytes = 0;
    for await (const chunk of await reader`copy copied to stdout`.readable())
      bytes += Buffer.from(chunk).length;
    expect(bytes).toBe(lines.join('').length);
    await sql.begin(async (tx) => {
      const [made] = await tx`select lo_from_bytea(0, ${Buffer.alloc(300_000, 7)}) as oid`;
      const [read] = await tx`select length(lo_get(${made?.['oid']})) as n`;
      expect(read?.['n']).toBe(300_000);
      await tx`select lo_unlink(${made?.['oid']})`;
    });
  });
});

it('psycopg2 does what it can do', async () => {
  const script = `
import os, select, threading, io, time
import psycopg2, psycopg2.extensions, psycopg2.pool
c = psycopg2.connect('')
cur = c.cursor()
cur.execute('select current_user, %s::int', (7,))
print(cur.fetchone())
named = c.cursor('named'); named.itersize = 100
named.execute('select generate_series(1, 5000)')
print(sum(r[0] for r in named)); named.close()
cur.execute('create temp table t (n int)')
cur.copy_expert('copy t from stdin', io.StringIO(''.join('%d\\n' % n for n in range(1000))))
out = io.StringIO(); cur.copy_expert('copy t to stdout', out)
print(len(out.getvalue().split()))
lo = c.lobject(0, 'wb'); lo.write(b'x' * 100000); oid = lo.oid; lo.close()
print(len(c.lobject(oid, 'rb').read())); c.lobject(oid, 'n').unlink()
c.rollback(); c.set_session(autocommit=True)
threading.Timer(0.5, c.cancel).start()
try:
    cur.execute('select pg_sleep(60)')
except psycopg2.extensions.QueryCanceledError as e:
    print(e.pgcode)
cur.execute('listen py'); cur.execute("notify py, 'heard'"); c.poll()
print(c.notifies[0].payload)
cur.execute('prepare twice (int) as select $1 * 2'); cur.execute('execute twice (21)'); print(cur.fetchone()[0])
cur.execute("do $$ begin raise notice 'hello'; end $$"); print(c.notices[-1].strip())
hasty = psycopg2.connect('', options='-c statement_timeout=50', connect_timeout=20)
try:
    hasty.cursor().execute('select pg_sleep(60)')
except psycopg2.extensions.QueryCanceledError as e:
    print(e.pgcode)
hasty.rollback(); h = hasty.cursor(); h.execute('select 2'); print(h.fetchone()[0])
pool = psycopg2.pool.ThreadedConnectionPool(1, 6, ''); sums = []
def work(n):
    one = pool.getconn(); k = one.cursor(); k.execute('select %s + 1, pg_sleep(0.05)', (n,)); sums.append(k.fetchone()[0]); one.rollback(); pool.putconn(one)
threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
[t.start() for t in threads]; [t.join() for t in threads]; pool.closeall()
print(sum(sums))
`;
  const { stdout } = await run('/usr/bin/python3', ['-c', script], { env: libpq() });
  expect(stdout.trim().split('\n')).toEqual([
    "('app_user', 7)",
    '12502500',
    '1000',
    '100000',
    '57014',
    'heard',
    '42',
    'NOTICE:  hello',
    '57014',
    '2',
    '21',
  ]);
});

describe('programs of PostgreSQL', () => {
  it('pgbench runs with each protocol', async () => {
    await run('pgbench', ['-i', '-q'], { env: libpq() });
    for (const protocol of ['simple', 'extended', 'prepared']) {
      const { stdout } = await run('pgbench', ['-n', '-M', protocol, '-c', '4', '-t', '25'], {
        env: libpq(),
      });
      expect(stdout).toContain('number of transactions actually processed: 100/100');
      expect(stdout).toContain('number of failed transactions: 0');
    }
  });

  it('pg_dump | pg_restore brings the same tables back', async () => {
    const folder = temporaryFolder();
    const psql = async (text: string) => (await run('psql', ['-XAtc', text], { env: libpq() })).stdout;
    await psql(
      'drop schema if exists dumped cascade; create schema dumped; create table dumped.t as select n, md5(n::text) as m from generate_series(1, 30000) n',
    );
    const sum = "select count(*), md5(string_agg(m, '' order by n)) from dumped.t";
    const before = await psql(sum);
    const archive = join(folder, 'dump');
    await run('pg_dump', ['-Fc', '-n', 'dumped', '-f', archive], { env: libpq() });
    await psql('drop schema dumped cascade');
    await run('pg_restore', ['-d', 'app', '-j', '2', archive], { env: libpq() });
    expect(await psql(sum)).toBe(before);
    expect(before).toMatch(/^30000\|/);
  });

  it('psql copies from and to files', async () => {
    const folder = temporaryFolder();
    const [from, to] = [join(folder, 'from.csv'), join(folder, 'to.csv')];
    const text = Array.from({ length: 5_000 }, (_, n) => `${n},"line ""${n}"""\n`).join('');
    writeFileSync(from, text);
    await run(
      'psql',
      [
        '-X',
        '-v',
        'ON_ERROR_STOP=1',
        '-c',
        'create temp table c (n int, t text)',
        '-c',
        `\\copy c from '${from}' csv`,
        '-c',
        `\\copy (select n, t from c order by n) to '${to}' (format csv, force_quote (t))`,
      ],
      { env: libpq() },
    );
    expect(readFileSync(to, 'utf8')).toBe(text);
  });

  it('psql listens and is notified', async () => {
    const script = ['-c', 'listen lab_psql', '-c', "notify lab_psql, 'said'", '-c', 'select 1'];
    const { stdout } = await run('psql', ['-XAt', ...script], { env: libpq() });
    expect(stdout).toContain('Asynchronous notification "lab_psql" with payload "said"');
  });

  it('a replication connection is one to the server, too', async () => {
    // the lab's user may not replicate: that the server says so shows that it was asked
    const asked = run('psql', ['-XAtc', 'IDENTIFY_SYSTEM', 'dbname=app replication=database'], {
      env: libpq(),
    });
    await expect(asked).rejects.toThrow(/replication|walsender/i);
    await expect(asked).rejects.not.toThrow(/syntax/i);
  });

  it('Ctrl-C in psql ends the query and not the session', async () => {
    // only in a terminal does psql go on after it: script(1) is one
    const psql = spawn('script', ['-qfec', 'psql -XAt -P pager=off', '/dev/null'], { env: libpq() });
    let output = '';
    psql.stdout.on('data', (text: Buffer) => (output += text.toString()));
    psql.stdin.write("select 'first', pg_backend_pid();\nselect pg_sleep(100);\n");
    const watcher = new Client(place());
    await watcher.connect();
    const asleep = "select count(*)::int as n from pg_stat_activity where query = 'select pg_sleep(100);'";
    const quitTimeout = { timeout: 20_000 };
    await vi.waitFor(async () => {
      expect((await watcher.query(asleep)).rows).toEqual([{ n: 1 }]);
    }, quitTimeout);
    await watcher.end();
    psql.stdin.write('\x03');
    await vi.waitFor(() => expect(output).toContain('canceling statement due to user request'), quitTimeout);
    psql.stdin.write("select 'still', pg_backend_pid();\n\\q\n");
    await new Promise((resolve) => psql.once('close', resolve));
    const pidAfter = (word: string) => new RegExp(`^${word}\\|(\\d+)`, 'm').exec(output)?.[1];
    expect(pidAfter('first')).toMatch(/\d+/);
    expect(pidAfter('still')).toBe(pidAfter('first'));
  });
});

describe('a client that can do one thing only', () => {
  it('signs in with its password in clear text where that is chosen, or speaks protocol 3.2', async () => {
    const plain = await gateway.beside({ localSignIn: 'cleartext' });
    const client = new Client({ ...place(), port: plain.port });
    await client.connect();
    expect((await client.query('select current_user as who')).rows).toEqual([{ who: 'app_user' }]);
    await client.end();
    // PostgreSQL 15 negotiates it down to 3.0, which the client is told
    const as = { user: lab.users.app, database: 'app', password: gateway.password };
    for (const minor of [0, 2]) {
      const session = await rawPostgres(plain.port, { ...as, minor });
      expect(session).not.toBeNull();
      session?.destroy();
    }
  });

  it('is let in on either loopback address', async () => {
    for (const host of ['127.0.0.1', '::1']) {
      const client = new Client({ ...place(), host });
      await client.connect();
      expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      await client.end();
    }
  });
});
