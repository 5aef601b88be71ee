import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import * as connector from 'mariadb';
import mysqlWithStreams from 'mysql2';
import mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../main/temporary-folder.ts';
import { startLabGateway, type LabGateway } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';

const run = promisify(execFile);
const quitTimeout = { timeout: 20_000 };
/** The connector gives up after a second, which is little on a busy machine. */
const patient = { connectTimeout: 20_000 };
let lab: Lab;
let gateway: LabGateway;
beforeAll(async () => {
  lab = await startLab();
  gateway = await startLabGateway(lab, 'mariadb');
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

/** How MariaDB's programs are told of the gateway. */
const options = () => [
  '--no-defaults',
  '--protocol=TCP',
  '--host=127.0.0.1',
  `--port=${gateway.port}`,
  `--user=${lab.users.app}`,
];
const env = () => ({ PATH: process.env['PATH'], HOME: '/nonexistent', MYSQL_PWD: gateway.password });

describe('mysql2', () => {
  async function connected() {
    const client = await mysql.createConnection({ ...place(), multipleStatements: true });
    onTestFinished(() => client.end());
    return client;
  }

  it('signs in over TLS that it knows nothing of', async () => {
    const client = await connected();
    const [rows] = await client.query(
      "select current_user() as u, variable_value > '' as tls from information_schema.session_status where variable_name = 'Ssl_cipher'",
    );
    expect(rows).toEqual([{ u: 'app_user@%', tls: 1 }]);
    await vi.waitFor(
      () => expect(gateway.clients()?.sessions[0]).toMatchObject({ program: 'Node-MySQL-2', state: 'open' }),
      quitTimeout,
    );
  });

  it('does queries of every kind, and goes on after an error', async () => {
    const client = await connected();
    const [two] = await client.query('select 1 as one; select 2 as two');
    expect(two).toEqual([[{ one: 1 }], [{ two: 2 }]]);
    for (const n of [21, 4]) {
      const [rows] = await client.execute('select ? * 2 as twice', [n]);
      expect(rows).toEqual([{ twice: n * 2 }]);
    }
    await expect(client.query('select nothing')).rejects.toMatchObject({ code: 'ER_BAD_FIELD_ERROR' });
    await client.query(
      'create or replace table streamed (n int primary key) select seq as n from seq_1_to_50000',
    );
    let sum = 0;
    const plain = mysqlWithStreams.createConnection(place());
    onTestFinished(() => plain.destroy());
    for await (const row of plain.query<mysql.RowDataPacket[]>('select n from streamed').stream())
      sum += Number(row.n);
    expect(sum).toBe((50_000 * 50_001) / 2);
    await client.query('start transaction; delete from streamed; rollback');
    const [left] = await client.query('select count(*) as n from streamed');
    expect(left).toEqual([{ n: 50_000 }]);
  });

  it('sends and takes a packet of 64 MB', async () => {
    const client = await connected();
    const big = randomBytes(32 * 1024 * 1024).toString('hex');
    const [rows] = await client.query('select length(b) as n, md5(b) as m from (select ? as b) as one', [
      big,
    ]);
    const m = createHash('md5').update(big).digest('hex');
    expect(rows).toEqual([{ n: 64 * 1024 * 1024, m }]);
    const [wide] = await client.query<mysql.RowDataPacket[]>("select repeat('y', 67000000) as wide");
    expect(String(wide[0]?.['wide']).length).toBe(67_000_000);
  }, 120_000);

  it('loads a local file', async () => {
    const client = await connected();
    const file = join(temporaryFolder(), 'rows.csv');
    writeFileSync(file, Array.from({ length: 100_000 }, (_, n) => `${n},row ${n}\n`).join(''));
    await client.query('create or replace table loaded (n int, t text)');
    await client.query({
      sql: `load data local infile '${file}' into table loaded fields terminated by ','`,
      infileStreamFactory: (path: string) => createReadStream(path),
    });
    const [rows] = await client.query('select count(*) as n, sum(n) as s from loaded');
    expect(rows).toEqual([{ n: 100_000, s: String((99_999 * 100_000) / 2) }]);
  });

  it('is refused another user within a session, with the reason, and the session ends', async () => {
    const client = await mysql.createConnection(place());
    onTestFinished(() => client.destroy());
    await expect(client.changeUser({ user: 'reporting', password: 'x' })).rejects.toThrow(/gateway/);
    await expect(client.query('select 1')).rejects.toThrow();
  });

  it('cancels with KILL QUERY, calls procedures, and keeps its time-outs', async () => {
    const [one, two] = [await connected(), await connected()];
    const slept = one.query('select sleep(60) as slept, ? as n', [7]);
    const id = one.threadId;
    await vi.waitFor(async () => {
      const [rows] = await two.query(
        "select count(*) as n from information_schema.processlist where id = ? and info like 'select sleep%'",
        [id],
      );
      expect(rows).toEqual([{ n: 1 }]);
    }, quitTimeout);
    await two.query('kill query ?', [id]);
    // MariaDB: an interrupted sleep returns 1, or the statement fails
    const [rows] = await slept.catch((cause: unknown) => [String(cause)]);
    expect(JSON.stringify(rows)).toMatch(/interrupted|"slept":1/);
    await one.query('create or replace procedure twice() begin select 1 as one; select 2 as two; end');
    const [sets] = await one.query('call twice()');
    expect(sets).toMatchObject([[{ one: 1 }], [{ two: 2 }], {}]);
    await expect(
      one.query('set statement max_statement_time = 0.05 for select sleep(60)'),
    ).rejects.toMatchObject({ errno: 1969 });
    expect((await one.query('select 1 as one'))[0]).toEqual([{ one: 1 }]);
    const hasty = await mysql.createConnection(place());
    await expect(hasty.query({ sql: 'select sleep(60)', timeout: 100 })).rejects.toThrow(/timeout/);
    hasty.destroy();
  });

  it('pools, with a fresh token for each connection', async () => {
    const before = gateway.tokens();
    const pool = mysql.createPool({ ...place(), connectionLimit: 6 });
    const sums = await Promise.all(
      Array.from(
        { length: 30 },
        async (_, n) => (await pool.query<mysql.RowDataPacket[]>('select ? + 1 as sum', [n]))[0][0]?.['sum'],
      ),
    );
    await pool.end();
    expect(sums).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
    expect(gateway.tokens() - before).toBeLessThanOrEqual(6);
    expect(gateway.tokens() - before).toBeGreaterThan(0);
  });
});

describe('mariadb, the connector', () => {
  it('does queries, batches and streams', async () => {
    const client = await connector.createConnection({ ...place(), ...patient });
    onTestFinished(() => client.end());
    await client.query('create or replace table batched (n int, t varchar(40))');
    await client.batch(
      'insert into batched values (?, ?)',
      Array.from({ length: 5_000 }, (_, n) => [n, `row ${n}`]),
    );
    const [{ n, s }] = await client.query('select count(*) as n, sum(n) as s from batched');
    expect([Number(n), Number(s)]).toEqual([5_000, (4_999 * 5_000) / 2]);
    const prepared = await client.prepare('select t from batched where n = ?');
    expect(await prepared.execute([77])).toMatchObject([{ t: 'row 77' }]);
    prepared.close();
    let rows = 0;
    for await (const row of client.queryStream('select * from batched')) rows += Number('t' in Object(row));
    expect(rows).toBe(5_000);
    await expect(client.query('select * from nowhere')).rejects.toMatchObject({ errno: 1146 });
    expect(await client.query('select 1 as one')).toMatchObject([{ one: 1 }]);
  });
});

describe('mariadb, the connector, beyond queries', () => {
  it('pools, with a fresh token for each connection', async () => {
    const before = gateway.tokens();
    const pool = connector.createPool({ ...place(), ...patient, connectionLimit: 6, acquireTimeout: 20_000 });
    const sums = await Promise.all(
      Array.from({ length: 30 }, async (_, n) =>
        Number((await pool.query('select ? + 1 as sum', [n]))[0].sum),
      ),
    );
    await pool.end();
    expect(sums).toEqual(Array.from({ length: 30 }, (_, n) => n + 1));
    expect(gateway.tokens() - before).toBeGreaterThan(0);
    expect(gateway.tokens() - before).toBeLessThanOrEqual(6);
  });

  it('keeps its time-outs, cancels, and is refused another user', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => connector.createConnection({ ...place(), ...patient })),
    );
    if (one === undefined || two === undefined) throw new Error('There is no connection.');
    onTestFinished(() => [one, two].forEach((client) => client.destroy()));
    await expect(one.query({ sql: 'select sleep(60)', timeout: 50 })).rejects.toMatchObject({
      errno: 1969,
    });
    const slow = one.query('select sleep(61) as slept').catch((cause: unknown) => String(cause));
    await vi.waitFor(async () => {
      const [row] = await two.query(
        "select count(*) as n from information_schema.processlist where id = ? and info like 'select sleep(61)%'",
        [one.threadId],
      );
      expect(Number(row.n)).toBe(1);
    }, quitTimeout);
    await two.query(`kill query ${one.threadId}`);
    expect(JSON.stringify(await slow)).toMatch(/interrupted|"slept":1/);
    expect(await one.query('select 1 as one')).toMatchObject([{ one: 1 }]);
    await expect(one.changeUser({ user: 'reporting', password: 'x' })).rejects.toThrow(/gateway/);
    // it is not left with a connection that never answers
    await expect(one.query('select 1')).rejects.toThrow();
  });

  it('is let in on either loopback address, also where it would compress', async () => {
    for (const host of ['127.0.0.1', '::1']) {
      const client = await connector.createConnection({ ...place(), ...patient, host, compress: true });
      expect(await client.query('select 1 as one')).toMatchObject([{ one: 1 }]);
      await client.end();
    }
  });
});

