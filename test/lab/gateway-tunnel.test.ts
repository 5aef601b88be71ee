import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import type { RelayEvents } from '../../app/gateway/ports.ts';
import { reachThrough } from '../../main/doctor/reach-through.ts';
import { encodeGreeting } from '../../main/gateway/mysql/greeting.ts';
import { packet } from '../../main/gateway/mysql/packets.ts';
import { readBytes } from '../../main/gateway/read-bytes.ts';
import { MARIADB } from '../main/gateway/mysql/sign-in.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import { startLabGateway, type LabGateway } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';
import { freePorts } from './server-process.ts';
import { buildSsmAgent, startLabService } from './ssm-agent.ts';

const run = promisify(execFile);
const NODE = { target: 'i-0b7c1d2e3f4a5b6c7', name: 'bastion', reason: 'Chosen in the connection.' };

let lab: Lab;
let service: Awaited<ReturnType<typeof startLabService>>;

beforeAll(async () => {
  buildSsmAgent();
  lab = await startLab();
  service = await startLabService(['-unthrottled']);
});

afterAll(() => Promise.all([lab.stop(), service.stop()]));

/** A gateway whose database is reached through the node alone: what is dialled from here leads nowhere. */
async function startTunnelled(engine: 'postgres' | 'mariadb', to = lab[engine].port) {
  const started: string[] = [];
  const state: { resumed: number; refusal: Result<never> | null } = { resumed: 0, refusal: null };
  const sessions: NonNullable<RelayEvents['onSessionWanted']> = async (_id, resumes) => {
    if (state.refusal !== null) return state.refusal;
    const given = resumes === null ? await service.start(to) : await service.resume(resumes);
    if (given === null) return fail('tunnel-idle', 'It is over.');
    if (resumes === null) started.push(given.session);
    else state.resumed += 1;
    return succeed({ ...given, node: NODE });
  };
  const gateway = await startLabGateway(lab, engine, {
    tunnel: 'through the lab',
    connectAddress: { host: '127.0.0.1', port: 1 },
    sessions,
  });
  onTestFinished(() => gateway.stop());
  return { gateway, started, state };
}

function libpq({ port, password }: LabGateway): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    PGHOST: '127.0.0.1',
    PGPORT: String(port),
    PGUSER: lab.users.app,
    PGDATABASE: lab.postgres.database,
    PGPASSWORD: password,
    PGSSLMODE: 'disable',
  };
}

function mariadbEnv({ password }: LabGateway): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], MYSQL_PWD: password };
}

function mariadbArgs({ port }: LabGateway, text: string): string[] {
  const to = ['--no-defaults', '--protocol=TCP', '--host=127.0.0.1', `--port=${port}`];
  return [...to, `--user=${lab.users.app}`, '--skip-ssl', '-sNe', text];
}

it('logs psql in through a node, shares its session, and tells of it', async () => {
  const { gateway, started } = await startTunnelled('postgres');
  const psql = (text: string) => run('psql', ['-XAtc', text], { env: libpq(gateway) });
  const both = await Promise.all([psql('select 1'), psql('select 2')]);
  expect(both.map(({ stdout }) => stdout)).toEqual(['1\n', '2\n']);
  expect((await psql('select ssl from pg_stat_ssl where pid = pg_backend_pid()')).stdout).toBe('t\n');
  expect(started).toHaveLength(1);
  await vi.waitFor(() => expect(gateway.clients()?.tunnel?.sessions[0]?.received).toBeGreaterThan(1_000));
  await vi.waitFor(() => expect(gateway.clients()?.tunnel?.sessions[0]?.connections).toBe(0), {
    timeout: 5_000,
  });
  expect(gateway.clients()?.tunnel).toMatchObject({ sessions: [{ state: 'open' }], lastEnd: null });
});

