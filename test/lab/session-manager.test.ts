import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../main/clock.ts';
import { readBytes } from '../../main/gateway/read-bytes.ts';
import { openSession } from '../../main/tunnels/session-manager/session.ts';
import { webSocketOpener } from '../../main/tunnels/session-manager/web-socket.ts';
import { watch } from '../main/tunnels/session-manager/open-session.ts';
import { labToken } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';
import { simpleQuery } from './raw-postgres.ts';
import { freePorts } from './server-process.ts';
import { listenForSession } from './session-port.ts';
import {
  buildSsmAgent,
  openingOf,
  startLabService,
  startSsmAgent,
  type LabFaults,
  type LabService,
} from './ssm-agent.ts';

const run = promisify(execFile);
const MEGABYTE = 1024 * 1024;

let lab: Lab;
/** An agent as it is, with its megabyte a second, and one without that limit. */
let service: Awaited<ReturnType<typeof startLabService>>;
let fast: typeof service;
let traffic: { readonly port: number; readonly stop: () => Promise<void> };

beforeAll(async () => {
  buildSsmAgent();
  lab = await startLab();
  [service, fast, traffic] = await Promise.all([
    startLabService(),
    startLabService(['-unthrottled']),
    startSsmAgent('traffic'),
  ]);
});

afterAll(() => Promise.all([lab.stop(), service.stop(), fast.stop(), traffic.stop()]));

/** A port of this machine that leads through a session to one of the lab's. */
async function portThrough(by: LabService, to: number): Promise<number> {
  const { session } = await by.open(to);
  const { port, close } = await listenForSession(session);
  onTestFinished(() => {
    close();
    session.close();
  });
  return port;
}

async function libpq(port: number): Promise<NodeJS.ProcessEnv> {
  return {
    PATH: process.env['PATH'],
    PGHOST: lab.postgres.host,
    PGHOSTADDR: '127.0.0.1',
    PGPORT: String(port),
    PGUSER: lab.users.app,
    PGDATABASE: lab.postgres.database,
    PGPASSWORD: await labToken(lab.postgres, lab.identities.longLived, lab.users.app),
    PGSSLMODE: 'verify-full',
    PGSSLROOTCERT: lab.caFile,
  };
}

it('carries psql, pgbench and pg_dump, with TLS for the database’s own name', async () => {
  const env = await libpq(await portThrough(service, lab.postgres.port));
  const psql = async (text: string) => (await run('psql', ['-XAtc', text], { env })).stdout;
  expect(await psql('select ssl from pg_stat_ssl where pid = pg_backend_pid()')).toBe('t\n');
  await run('pgbench', ['-i', '-q', '-s', '1'], { env });
  const { stdout } = await run('pgbench', ['-n', '-c', '4', '-t', '25'], { env });
  expect(stdout).toContain('number of transactions actually processed: 100/100');
  const dump = await run('pg_dump', ['-t', 'pgbench_branches'], { env });
  expect(dump.stdout).toContain('COPY public.pgbench_branches');
});

it('carries 20 MB each way, byte for byte', async () => {
  const env = await libpq(await portThrough(fast, lab.postgres.port));
  const options = { env, maxBuffer: 64 * MEGABYTE };
  const query = 'select repeat(md5(i::text), 32) from generate_series(1, 20480) i';
  const { stdout } = await run('psql', ['-XAtc', `copy (${query}) to stdout`], options);
  expect(stdout.length).toBe(20_480 * 1_025);
  const copying = run(
    'psql',
    [
      '-XAtqc',
      'create temp table t (x text)',
      '-c',
      '\\copy t from stdin',
      '-c',
      "select md5(string_agg(x, ',')), count(*) from t",
    ],
    options,
  );
  copying.child.stdin?.end(`${stdout}\\.\n`);
  const digest = createHash('md5').update(stdout.trimEnd().replaceAll('\n', ',')).digest('hex');
  expect((await copying).stdout).toBe(`${digest}|20480\n`);
}, 120_000);

it('carries TLS straight over a stream, as the gateway puts it there', async () => {
  const { session } = await fast.open(lab.postgres.port);
  onTestFinished(() => session.close());
  const stream = session.connect();
  stream.write(Buffer.from('0000000804d2162f', 'hex'));
  expect(String(await readBytes(stream, 1))).toBe('S');
  const secure = connectTls({ socket: stream, servername: lab.postgres.host, ca: readFileSync(lab.caFile) });
  await once(secure, 'secureConnect');
  const start = Buffer.from(`\0\x03\0\0user\0${lab.users.app}\0database\0${lab.postgres.database}\0\0`);
  secure.write(message('', start));
  const token = await labToken(lab.postgres, lab.identities.longLived, lab.users.app);
  await untilMessage('R');
  secure.write(message('p', Buffer.from(`${token}\0`)));
  await untilMessage('Z');
  secure.write(simpleQuery("copy (select repeat('x', 999) from generate_series(1, 5000)) to stdout"));
  expect(await untilMessage('Z')).toBeGreaterThan(5_000_000);
  secure.end(message('X', Buffer.alloc(0)));
  secure.resume();
  await once(secure, 'close');
  expect(stream.closed).toBe(true);
  expect(stream.errored).toBeNull();

  /** Reads messages until one of a type has come; returns how long all were. */
  async function untilMessage(type: string): Promise<number> {
    for (let length = 0; ;) {
      const head = await readBytes(secure, 5);
      const rest = head && (await readBytes(secure, head.readInt32BE(1) - 4));
      if (head === null || rest === null) throw new Error(`no message ${type}`);
      length += head.length + rest.length;
      if (String.fromCharCode(head[0] ?? 0) === type) return length;
    }
  }
});

