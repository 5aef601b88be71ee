import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import type { Asker } from '../../app/mfa/model.ts';
import type { SshQuestion } from '../../app/tunnels/model.ts';
import { createSshQuestions } from '../../app/tunnels/ssh/questions.ts';
import { createSshSessions, type SessionSaid } from '../../app/tunnels/ssh/sessions.ts';
import { systemClock } from '../../main/clock.ts';
import { systemSsh } from '../../main/tunnels/ssh/system-ssh.ts';
import { connection } from '../app/connections/sample-connection.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import { makeBastion, PASSPHRASE, type Bastion } from './bastion.ts';
import { startLabGateway, type LabGateway } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';
import { freePorts, type ServerProcess } from './server-process.ts';

const run = promisify(execFile);

let lab: Lab;
let bastion: Bastion;
let sshd: ServerProcess;

beforeAll(async () => {
  lab = await startLab();
  bastion = makeBastion();
  sshd = await bastion.start();
  if (bastion.notApart !== null) {
    console.warn(
      `Not tried: that the database can be reached from the bastion alone. No network of its own could be made for ssh: ${bastion.notApart}`,
    );
  }
});

afterAll(async () => {
  await bastion.goAway(sshd);
  bastion.stop();
  await lab.stop();
});

/** How questions are answered; null takes them back. */
type Answers = (question: SshQuestion) => string | null;

interface Options {
  readonly answers?: Answers;
  readonly listensOn?: 'socket' | 'port';
  readonly port?: number;
}

