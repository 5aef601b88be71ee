import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { fail, succeed } from '../../app/common/result.ts';
import type { RelayEvents } from '../../app/gateway/ports.ts';
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
  const state = { resumed: 0 };
  const sessions: NonNullable<RelayEvents['onSessionWanted']> = async (_id, resumes) => {
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
  const env = { PATH: process.env['PATH'], MYSQL_PWD: gateway.password };
  const args = (text: string): string[] => [
    '--no-defaults',
    '--protocol=TCP',
    '--host=127.0.0.1',
    `--port=${gateway.port}`,
    `--user=${lab.users.app}`,
    '--skip-ssl',
    '-sNe',
    text,
  ];
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

it.each([
  ['of another name', ['evil.example'], true],
  ['of an unknown authority', null, false],
] as const)('sends no token to a node that shows a certificate %s', async (_, names, isKnown) => {
  const authority = isKnown ? lab.authority : makeAuthority();
  const { certPem, keyPem } = authority.issue([...(names ?? [lab.postgres.host])]);
  const secureContext = createSecureContext({ cert: certPem, key: keyPem });
  const heard: Buffer[] = [];
  const impostor = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write('S');
      const tls = new TLSSocket(socket, { isServer: true, secureContext });
      tls.on('error', () => undefined);
      tls.on('data', (piece: Buffer) => void heard.push(piece));
    });
  });
  await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void impostor.close());
  const address = impostor.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const { gateway } = await startTunnelled('postgres', port);
  const refused = run('psql', ['-XAtc', 'select 1'], { env: libpq(gateway) });
  await expect(refused).rejects.toThrow(/certificate/);
  expect(Buffer.concat(heard)).toHaveLength(0);
});