describe('COM_CHANGE_USER, with which pools make a session as new', () => {
  const state = 'select database() as db, @mine as mine, @@character_set_client as cs, connection_id() as id';

  it('mysql2 gets the same connection without what was set, and its database and character set', async () => {
    const client = await mysql.createConnection({ ...place(), charset: 'utf8mb4' });
    onTestFinished(() => client.destroy());
    const before = gateway.tokens();
    await client.query('set @mine = 1, names latin1');
    const [[was]] = await client.query<mysql.RowDataPacket[]>(state);
    expect(was).toMatchObject({ mine: 1, cs: 'latin1' });
    await client.changeUser({ ...place(), charset: 'utf8mb4' });
    const [[now]] = await client.query<mysql.RowDataPacket[]>(state);
    expect(now).toEqual({ db: 'app', mine: null, cs: 'utf8mb4', id: was?.['id'] });
    expect(gateway.tokens()).toBe(before);
    await expect(client.changeUser({ ...place(), password: 'Wrong1Password' })).rejects.toMatchObject({
      errno: 1045,
      message: expect.stringContaining('gateway'),
    });
  });

  it('mariadb, the connector, too', async () => {
    const client = await connector.createConnection({ ...place(), ...patient });
    onTestFinished(() => client.destroy());
    await client.query('set @mine = 1');
    const [was] = await client.query(state);
    await client.changeUser({ user: lab.users.app, password: gateway.password, database: 'app' });
    const [now] = await client.query(state);
    expect(now).toMatchObject({ db: 'app', mine: null, id: was.id });
  });

  it('libmariadb, too', async () => {
    const program = `
import sys, MySQLdb
to = dict(host='127.0.0.1', port=int(sys.argv[1]), user=sys.argv[2], passwd=sys.argv[3])
client = MySQLdb.connect(db='app', **to)
def ask(sql):
    cursor = client.cursor(); cursor.execute(sql); return cursor.fetchall()
ask('set @mine = 1')
before = ask('select connection_id()')
client.change_user(to['user'], to['passwd'], 'app')
print(ask('select connection_id()') == before, ask('select @mine, database()'))
try:
    client.change_user('reporting', to['passwd'], 'app')
except MySQLdb.Error as error:
    print(error.args[0])
`;
    const args = ['-c', program, String(gateway.port), lab.users.app, gateway.password];
    const { stdout } = await run('/usr/bin/python3', args);
    expect(stdout).toBe("True ((None, 'app'),)\n1045\n");
  });
});

