import { spawn } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ClientsNow, Listening } from '../../app/gateway/ports.ts';
import { succeed } from '../../app/common/result.ts';
import { startChildProcess } from '../../main/gateway/child-process.ts';
import { portHolder } from '../../main/gateway/port-holder.ts';
import { relayProcess } from '../../main/gateway/relay-process.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import { builtRelay } from './built-relay.ts';
import { cutNetwork } from './cut-network.ts';
import { rawPostgres, simpleQuery } from './raw-postgres.ts';
import { accountFor } from './programs.ts';
import { freePorts } from './server-process.ts';
import { startStubPostgres, type StubPostgres } from './stub-postgres.ts';

const quitTimeout = { timeout: 40_000, interval: 100 };
const as = { user: 'app', database: 'app', password: 'Local1PasswordOfFaults' };
const authority = makeAuthority();
const folder = mkdtempSync(join(tmpdir(), 'latchkey-faults-'));
const caFile = join(folder, 'ca.pem');
let stub: StubPostgres;
beforeAll(async () => {
  writeFileSync(caFile, authority.caPem);
  stub = await startStubPostgres(authority);
});
afterAll(async () => {
  await stub?.close();
  rmSync(folder, { recursive: true });
});

/** Called at the end of a test: the test's own, for several run at once. */
type Finished = (undo: () => Promise<void> | void) => void;

/** A relay in a process of its own. */
function newRelay(onDied = (): void => undefined) {
  const clients = new Map<string, ClientsNow>();
  let pid = 0;
  const relay = relayProcess(
    {
      start: (...told) => {
        const child = startChildProcess(builtRelay)(...told);
        pid = child.pid() ?? 0;
        return child;
      },
      caBundle: async () => succeed(caFile),
      localCertificate: async () => succeed({ cert: '', key: '' }),
      holderOf: portHolder,
      report: (where, cause) => console.error(where, cause),
      log: { info: () => undefined },
    },
    {
      onTokenWanted: async () => succeed('token'),
      onClients: (now) => void clients.set(now.connectionId, now),
      onDied,
    },
  );
  return { relay, clients, pid: () => pid };
}

/** Most tests share one process, as gateways do; what measures or kills it has its own. */
const shared = newRelay();
afterAll(() => shared.relay.stop());

function ownRelay(finished: Finished, onDied?: () => void) {
  const own = newRelay(onDied);
  finished(() => own.relay.stop());
  return own;
}

/** A gateway to the stub. */
async function startGateway(
  { relay, clients, pid }: ReturnType<typeof newRelay> = shared,
  over: Partial<Listening> = {},
) {
  const [port = 0] = await freePorts(1);
  const place = { host: 'localhost', port: stub.port };
  const listening: Listening = {
    connectionId: randomUUID(),
    port,
    localSignIn: 'cleartext',
    admits: 'own-user',
    localTls: false,
    family: 'postgres',
    dbUser: as.user,
    database: '',
    localPassword: as.password,
    address: place,
    connectAddress: place,
    tunnel: null,
    caFile,
    ...over,
  };
  const id = listening.connectionId;
  const started = await relay.listen(listening);
  const now = (): ClientsNow | null => clients.get(id) ?? null;
  return { relay, port: listening.port, pid, started, listening, id, clients: now };
}

/** A stub of the test's own, as a database to sign in to. */
async function ownStub(finished: Finished) {
  const own = await startStubPostgres(authority);
  finished(() => own.close());
  const place = { host: 'localhost', port: own.port };
  return { own, to: { address: place, connectAddress: place } };
}

async function open(port: number): Promise<Socket> {
  let why = 'no reason given';
  const session = await rawPostgres(port, as, (told) => (why = told));
  if (session === null) throw new Error(`The session was not let in: ${why}`);
  return session;
}

/** Asks something and waits for the answer. */
async function answers(session: Socket): Promise<boolean> {
  const answered = new Promise<boolean>((resolve) => {
    session.once('readable', () => resolve(session.read() !== null));
    session.once('close', () => resolve(false));
  });
  session.write(simpleQuery('select'));
  return answered;
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.resume();
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });

