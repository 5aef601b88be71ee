import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { fail } from '../../app/common/result.ts';
import type { Listening } from '../../app/gateway/ports.ts';
import buildRelay from '../lab/built-relay.ts';
import { startLabGateway, type LabGateway } from '../lab/gateway.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { startPostgres18, type Postgres18 } from '../lab/postgres-18.ts';
import { drivers, type Driver } from './drivers.ts';

/**
 * `npm run test:drivers`: other people's drivers through the gateway, each by a small program of our own that writes
 * a line for each behaviour, `ok NAME` or `not ok NAME - WHY`. A program with fewer than ten lines, or one that ends
 * in another way than it should, has failed.
 */
const SIDE_BY_SIDE = 2;
const MIN_BEHAVIOURS = 10;
/** How long a program may take, compiling included, in milliseconds. */
const PROGRAM_TIMEOUT_MS = 10 * 60_000;
/** Nothing listens there. */
const NOWHERE = { host: 'localhost', port: 1 };

/** What the programs of one server are told in their environment. */
type Told = Readonly<Record<string, string>>;

const folder = mkdtempSync(join(tmpdir(), 'latchkey-drivers-'));

/** Opens the ports that a program of a server knows: plain, with TLS, to a database that is not there, without a token. */
async function portsOf(
  lab: Lab,
  server: Driver['server'],
  postgres18: Postgres18,
): Promise<[LabGateway, Told]> {
  const over: Partial<Listening> = server === 'postgres18' ? postgres18.listening : {};
  const engine = server === 'mariadb' ? 'mariadb' : 'postgres';
  // MySQL's clients without a database have none
  const database = engine === 'mariadb' ? { database: '' } : {};
  const gateway = await startLabGateway(lab, engine, { ...over, ...database, connectionId: server });
  if (server === 'postgres18') gateway.signWith(postgres18.sign);
  const tls = await gateway.beside({ localTls: true });
  const unreachable = await gateway.beside({ connectAddress: NOWHERE, address: NOWHERE });
  const tokenless = await startLabGateway(lab, engine, { ...over, connectionId: `${server}-no-token` });
  tokenless.signWith(async () => fail('sign-in-needed', 'Profile prod needs a sign-in.'));
  const ca = join(folder, `${server}.pem`);
  writeFileSync(ca, gateway.certificate());
  return [
    { ...gateway, stop: async () => void (await Promise.all([gateway.stop(), tokenless.stop()])) },
    {
      PORT: String(gateway.port),
      TLS_PORT: String(tls.port),
      UNREACHABLE_PORT: String(unreachable.port),
      NO_TOKEN_PORT: String(tokenless.port),
      DB_USER: lab.users.app,
      LOCAL_PASSWORD: gateway.password,
      DATABASE: 'app',
      CA: ca,
    },
  ];
}

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

/** Runs one driver's program, and tells its lines with the driver's name. */
async function run({ name, command: [program, ...args], env }: Driver, told: Told): Promise<Outcome> {
  const child = spawn(program, args, {
    cwd: import.meta.dirname,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      LC_ALL: 'C.UTF-8',
      PYTHONDONTWRITEBYTECODE: '1',
      ...env,
      ...told,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PROGRAM_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  const status = await new Promise((resolve) => {
    child.once('error', (cause) => resolve(cause.message));
    child.once('close', resolve);
  });
  const lines = output.split('\n').filter((line) => /^(not )?ok /.test(line));
  for (const line of lines) console.log(`${name} | ${line}`);
  const passed = lines.filter((line) => line.startsWith('ok ')).length;
  const failed = lines.length - passed;
  if (status === 0 && lines.length >= MIN_BEHAVIOURS) return { passed, failed };
  console.log(
    `${name} | ended with ${String(status)} after ${lines.length} behaviours: ${errors.slice(-2_000)}`,
  );
  return { passed, failed: failed + 1 };
}

const undo: Array<() => unknown> = [() => rmSync(folder, { recursive: true, force: true })];
const sum = { passed: 0, failed: 0 };
try {
  await buildRelay();
  const lab = await startLab();
  undo.push(lab.stop);
  const postgres18 = await startPostgres18(lab.users.app);
  undo.push(postgres18.stop);
  const told = new Map<Driver['server'], Told>();
  for (const server of ['postgres', 'mariadb', 'postgres18'] as const) {
    const [gateway, ports] = await portsOf(lab, server, postgres18);
    undo.push(gateway.stop);
    told.set(server, ports);
  }
  const limit = pLimit(SIDE_BY_SIDE);
  const wanted = process.argv.slice(2);
  const chosen = drivers(folder).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const outcomes = await Promise.all(
    chosen.map((driver) => limit(() => run(driver, told.get(driver.server) ?? {}))),
  );
  for (const { passed, failed } of outcomes) {
    sum.passed += passed;
    sum.failed += failed;
  }
  if (chosen.length === 0) sum.failed += 1;
} finally {
  for (const step of undo.toReversed()) await step();
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exit(sum.failed === 0 ? 0 : 1);