it('goes on through a goodbye of the service, and cancels through the same session', async () => {
  const { gateway, started, state } = await startTunnelled('postgres');
  const client = spawn('psql', ['-XAtc', 'select pg_sleep(60)'], { env: libpq(gateway) });
  let words = '';
  client.stderr.on('data', (piece: Buffer) => (words += piece.toString()));
  await vi.waitFor(() => expect(gateway.clients()?.sessions[0]?.state).toBe('open'), { timeout: 10_000 });
  const [session = ''] = started;
  await service.sayGoodbye(session);
  await vi.waitFor(() => expect(state.resumed).toBe(1), { timeout: 10_000 });
  await vi.waitFor(() => expect(gateway.clients()?.tunnel?.sessions[0]?.lastResume).not.toBeNull(), {
    timeout: 10_000,
  });
  client.kill('SIGINT');
  await vi.waitFor(() => expect(words).toContain('canceling statement due to user request'), {
    timeout: 10_000,
  });
  expect(started).toHaveLength(1);
});

it('logs mariadb in through a node, and passes KILL QUERY on', async () => {
  const { gateway } = await startTunnelled('mariadb');
  const env = mariadbEnv(gateway);
  const args = (text: string): string[] => mariadbArgs(gateway, text);
  expect((await run('mariadb', args('select 40 + 2'), { env })).stdout).toBe('42\n');
  const client = spawn('mariadb', args('select sleep(60)'), { env });
  let words = '';
  client.stderr.on('data', (piece: Buffer) => (words += piece.toString()));
  client.stdout.on('data', (piece: Buffer) => (words += piece.toString()));
  await vi.waitFor(() => expect(gateway.clients()?.sessions[0]?.state).toBe('open'), { timeout: 10_000 });
  const closed = new Promise((resolve) => client.once('close', resolve));
  client.kill('SIGINT');
  await closed;
  expect(words).toMatch(/Query was killed|interrupted|Ctrl-C|^1$/m);
});

it('says that the node could not connect, with what to check', async () => {
  const [nobody = 0] = await freePorts(1);
  const { gateway } = await startTunnelled('postgres', nobody);
  const refused = run('psql', ['-XAtc', 'select 1'], { env: libpq(gateway) });
  await expect(refused).rejects.toThrow(/The node could not connect to the database/);
  await vi.waitFor(() =>
    expect(gateway.clients()?.lastFailure?.error.code).toBe('tunnel-target-unreachable'),
  );
});

it('tells a client why there is no session, as main has said it', async () => {
  const cause = fail('tunnel-none-found', 'No node is online.', { hint: 'Choose one.' });
  const gateway = await startLabGateway(lab, 'postgres', { tunnel: 'nowhere', sessions: async () => cause });
  onTestFinished(() => gateway.stop());
  const refused = run('psql', ['-XAtc', 'select 1'], { env: libpq(gateway) });
  await expect(refused).rejects.toThrow(/No node is online[\s\S]*Choose one/);
  await vi.waitFor(() => expect(gateway.clients()?.lastFailure?.error).toEqual(cause.error));
});

it('carries pgbench, pg_dump and 20 MB through the gateway, byte for byte', async () => {
  const { gateway, started } = await startTunnelled('postgres');
  const env = libpq(gateway);
  await run('pgbench', ['-i', '-q', '-s', '1'], { env });
  const { stdout } = await run('pgbench', ['-n', '-c', '4', '-t', '10'], { env });
  expect(stdout).toContain('number of transactions actually processed: 40/40');
  const big = ['-XAtc', "select string_agg(md5(n::text), '') from generate_series(1, 655360) as n"];
  const { stdout: text } = await run('psql', big, { env, maxBuffer: 64_000_000 });
  expect(text).toHaveLength(20_971_521);
  const sum = ["select md5(string_agg(md5(n::text), '')) from generate_series(1, 655360) as n"];
  const expected = (await run('psql', ['-XAtc', ...sum], { env })).stdout.trim();
  expect(createHash('md5').update(text.trim()).digest('hex')).toBe(expected);
  const args = ['-a', '-t', 'pgbench_tellers', '-t', 'pgbench_branches'];
  const dump = await run('pg_dump', args, { env });
  expect(dump.stdout.match(/^\d+\t1\t/gm)).toHaveLength(10);
  // a session is a process on the node
  expect(started.length).toBeLessThanOrEqual(4);
}, 60_000);