// the one that waits longest comes first, and the others run beside it
describe.concurrent('what breaks', () => {
  it('a network that is cut ends the sessions within a minute, and new ones wait for it', async ({
    onTestFinished,
    skip,
  }) => {
    if (!(await cutNetwork(onTestFinished))) skip('network namespaces cannot be made here (root, iproute2)');
  }, 120_000);

  it('a database that is killed ends its own sessions, and new ones are let in', async ({
    onTestFinished,
  }) => {
    const { own, to } = await ownStub(onTestFinished);
    const { port, clients } = await startGateway(shared, to);
    const session = await open(port);
    session.write(simpleQuery('silence'));
    own.breakOff();
    await closed(session);
    await vi.waitFor(() => expect(clients()?.sessionCount).toBe(0), quitTimeout);
    expect(await answers(await open(port))).toBe(true);
  });

  it('a client that reads nothing costs a bounded amount of memory, and nobody else anything', async ({
    onTestFinished,
  }) => {
    const { own, to } = await ownStub(onTestFinished);
    const { port, pid } = await startGateway(ownRelay(onTestFinished), to);
    const [stalled, other] = [await open(port), await open(port)];
    const before = residentMegabytes(pid());
    stalled.pause();
    stalled.write(simpleQuery('flood'));
    await standsStill(own.flooded);
    expect(own.flooded() / 1e6).toBeLessThan(MAX_HELD_MEGABYTES);
    expect(residentMegabytes(pid()) - before).toBeLessThan(MAX_HELD_MEGABYTES);
    expect(await answers(other)).toBe(true);
    stalled.destroy();
    other.destroy();
  });

  it('a database that reads nothing costs a bounded amount of memory, and nobody else anything', async ({
    onTestFinished,
  }) => {
    const { port, pid } = await startGateway(ownRelay(onTestFinished));
    const [stalled, other] = [await open(port), await open(port)];
    const before = residentMegabytes(pid());
    stalled.write(simpleQuery('stall'));
    let taken = 0;
    const pour = (): void => {
      stalled.write(Buffer.alloc(64_000), (failed) => {
        taken += 64_000;
        // a socket that is destroyed fails at once, each time
        if (!failed) pour();
      });
    };
    pour();
    await standsStill(() => taken);
    expect(taken / 1e6).toBeLessThan(MAX_HELD_MEGABYTES);
    expect(residentMegabytes(pid()) - before).toBeLessThan(MAX_HELD_MEGABYTES);
    expect(await answers(other)).toBe(true);
    stalled.destroy();
    other.destroy();
  });

  it('a relay that sleeps with the computer goes on where it was, and sees what has broken meanwhile', async ({
    onTestFinished,
  }) => {
    const { own, to } = await ownStub(onTestFinished);
    const relay = ownRelay(onTestFinished);
    const { port, pid } = await startGateway(relay);
    const broken = await startGateway(relay, to);
    const [session, lost] = [await open(port), await open(broken.port)];
    process.kill(pid(), 'SIGSTOP');
    own.breakOff();
    const answered = answers(session);
    const newcomer = open(port);
    process.kill(pid(), 'SIGCONT');
    expect(await answered).toBe(true);
    expect(await answers(await newcomer)).toBe(true);
    await closed(lost);
    await vi.waitFor(() => expect(broken.clients()?.sessionCount).toBe(0), quitTimeout);
    expect(await answers(await open(broken.port))).toBe(true);
  });

  it('clients that never finish their handshake are closed, give way where there are too many, and keep nobody out', async ({
    onTestFinished,
  }) => {
    const { port, clients } = await startGateway();
    const lorises: Socket[] = [];
    const comeUpTo = async (count: number): Promise<void> => {
      while (lorises.length < count) {
        const socket = connect({ port, host: '127.0.0.1' });
        socket.on('error', () => undefined);
        socket.write(Buffer.from([0, 0, 0, 80]));
        lorises.push(socket);
      }
      await vi.waitFor(() => expect(clients()?.sessionCount).toBeGreaterThanOrEqual(count), quitTimeout);
    };
    const dripping = setInterval(
      () => lorises.forEach((socket) => socket.writable && socket.write('\0')),
      1_000,
    );
    onTestFinished(() => clearInterval(dripping));
    await comeUpTo(127);
    const served = await open(port);
    await comeUpTo(128);
    const [oldest] = lorises;
    const newcomer = await open(port);
    expect(await answers(newcomer)).toBe(true);
    if (oldest !== undefined) await closed(oldest);
    newcomer.destroy();
    expect(await answers(served)).toBe(true);
    await Promise.all(lorises.map(closed));
    await vi.waitFor(() => expect(clients()?.sessionCount).toBe(1), quitTimeout);
    expect(await answers(await open(port))).toBe(true);
  });

  it('another local user who floods it with silent clients keeps the owner out at no time', async ({
    onTestFinished,
  }) => {
    const { port, clients } = await startGateway();
    const flood = spawn('/usr/bin/python3', ['-c', FLOOD, String(port)], {
      ...accountFor('nobody'),
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    onTestFinished(() => void flood.kill('SIGKILL'));
    await vi.waitFor(() => expect(clients()?.sessionCount).toBeGreaterThanOrEqual(100), quitTimeout);
    const own = connect({ port, host: '127.0.0.1' });
    own.on('error', () => undefined);
    for (let time = 0; time < 5; time += 1) {
      const session = await open(port);
      expect(await answers(session)).toBe(true);
      session.destroy();
    }
    // silent, and older than all of theirs by now; only root can be two users
    if (process.getuid?.() === 0) expect(own.destroyed || own.readableEnded).toBe(false);
    own.destroy();
  });

  it.for(['postgres', 'mariadb'] as const)(
    'a database that takes the call and says nothing is given up on, with the reason: %s',
    async (family, { onTestFinished }) => {
      const [silentPort = 0] = await freePorts(1);
      const silent = createServer((socket) => socket.on('error', () => undefined));
      await new Promise<void>((resolve) => silent.listen(silentPort, 'localhost', resolve));
      onTestFinished(() => void silent.close());
      const place = { host: 'localhost', port: silentPort };
      const { port, clients } = await startGateway(shared, { family, address: place, connectAddress: place });
      const refusal = family === 'postgres' ? refusalOf : refusalOfMysql;
      expect(await refusal(port)).toMatch(/said nothing in 8 seconds/);
      await vi.waitFor(() => expect(clients()?.sessionCount).toBe(0), quitTimeout);
      expect(clients()?.lastFailure?.error).toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('said nothing'),
      });
    },
  );

  it('a stolen port is explained with who holds it, and taken when it is free again', async () => {
    const [port = 0] = await freePorts(1);
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(port, '127.0.0.1', resolve));
    const { started, relay, listening } = await startGateway(shared, { port });
    expect(started).toMatchObject({
      error: { code: 'port-in-use', message: expect.stringContaining(`process ${process.pid}`) },
    });
    await new Promise((resolve) => thief.close(resolve));
    expect(await relay.listen(listening)).toEqual(succeed({}));
    expect(await answers(await open(port))).toBe(true);
  });

  it('a relay that dies says so, and listens again when told', async ({ onTestFinished }) => {
    let deaths = 0;
    const own = ownRelay(onTestFinished, () => void (deaths += 1));
    const { pid, port, relay, listening } = await startGateway(own);
    const session = await open(port);
    process.kill(pid(), 'SIGKILL');
    await closed(session);
    await vi.waitFor(() => expect(deaths).toBe(1), quitTimeout);
    expect(await relay.listen(listening)).toEqual(succeed({}));
    expect(await answers(await open(port))).toBe(true);
  });

  it('its process has nothing of the environment but what is named', async ({ onTestFinished }) => {
    for (const name of ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'SECRET_OF_SOMETHING_ELSE'])
      vi.stubEnv(name, 'wJalrXUtnFEMI');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { pid, port } = await startGateway(ownRelay(onTestFinished));
    await open(port);
    const names = readFileSync(`/proc/${pid()}/environ`, 'utf8')
      .split('\0')
      .map((entry) => entry.split('=')[0]);
    expect(names).toEqual(expect.arrayContaining(['LATCHKEY_PROCESS', 'PATH']));
    // a fork of Node has a channel as well
    const known = /^(LATCHKEY_PROCESS|PATH|LD_LIBRARY_PATH|LANG|LC_ALL|TZ|NODE_CHANNEL_\w+|)$/;
    expect(names.filter((name) => !known.test(name ?? ''))).toEqual([]);
  });

  it('sessions that are closed by hand end, the others go on', async () => {
    const { port, relay, id, clients } = await startGateway();
    const [first, second] = [await open(port), await open(port)];
    await vi.waitFor(() => expect(clients()?.sessions).toHaveLength(2), quitTimeout);
    const newest = clients()?.sessions[0];
    relay.end(id, [newest?.id ?? 0]);
    await closed(second);
    expect(await answers(first)).toBe(true);
    await vi.waitFor(() => expect(clients()?.sessionCount).toBe(1), quitTimeout);
  });

  it('moving to another port keeps the sessions that are open', async () => {
    const { port, relay, listening } = await startGateway();
    const session = await open(port);
    const [next = 0] = await freePorts(1);
    expect(await relay.listen({ ...listening, port: next })).toEqual(succeed({}));
    expect(await answers(session)).toBe(true);
    expect(await answers(await open(next))).toBe(true);
    expect(await rawPostgres(port, as)).toBeNull();
  });
});

