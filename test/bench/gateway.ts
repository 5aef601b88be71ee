import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { succeed } from '../../app/common/result.ts';
import { labToken, startLabGateway } from '../lab/gateway.ts';
import { startLab } from '../lab/lab.ts';
import { freePorts } from '../lab/server-process.ts';
import { connectTimes, connectTimesUnderBulk } from './connect-times.ts';
import { idleSessions } from './idle-sessions.ts';
import { median, table } from './report.ts';
import { startBarePipe } from './start-bare-pipe.ts';
import { startPgbouncer } from './start-pgbouncer.ts';
import { electronProgram } from '../../scripts/electron-runtime.ts';
import { windowLatency } from './window-latency.ts';

/**
 * The gateway against what it stands beside, interleaved in one run: the database directly over TLS, a bare Node
 * pipe with TLS upstream (the floor for any gateway in this runtime), and pgbouncer in session mode. With names of
 * parts (`small`, `bulk`, `mysql`, `connect`, `idle`, `window`), those only.
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
/** Transactions of all clients together. */
const TRANSACTIONS = 10_000;
const CLIENTS = [1, 10, 50];
const MODES = ['simple', 'prepared'] as const;
const SLAP_QUERIES = 6_000;
const BULK_ROWS = 150_000;
const run = promisify(execFile);
const built = join(import.meta.dirname, '..', '..', 'out', 'main', 'relay.js');

interface Way {
  readonly name: string;
  readonly port: number;
  readonly password: string;
  readonly isDirect: boolean;
}

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
chmodSync(folder, 0o711);
// the tokens of one moment are good for as long as the benchmark takes
const begun = Date.now();
const lab = await startLab({ now: () => begun });
const user = lab.users.app;
const [pipePort = 0, bouncerPort = 0, mysqlPipePort = 0] = await freePorts(3);
// pgbouncer 1.18 takes passwords of up to 2,047 bytes, but a short token is fair to all
const token = await labToken(lab.postgres, lab.identities.longLived, user);
const mysqlToken = await labToken(lab.mariadb, lab.identities.longLived, user);
const gateway = await startLabGateway(lab, 'postgres', { built });
const mysqlGateway = await startLabGateway(lab, 'mariadb', { built });
gateway.signWith(async () => succeed(token));
mysqlGateway.signWith(async () => succeed(mysqlToken));
const { caFile } = lab;
const pipe = await startBarePipe('postgres', {
  listen: pipePort,
  port: lab.postgres.port,
  caFile,
  user,
  token,
});
const mysqlPipe = await startBarePipe('mariadb', {
  listen: mysqlPipePort,
  port: lab.mariadb.port,
  caFile,
  user,
  token: mysqlToken,
});
const stopBouncer = await startPgbouncer(join(folder, 'pgbouncer'), {
  listen: bouncerPort,
  database: lab.postgres,
  caFile,
  user,
  token,
});
const ways: readonly Way[] = [
  { name: 'direct', port: lab.postgres.port, password: token, isDirect: true },
  { name: 'pipe', port: pipePort, password: token, isDirect: false },
  { name: 'pgbouncer', port: bouncerPort, password: '', isDirect: false },
  { name: 'gateway', port: gateway.port, password: gateway.password, isDirect: false },
];
const mysqlLaunchMethods: readonly Way[] = [
  { name: 'direct', port: lab.mariadb.port, password: mysqlToken, isDirect: true },
  { name: 'pipe', port: mysqlPipePort, password: 'local', isDirect: false },
  { name: 'gateway', port: mysqlGateway.port, password: mysqlGateway.password, isDirect: false },
];

/** Each part's figures, by the name that picks it. */
const parts: Readonly<Record<string, () => Promise<Record<string, number | null>>>> = {
  async small() {
    await pgbench(ways[0], ['-i', '-s', '1', '-q']);
    const small = await smallQueries();
    const versus = (of: string): number => median(small.map((one) => rate(one, 'gateway') / rate(one, of)));
    return {
      smallVsPipe: versus('pipe'),
      smallVsPgbouncer: versus('pgbouncer'),
      smallVsDirect: versus('direct'),
    };
  },
  async bulk() {
    const bulk = await bulkCopy();
    return {
      bulkVsDirect: rate(bulk, 'gateway') / rate(bulk, 'direct'),
      bulkVsPipe: rate(bulk, 'gateway') / rate(bulk, 'pipe'),
    };
  },
  async mysql() {
    const slap = await mysqlSlap();
    return {
      mysqlSmallVsPipe: median(slap.map((one) => rate(one, 'gateway') / rate(one, 'pipe'))),
      mysqlSmallVsDirect: median(slap.map((one) => rate(one, 'gateway') / rate(one, 'direct'))),
    };
  },
  async connect() {
    // connecting is to be measured with all that it takes
    lab.setNow(Date.now);
    const sign = () => labToken(lab.postgres, lab.identities.longLived, user);
    gateway.signWith(async () => succeed(await sign()));
    const idle = await connectTimes(lab, gateway, { token: await sign() });
    const busy = await connectTimesUnderBulk(lab, gateway, await sign());
    return {
      connectVsDirect: idle.through / idle.direct,
      connectUnderBulkVsDirect: busy.through / busy.direct,
    };
  },
  async idle() {
    return { idle1000Megabytes: await idleSessions(built) };
  },
  async window() {
    const electron = electronProgram();
    if (electron.program === null) {
      console.log(
        `SKIPPED: the window's latency, because Electron's runtime cannot be had (${electron.reason}).`,
      );
    }
    return { windowLatencyUnderLoadVsIdle: electron.program === null ? null : await windowLatency() };
  },
};