it('holds a query while a person signs in again, and goes on', async () => {
  const { gateway, started, state } = await startTunnelled('postgres');
  const query = run('psql', ['-XAtc', "select 'answered' from pg_sleep(2)"], { env: libpq(gateway) });
  await vi.waitFor(() => expect(gateway.clients()?.sessions[0]?.state).toBe('open'), { timeout: 10_000 });
  state.refusal = fail('sign-in-needed', 'The SSO session has ended.');
  await service.sayGoodbye(started[0] ?? '');
  const now = () => gateway.clients()?.tunnel?.sessions[0]?.state;
  await vi.waitFor(() => expect(now()).toBe('waiting-for-sign-in'), { timeout: 10_000 });
  state.refusal = null;
  expect((await query).stdout).toBe('answered\n');
  expect(state.resumed).toBe(1);
});

describe('the doctor', () => {
  const asked = (to: number) => ({
    async start() {
      return succeed({ ...(await service.start(to)), node: NODE });
    },
    port: 5432,
    worked: vi.fn(),
    end: vi.fn(),
  });

  it('reaches a database from the node, and verifies its certificate for its own name', async () => {
    const through = asked(lab.mariadb.port);
    const done = new AbortController();
    const { seen, socket } = await reachThrough(through, done.signal);
    expect(seen).toMatchObject({ state: 'connected' });
    // MariaDB's server greets whoever comes
    await vi.waitFor(() => expect(socket?.readableLength).toBeGreaterThan(20));
    expect(through.worked).toHaveBeenCalledOnce();
    done.abort();
    await vi.waitFor(() => expect(through.end).toHaveBeenCalledOnce());
  });

  it('says which node cannot connect, and which rule is missing', async () => {
    const [nobody = 0] = await freePorts(1);
    const through = asked(nobody);
    const { seen, socket } = await reachThrough(through, new AbortController().signal);
    expect(socket).toBeNull();
    expect(seen).toMatchObject({
      state: 'no-tunnel',
      message: 'The node bastion could not connect to the database.',
      hint: "Let its security group in at port 5432, in the database's security group.",
    });
    expect(through.worked).not.toHaveBeenCalled();
    expect(through.end).toHaveBeenCalledOnce();
  });
});

describe.each([
  ['of another name', ['evil.example'], true],
  ['of an unknown authority', null, false],
] as const)('a node that shows a certificate %s', (_, names, isKnown) => {
  /** Speaks as a database does until there is TLS, and listens then. */
  async function startImpostor(begin: (socket: Socket, secure: () => void) => void) {
    const authority = isKnown ? lab.authority : makeAuthority();
    const { certPem, keyPem } = authority.issue([...(names ?? [lab.postgres.host])]);
    const secureContext = createSecureContext({ cert: certPem, key: keyPem });
    const heard: Buffer[] = [];
    const impostor = createServer((socket) => {
      socket.on('error', () => undefined);
      begin(socket, () => {
        const tls = new TLSSocket(socket, { isServer: true, secureContext });
        tls.on('error', () => undefined);
        tls.on('data', (piece: Buffer) => void heard.push(piece));
      });
    });
    await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void impostor.close());
    const address = impostor.address();
    return { heard, port: typeof address === 'object' ? (address?.port ?? 0) : 0 };
  }

  it('gets no token of PostgreSQL’s', async () => {
    const { heard, port } = await startImpostor((socket, secure) =>
      socket.once('data', () => {
        socket.write('S');
        secure();
      }),
    );
    const { gateway } = await startTunnelled('postgres', port);
    const refused = run('psql', ['-XAtc', 'select 1'], { env: libpq(gateway) });
    await expect(refused).rejects.toThrow(/certificate/);
    expect(Buffer.concat(heard)).toHaveLength(0);
  });

  it('gets no token of MariaDB’s', async () => {
    const greeting = packet(0, encodeGreeting(MARIADB));
    const { heard, port } = await startImpostor((socket, secure) => {
      socket.write(greeting);
      // the request for TLS alone: what is behind it is TLS's
      void readBytes(socket, 36).then(secure);
    });
    const { gateway } = await startTunnelled('mariadb', port);
    const refused = run('mariadb', mariadbArgs(gateway, 'select 1'), { env: mariadbEnv(gateway) });
    await expect(refused).rejects.toThrow(/certificate/);
    expect(Buffer.concat(heard)).toHaveLength(0);
  });
});