// by themselves, for they take all that the machine has
describe('many', () => {
  it('10,000 connects and disconnects leave nothing behind', async ({ onTestFinished }) => {
    const { own, to } = await ownStub(onTestFinished);
    const { port, pid, clients } = await startGateway(ownRelay(onTestFinished), to);
    const some = async (count: number): Promise<void> => {
      for (let done = 0; done < count; done += 50) {
        const batch = Array.from({ length: 50 }, async (_, n) => {
          // every fifth goes in the midst of the handshake, and every fifth without a word
          const session = n % 5 === 0 ? null : await rawPostgres(port, as);
          if (session === null) await connectAndLeave(port);
          else session.destroy();
        });
        await Promise.all(batch);
      }
    };
    await some(1_000);
    await settledAt(clients, 0);
    const before = { memory: residentMegabytes(pid()), handles: handlesOf(pid()) };
    await some(9_000);
    await settledAt(clients, 0);
    await vi.waitFor(() => expect(own.open()).toBe(0), quitTimeout);
    expect(handlesOf(pid())).toBeLessThanOrEqual(before.handles + 2);
    expect(residentMegabytes(pid()) - before.memory).toBeLessThan(60);
    expect(await answers(await open(port))).toBe(true);
  }, 240_000);

  it('1,000 idle sessions are held and listed, as many again and no more are let in, and all are let go', async ({
    onTestFinished,
  }) => {
    const { port, pid, relay, id, clients } = await startGateway(ownRelay(onTestFinished));
    const sessions: Socket[] = [];
    const comeUpTo = async (count: number): Promise<void> => {
      while (sessions.length < count)
        sessions.push(...(await Promise.all(Array.from({ length: 50 }, () => open(port)))));
      await settledAt(clients, count);
    };
    await comeUpTo(1_000);
    expect(clients()?.sessions.length).toBeLessThanOrEqual(200);
    expect(await answers(sessions[500] ?? (await open(port)))).toBe(true);
    await comeUpTo(2_000);
    expect(await refusalOf(port)).toMatch(/as many gateway sessions open as it can serve/);
    expect(await answers(sessions[1_500] ?? (await open(port)))).toBe(true);
    relay.end(id, null);
    await settledAt(clients, 0);
    await vi.waitFor(() => expect(handlesOf(pid())).toBeLessThan(60), quitTimeout);
    expect(await answers(await open(port))).toBe(true);
  }, 240_000);
});

