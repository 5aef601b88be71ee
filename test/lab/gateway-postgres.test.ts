import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Client, Pool } from 'pg';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../main/temporary-folder.ts';
import { startLabGateway, type LabGateway } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';

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

  it('listens and is notified', async () => {
    const [ear, mouth] = [await connected(), await connected()];
    const heard = new Promise((resolve) => ear.once('notification', ({ payload }) => resolve(payload)));
    await ear.query('listen lab');
    await mouth.query("notify lab, 'said'");
    expect(await heard).toBe('said');
  });
});

describe('postgres', () => {
  function connected(patience = 5) {
    const sql = postgres({ ...place(), max: 4, onnotice: () => undefined });
    onTestFinished(() => sql.end({ timeout: patience }));
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
import psycopg2, psycopg2.extensions
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
`;
  const { stdout } = await run('/usr/bin/python3', ['-c', script], { env: libpq() });
  expect(stdout.trim().split('\n')).toEqual([
    "('app_user', 7)",
    '12502500',
    '1000',
    '100000',
    '57014',
    'heard',
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

  it('Ctrl-C in psql ends the query and not the session', async () => {
    // only in a terminal does psql go on after it: script(1) is one
    const psql = spawn('script', ['-qfec', 'psql -XAt -P pager=off', '/dev/null'], { env: libpq() });
    let output = '';
    psql.stdout.on('data', (text: Buffer) => (output += text.toString()));
    psql.stdin.write("select 'first', pg_backend_pid();\nselect pg_sleep(100);\n");
    const watcher = new Client(place());
    await watcher.connect();
    const asleep = "select count(*)::int as n from pg_stat_activity where query = 'select pg_sleep(100);'";
    const patience = { timeout: 20_000 };
    await vi.waitFor(async () => {
      expect((await watcher.query(asleep)).rows).toEqual([{ n: 1 }]);
    }, patience);
    await watcher.end();
    psql.stdin.write('\x03');
    await vi.waitFor(() => expect(output).toContain('canceling statement due to user request'), patience);
    psql.stdin.write("select 'still', pg_backend_pid();\n\\q\n");
    await new Promise((resolve) => psql.once('close', resolve));
    const pidAfter = (word: string) => new RegExp(`^${word}\\|(\\d+)`, 'm').exec(output)?.[1];
    expect(pidAfter('first')).toMatch(/\d+/);
    expect(pidAfter('still')).toBe(pidAfter('first'));
  });
});