try {
  const wanted = process.argv.slice(2);
  const figures: Record<string, number | null> = {};
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const [figure, value] of Object.entries(await measure()))
      figures[figure] = value === null ? null : round(value);
  }
  console.log(JSON.stringify(figures));
} finally {
  pipe.stop();
  mysqlPipe.stop();
  await Promise.allSettled([gateway.stop(), mysqlGateway.stop(), stopBouncer(), lab.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
process.exit();

/** Select-only, in each mode and with each number of clients: transactions a second by each way. */
async function smallQueries(): Promise<Map<string, number[]>[]> {
  const all: Map<string, number[]>[] = [];
  const rows = [['pgbench -S', ...ways.map(({ name }) => name), 'vs pipe', 'vs pgbouncer', 'vs direct']];
  for (const mode of MODES) {
    for (const clients of CLIENTS) {
      const measured = await interleaved(ways, async (way) => {
        const args = [
          '-S',
          '-n',
          '-M',
          mode,
          '-c',
          String(clients),
          '-j',
          '1',
          '-t',
          String(TRANSACTIONS / clients),
        ];
        return Number(/tps = ([\d.]+)/.exec(await pgbench(way, args))?.[1]);
      });
      all.push(measured);
      const ours = rate(measured, 'gateway');
      rows.push([
        `${mode}, ${clients}`,
        ...ways.map(({ name }) => rate(measured, name).toFixed(0)),
        ...['pipe', 'pgbouncer', 'direct'].map((name) => (ours / rate(measured, name)).toFixed(2)),
      ]);
    }
  }
  console.log(`${table(rows)}\n`);
  return all;
}

/** COPY out to psql, in megabytes a second. */
async function bulkCopy(): Promise<Map<string, number[]>> {
  const query = `copy (select repeat('x', 1000) from generate_series(1, ${BULK_ROWS})) to stdout`;
  const measured = await interleaved(ways, async (way) => {
    const start = performance.now();
    const child = spawn('psql', ['-X', '-c', query], {
      env: libpq(way),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await new Promise((resolve) => child.once('close', resolve));
    return (BULK_ROWS * 1_001) / 1_000 / (performance.now() - start);
  });
  const words = ways.map(({ name }) => `${rate(measured, name).toFixed(0)} MB/s`);
  console.log(
    `${table([
      ['COPY out', ...ways.map(({ name }) => name)],
      ['', ...words],
    ])}\n`,
  );
  return measured;
}

/** mysqlslap, in queries a second. */
async function mysqlSlap(): Promise<Map<string, number[]>[]> {
  const rows = [['mysqlslap', ...mysqlLaunchMethods.map(({ name }) => name)]];
  const all: Map<string, number[]>[] = [];
  for (const clients of [1, 10, 50]) {
    const measured = await interleaved(mysqlLaunchMethods, async (way) => {
      const tls = way.isDirect ? ['--ssl', `--ssl-ca=${caFile}`] : ['--skip-ssl'];
      const { stdout } = await run(
        'mysqlslap',
        [
          '--no-defaults',
          ...tls,
          '--protocol=TCP',
          `--host=${way.isDirect ? 'localhost' : '127.0.0.1'}`,
          `--port=${way.port}`,
          `--user=${user}`,
          '--create-schema=app',
          '--no-drop',
          `--concurrency=${clients}`,
          `--number-of-queries=${SLAP_QUERIES}`,
          '--query=SELECT 1',
        ],
        { env: { PATH: process.env['PATH'], MYSQL_PWD: way.password } },
      );
      return SLAP_QUERIES / Number(/Average number of seconds[^:]*: ([\d.]+)/.exec(stdout)?.[1]);
    });
    all.push(measured);
    rows.push([`${clients}`, ...mysqlLaunchMethods.map(({ name }) => rate(measured, name).toFixed(0))]);
  }
  console.log(`${table(rows)}\n`);
  return all;
}

/** Measures every way in turn, some times over, so that what else the machine does meets all of them. */
async function interleaved(
  among: readonly Way[],
  measure: (way: Way) => Promise<number>,
): Promise<Map<string, number[]>> {
  const measured = new Map<string, number[]>();
  for (let count = 0; count < ROUNDS; count += 1) {
    for (const way of among) measured.set(way.name, [...(measured.get(way.name) ?? []), await measure(way)]);
  }
  return measured;
}

function rate(measured: ReadonlyMap<string, readonly number[]>, name: string): number {
  return median(measured.get(name) ?? []);
}

function libpq(way: Way): NodeJS.ProcessEnv {
  const tls = { PGSSLMODE: 'verify-full', PGSSLROOTCERT: caFile };
  return {
    PATH: process.env['PATH'],
    PGHOST: way.isDirect ? 'localhost' : '127.0.0.1',
    PGPORT: String(way.port),
    PGUSER: user,
    PGDATABASE: 'app',
    PGPASSWORD: way.password,
    ...(way.isDirect ? tls : { PGSSLMODE: 'disable' }),
  };
}

async function pgbench(way: Way | undefined, args: readonly string[]): Promise<string> {
  if (way === undefined) throw new Error('There is no such way.');
  return (await run('pgbench', [...args], { env: libpq(way) })).stdout;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