async function connectAndLeave(port: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(Buffer.from([0, 0]));
  socket.destroy();
}

const settledAt = (clients: () => ClientsNow | null, count: number) =>
  vi.waitFor(() => expect(clients()?.sessionCount).toBe(count), quitTimeout);

/** Opens silent connections, and 200 a second of those again that are closed. */
const FLOOD = `
import select, socket, sys, time
port = int(sys.argv[1])
poll, held = select.poll(), {}
def more():
    one = socket.socket()
    one.connect(('127.0.0.1', port))
    held[one.fileno()] = one
    poll.register(one, select.POLLIN)
for _ in range(400): more()
while True:
    for fd, _ in poll.poll(50):
        poll.unregister(fd)
        held.pop(fd).close()
        time.sleep(0.005)
        more()
`;

/** More than sockets and streams may hold of one session, and far less than comes without a bound. */
const MAX_HELD_MEGABYTES = 40;

/** Waits until a count that grows does so no more. */
async function standsStill(count: () => number): Promise<void> {
  let before = -1;
  await vi.waitFor(
    () => {
      const now = count();
      const stands = now > 0 && now === before;
      before = now;
      expect(stands).toBe(true);
    },
    { ...quitTimeout, interval: 500 },
  );
}

/** What a client of PostgreSQL is told that is not let in. */
async function refusalOf(port: number): Promise<string> {
  let text = '';
  await rawPostgres(port, as, (told) => (text = told));
  return text;
}

/** What a client of MySQL is told that is not even greeted. */
async function refusalOfMysql(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

const handlesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
}