it('carries mariadb', async () => {
  const port = await portThrough(service, lab.mariadb.port);
  const env = {
    PATH: process.env['PATH'],
    MYSQL_PWD: await labToken(lab.mariadb, lab.identities.longLived, lab.users.app),
  };
  const args = [
    '--no-defaults',
    '--protocol=TCP',
    // MariaDB's client verifies the name that it dials, and that is localhost here
    '--host=localhost',
    `--port=${port}`,
    `--user=${lab.users.app}`,
    '--ssl-verify-server-cert',
    `--ssl-ca=${lab.caFile}`,
    '-sNe',
    "select repeat('x', 1000000)",
  ];
  const { stdout } = await run('mariadb', args, { env, maxBuffer: 4 * MEGABYTE });
  expect(stdout.length).toBe(1_000_001);
});

const FAULTS: readonly (readonly [string, LabFaults])[] = [
  ['nothing that goes wrong', {}],
  ['loss, repeats and damage', { lost: 20, repeated: 30, damaged: 10 }],
  ['disorder', { delayMs: 60 }],
  ['goodbyes', { goodbyeMs: 900 }],
  ['all of it', { lost: 10, repeated: 20, damaged: 5, delayMs: 30, goodbyeMs: 2_000 }],
];

it.each(FAULTS)(
  'moves every byte of many connections over %s',
  async (_, faults) => {
    const opened = await Promise.all(Array.from({ length: 4 }, () => service.open(traffic.port, faults)));
    await Promise.all(
      opened.flatMap(({ session }) =>
        Array.from({ length: 3 }, async () => {
          const sent = randomBytes(100_000 + Math.floor(Math.random() * 300_000));
          const stream = session.connect();
          const received = createHash('sha256');
          let length = 0;
          stream.on('data', (piece: Buffer) => {
            received.update(piece);
            length += piece.length;
          });
          // from here on it says all that it is told
          stream.write(Buffer.alloc(8));
          for (let at = 0; at < sent.length; at += 5_000) stream.write(sent.subarray(at, at + 5_000));
          await vi.waitFor(() => expect(length).toBe(sent.length), { timeout: 100_000, interval: 50 });
          expect(received.digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'));
          stream.end();
        }),
      ),
    );
    const resumed = opened.reduce((sum, one) => sum + one.resumed(), 0);
    if (faults.goodbyeMs === undefined) expect(resumed).toBe(0);
    else expect(resumed).toBeGreaterThan(2);
    for (const { session } of opened) session.close();
  },
  120_000,
);

it('says which connection the node could not make', async () => {
  const [nobody = 0] = await freePorts(1);
  const { session } = await service.open(nobody);
  onTestFinished(() => session.close());
  const watched = watch(session.connect());
  await vi.waitFor(() => expect(watched.end()).toBe('tunnel-target-unreachable'), { timeout: 10_000 });
});

it('does not let a client that does not read hold up the others', async () => {
  const { session } = await fast.open(traffic.port);
  onTestFinished(() => session.close());
  const stalled = session.connect();
  const other = watch(session.connect());
  const wanted = Buffer.alloc(8);
  wanted.writeUInt32BE(40 * MEGABYTE, 4);
  stalled.write(wanted);
  await vi.waitFor(() => expect(session.status().received).toBe(40 * MEGABYTE), { timeout: 30_000 });
  other.stream.write(Buffer.alloc(8));
  other.stream.write('meanwhile');
  await vi.waitFor(() => expect(other.text()).toBe('meanwhile'), { timeout: 10_000 });
  const read = watch(stalled);
  await vi.waitFor(() => expect(read.length()).toBe(40 * MEGABYTE), { timeout: 30_000 });
});

it('ends the agent’s session with its own, and frees what it held', async () => {
  const opened = await service.open(traffic.port);
  opened.session.connect();
  await vi.waitFor(async () => expect((await opened.stats()).connections).toBe(1), { timeout: 10_000 });
  const closed = opened.session.connect();
  closed.resume().end();
  await vi.waitFor(() => expect(closed.closed).toBe(true), { timeout: 10_000 });
  expect((await opened.stats()).connections).toBe(1);
  opened.session.close();
  await vi.waitFor(async () => expect(await opened.stats()).toEqual({ connections: 0, isOver: true }), {
    timeout: 10_000,
  });
});

it('is not let in without a signature, nor with a token that was used', async () => {
  const started = await (
    await fetch(`${service.url}/start`, { method: 'POST', body: JSON.stringify({ target: '127.0.0.1:1' }) })
  ).json();
  const ports = {
    clock: systemClock,
    openWire: webSocketOpener('client'),
    onChange: () => undefined,
    resume: async () => ({ ok: false, end: { code: 'tunnel-ended', detail: '' } }) as const,
  };
  const gone = new AbortController().signal;
  const unsigned = await openSession({ ...openingOf(started), headers: {} }, ports, gone);
  expect(unsigned).toEqual({ ok: false, end: { code: 'tunnel-denied', detail: 'HTTP status 403' } });
  const used = await openSession({ ...openingOf(started), token: 'token-of-before' }, ports, gone);
  expect(used).toMatchObject({ ok: false, end: { code: 'tunnel-ended' } });
  const right = await openSession(openingOf(started), ports, gone);
  expect(right.ok).toBe(true);
  if (right.ok) right.value.close();
});

function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}