/** A gateway whose database is reached by ssh alone: what is dialled from here leads nowhere. */
async function startTunnelled({ answers, listensOn = 'socket', port = lab.postgres.port }: Options = {}) {
  const home = mkdtempSync(join(tmpdir(), 'latchkey-home-'));
  const asked: SshQuestion[] = [];
  const said: SessionSaid[] = [];
  let settle: () => void = () => undefined;
  const questions = createSshQuestions({
    newId: randomUUID,
    showWindow: () => undefined,
    onChanged([question]) {
      if (question === undefined || asked.some(({ id }) => id === question.id)) return;
      asked.push(question);
      const answer = answers?.(question) ?? null;
      // as a person does: after it is shown
      setTimeout(
        () => (answer === null ? questions.cancel(question.id) : questions.answer(question.id, answer)),
        20,
      );
    },
  });
  const sessions = createSshSessions({
    clock: systemClock,
    newId: randomUUID,
    questions,
    ssh: systemSsh({
      env: { HOME: home, XDG_RUNTIME_DIR: home, AWS_SECRET_ACCESS_KEY: 'not for ssh' },
      home,
      // a port in its network could not be connected to from here
      path: Promise.resolve(
        `${listensOn === 'port' ? bastion.programsHere : bastion.programs}:/usr/bin:/bin:/usr/sbin`,
      ),
      platform: 'linux',
      askpassFolder: join(home, 'ssh'),
      listensOn,
      report: (where, cause) => console.error(where, cause),
    }),
    onSaid(one) {
      said.push(one);
      gateway.relay.said(one.session, one.end, one.isOver);
    },
    onSettled: () => settle(),
  });
  const target = connection({
    address: { host: lab.postgres.host, port },
    networkRoute: { kind: 'ssh', destination: 'bastion', shared: { kind: 'direct' } },
  });
  const gateway = await startLabGateway(lab, 'postgres', {
    tunnel: 'by ssh',
    connectAddress: { host: '127.0.0.1', port: 1 },
    async sessions() {
      const asker: Asker = { words: 'psql is waiting.', waitMs: 0 };
      for (;;) {
        const settled = new Promise<void>((resolve) => (settle = resolve));
        const started = await sessions.start(target, asker);
        if (started.ok || started.error.code !== 'ssh-answer-needed') return started;
        await settled;
      }
    },
    onSessionEnded: (session) => void sessions.end(session),
  });
  onTestFinished(async () => {
    await gateway.stop();
    await sessions.stop();
    rmSync(home, { recursive: true, force: true });
  });
  return { gateway, asked, said, home, sessions, target };
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

const psql = (gateway: LabGateway, text = 'select 1') =>
  run('psql', ['-XAtc', text], { env: libpq(gateway) });
const failure = (gateway: LabGateway) => gateway.clients()?.lastFailure?.error.code;

it('logs psql in with a real token, through one ssh for all clients, and leaves nothing behind', async () => {
  const { gateway, home, sessions } = await startTunnelled();
  const both = await Promise.all([psql(gateway), psql(gateway, 'select 2')]);
  expect(both.map(({ stdout }) => stdout)).toEqual(['1\n', '2\n']);
  expect((await psql(gateway, 'select ssl from pg_stat_ssl where pid = pg_backend_pid()')).stdout).toBe(
    't\n',
  );
  const [folder = ''] = readdirSync(home).filter((name) => name.startsWith('latchkey-ssh-'));
  expect(statSync(join(home, folder)).mode & 0o777).toBe(0o700);
  expect(readdirSync(home).filter((name) => name.startsWith('latchkey-ssh-'))).toHaveLength(1);
  await vi.waitFor(() => expect(gateway.clients()?.tunnel?.sessions[0]?.connections).toBe(0), {
    timeout: 5_000,
  });
  expect(gateway.clients()?.tunnel).toMatchObject({ sessions: [{ state: 'open' }], lastEnd: null });
  expect(gateway.clients()?.tunnel?.sessions[0]?.received).toBeGreaterThan(1_000);
  await sessions.stop();
  expect(readdirSync(home).filter((name) => name.startsWith('latchkey-ssh-'))).toEqual([]);
});

it('reaches a database that cannot be reached from where ssh runs', (context) => {
  if (bastion.notApart !== null) return context.skip(`no network of its own: ${bastion.notApart}`);
  for (const host of ['127.0.0.1', bastion.host]) {
    const there = `host=${host} port=${lab.postgres.port} user=x dbname=x connect_timeout=5`;
    expect(() => bastion.runThere('psql', ['-XAtc', 'select 1', there])).toThrow(/refused|unreachable/);
  }
});

it('takes connections on a port of the loopback where there are no sockets for it', async () => {
  const { gateway } = await startTunnelled({ listensOn: 'port' });
  expect((await psql(gateway)).stdout).toBe('1\n');
});

it('asks whether the server is the right one, by its fingerprint, and remembers a yes', async () => {
  bastion.know('nothing');
  const { stdout } = await run('ssh-keygen', ['-lf', join(bastion.folder, 'host.pub')]);
  const [, fingerprint = ''] = stdout.split(' ');
  const { gateway, asked } = await startTunnelled({ answers: () => 'yes' });
  expect((await psql(gateway)).stdout).toBe('1\n');
  expect(asked).toMatchObject([{ kind: 'host-key', destination: 'bastion', waiting: ['psql is waiting.'] }]);
  expect(asked[0]?.hostKey).toMatchObject({ type: 'ED25519', fingerprint });
  expect(bastion.knownHosts()).toContain('ssh-ed25519');
});

it('does not log in to a server that nobody trusts', async () => {
  bastion.know('nothing');
  onTestFinished(() => bastion.know('its key'));
  const { gateway } = await startTunnelled({ answers: () => null });
  await expect(psql(gateway)).rejects.toThrow(/not known, and was not accepted/);
  await vi.waitFor(() => expect(failure(gateway)).toBe('ssh-host-unknown'));
  expect(bastion.knownHosts()).toBe('');
});

it('asks for the passphrase of a key, and stops where that is taken back', async () => {
  bastion.configure('guarded');
  onTestFinished(() => bastion.configure());
  const right = await startTunnelled({ answers: () => PASSPHRASE });
  expect((await psql(right.gateway)).stdout).toBe('1\n');
  expect(right.asked).toMatchObject([{ kind: 'secret', text: expect.stringContaining('passphrase') }]);
  const wrong = await startTunnelled({ answers: () => 'wrong' });
  await expect(psql(wrong.gateway)).rejects.toThrow(/does not let you in/);
  const none = await startTunnelled({ answers: () => null });
  await expect(psql(none.gateway)).rejects.toThrow(/cancelled/);
  expect(none.asked).toHaveLength(1);
});

it.each([
  [
    'whose key has changed',
    () => bastion.know('another key'),
    'ssh-host-changed',
    /not the one in your known_hosts/,
  ],
  [
    'that does not know the key',
    () => bastion.configure('stranger'),
    'ssh-auth-refused',
    /does not let you in: .*Permission denied \(publickey\)/,
  ],
  [
    'that is not there',
    () => bastion.configure('user', ['Port 9']),
    'ssh-unreachable',
    /could not be reached: .*Connection refused/,
  ],
] as const)('says so of a server %s', async (_, prepare, code, words) => {
  prepare();
  onTestFinished(() => {
    bastion.configure();
    bastion.know('its key');
  });
  const { gateway } = await startTunnelled();
  await expect(psql(gateway)).rejects.toThrow(words);
  await vi.waitFor(() => expect(failure(gateway)).toBe(code));
});

it('says that nothing listens where the server was to connect', async () => {
  const [nobody = 0] = await freePorts(1);
  const { gateway } = await startTunnelled({ port: nobody });
  await expect(psql(gateway)).rejects.toThrow(
    /SSH server could not connect to the database: Connection refused/,
  );
  await vi.waitFor(() => expect(failure(gateway)).toBe('ssh-target-unreachable'));
});

it('ends its clients when the server goes away, says why, and comes back with it', async () => {
  const { gateway, said } = await startTunnelled();
  const client = spawn('psql', ['-XAtc', 'select pg_sleep(60)'], { env: libpq(gateway), stdio: 'ignore' });
  const closed = new Promise((resolve) => client.once('close', resolve));
  await vi.waitFor(() => expect(gateway.clients()?.sessions[0]?.state).toBe('open'), { timeout: 10_000 });
  await bastion.goAway(sshd);
  onTestFinished(async () => void (sshd = await bastion.start()));
  await closed;
  await vi.waitFor(() => expect(said).toMatchObject([{ isOver: true, end: { code: 'ssh-unreachable' } }]));
  await vi.waitFor(() => expect(gateway.clients()?.tunnel?.lastEnd?.code).toBe('ssh-unreachable'));
  await expect(psql(gateway)).rejects.toThrow(/SSH server could not be reached/);
  // one that does not forward
  sshd = await bastion.start(['PermitOpen none']);
  await expect(psql(gateway)).rejects.toThrow(/SSH server does not allow forwarding to the database/);
  await vi.waitFor(() => expect(failure(gateway)).toBe('ssh-target-refused'));
  await bastion.goAway(sshd);
});

it.each([
  ['of another name', ['evil.example'], true],
  ['of an unknown authority', null, false],
] as const)(
  'sends no token to a server behind the bastion with a certificate %s',
  async (_, names, isKnown) => {
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
    await new Promise<void>((resolve) => impostor.listen(0, 'localhost', resolve));
    onTestFinished(() => void impostor.close());
    const address = impostor.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const { gateway } = await startTunnelled({ port });
    await expect(psql(gateway)).rejects.toThrow(/certificate/);
    expect(Buffer.concat(heard)).toHaveLength(0);
  },
);