describe('programs of MariaDB', () => {
  it('mariadb runs a script, and its own prepared statements', async () => {
    const script =
      "prepare p from 'select ? + ?'; set @a = 1, @b = 2; execute p using @a, @b; select database();";
    const { stdout } = await run('mariadb', [...options(), '-N', 'app', '-e', script], { env: env() });
    expect(stdout).toBe('3\napp\n');
  });

  it('Ctrl-C in mariadb ends the query and not the session', async () => {
    const client = spawn('script', ['-qfec', `mariadb ${options().join(' ')} -N app`, '/dev/null'], {
      env: env(),
    });
    let output = '';
    client.stdout.on('data', (text: Buffer) => (output += text.toString()));
    client.stdin.write("select 'first', connection_id();\nselect sleep(100);\n");
    const watcher = await mysql.createConnection(place());
    await vi.waitFor(async () => {
      const [rows] = await watcher.query(
        "select count(*) as n from information_schema.processlist where info = 'select sleep(100)'",
      );
      expect(rows).toEqual([{ n: 1 }]);
    }, quitTimeout);
    await watcher.end();
    client.stdin.write('\x03');
    await vi.waitFor(() => expect(output).toMatch(/Query execution was interrupted|\^C/), quitTimeout);
    client.stdin.write("select 'still', connection_id();\nexit\n");
    await new Promise((resolve) => client.once('close', resolve));
    const idAfter = (word: string) => new RegExp(`^\\| ${word} \\|\\s+(\\d+)`, 'm').exec(output)?.[1];
    expect(idAfter('first')).toMatch(/\d+/);
    expect(idAfter('still')).toBe(idAfter('first'));
  });

  it('mysqldump | mariadb brings the same tables back', async () => {
    const dump = join(temporaryFolder(), 'dump.sql');
    const sql = async (text: string) =>
      (await run('mariadb', [...options(), '-N', 'app', '-e', text], { env: env() })).stdout;
    await sql(
      'create or replace table dumped (n int primary key, m char(32)) select seq as n, md5(seq) as m from seq_1_to_30000',
    );
    const sum = 'select count(*), sum(crc32(m)) from dumped';
    const before = await sql(sum);
    const dumping = spawn('mysqldump', [...options(), '--single-transaction', 'app', 'dumped'], {
      env: env(),
    });
    await pipeline(dumping.stdout, createWriteStream(dump));
    await sql('drop table dumped');
    const restoring = spawn('mariadb', [...options(), 'app'], { env: env() });
    const restored = new Promise((resolve) => restoring.once('close', resolve));
    await pipeline(createReadStream(dump), restoring.stdin);
    expect(await restored).toBe(0);
    expect(await sql(sum)).toBe(before);
    expect(before).toMatch(/^30000\t/);
  });

  it('mariadb loads a local file, and does without compression', async () => {
    const file = join(temporaryFolder(), 'rows.csv');
    writeFileSync(file, Array.from({ length: 20_000 }, (_, n) => `${n}\n`).join(''));
    const script = `create or replace table loaded_by_program (n int); load data local infile '${file}' into table loaded_by_program; select count(*), sum(n) from loaded_by_program; show status like 'Compression'`;
    const args = [...options(), '--local-infile', '--compress', '-N', 'app', '-e', script];
    const { stdout } = await run('mariadb', args, { env: env() });
    expect(stdout).toBe(`20000\t${(19_999 * 20_000) / 2}\nCompression\tOFF\n`);
  });

  it('mysqlslap runs with many clients', async () => {
    const { stdout } = await run(
      'mysqlslap',
      [
        ...options(),
        '--skip-ssl',
        '--create-schema=app',
        '--no-drop',
        '--concurrency=8',
        '--number-of-queries=800',
        '--query=select 1',
      ],
      { env: env() },
    );
    expect(stdout).toContain('Number of clients running queries: 8');
  });
});
