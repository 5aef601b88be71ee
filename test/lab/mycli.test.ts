import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { mycli } from '../../app/clients/catalogue/mycli.ts';
import { launchMethodFor } from '../../app/clients/launch-method.ts';
import { posixScript } from '../../main/clients/posix-script.ts';
import { fillRunFolder, makeRunFolder } from '../../main/clients/run-folder.ts';
import { gatewayEndpoint } from '../app/clients/catalogue/opening.ts';
import { temporaryFolder } from '../main/temporary-folder.ts';
import { startLabGateway, type LabGateway } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';

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

interface Run {
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
}

/** Runs a program to its end, and gives all that it printed. */
function printedBy(program: string, args: readonly string[], { env, input }: Run): Promise<string> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: 30_000 };
    const child = execFile(program, args, options, (_error, stdout, stderr) => resolve(stdout + stderr));
    child.stdin?.end(input);
  });
}

/** Runs mycli by the start script of a real plan. */
async function start(home: string, input: string): Promise<string> {
  const way = launchMethodFor(mycli, 'gateway', { platform: 'linux', foundIn: 'program' });
  const to = {
    ...gatewayEndpoint,
    family: 'mariadb',
    port: gateway.port,
    dbUser: lab.users.app,
    database: 'app',
  } as const;
  const plan = way?.plan(to, gateway.password, {
    platform: 'linux',
    foundIn: 'program',
    said: '',
    caPath: join(home, 'ca.pem'),
    ownOptionFile: null,
  });
  if (plan?.ok !== true || plan.value.runsIn !== 'terminal') throw new Error('mycli has a plan');
  const made = await makeRunFolder(join(home, 'run'), 'start.sh');
  if (!made.ok) throw new Error(made.error.message);
  const { path, secretFile, scriptFile } = made.value;
  const script = posixScript(plan.value, {
    folder: path,
    secretFile,
    program: '/usr/bin/mycli',
    clientName: 'mycli',
    banner: { tag: null, line: 'Latchkey: lab', title: 'lab - mycli' },
  });
  await fillRunFolder(made.value, script, plan.value.secret.content);
  const printed = await printedBy('/bin/sh', [scriptFile], { env: { HOME: home }, input });
  expect(existsSync(path)).toBe(false);
  return printed;
}

describe('mycli through the gateway', () => {
  it('signs in and runs a query, and writes no password down', async () => {
    const home = temporaryFolder();
    expect(await start(home, "select concat('row ', current_user(), ' ', database());\n")).toContain(
      'row app_user@% app',
    );
    const log = join(home, '.mycli.log');
    expect(existsSync(log) ? readFileSync(log, 'utf8') : '').not.toContain(gateway.password);
  });

  it('is not led elsewhere by the user’s own files', async () => {
    const home = temporaryFolder();
    const own = '[client]\nhost=198.51.100.1\nuser=nobody\npassword=wrong\nssl-ca=/nowhere/ca.pem\n';
    writeFileSync(join(home, '.my.cnf'), own);
    expect(await start(home, "select concat('row ', current_user());\n")).toContain('row app_user@%');
  });
});

/** A server that says it has no TLS, and asks for the password in clear; gives what it is sent. */
async function clearServer(): Promise<{ port: number; sent: Promise<string> }> {
  const packet = (sequence: number, body: Buffer) =>
    Buffer.concat([Buffer.from([body.length & 255, body.length >> 8, 0, sequence]), body]);
  // protocol 10; LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION and PLUGIN_AUTH, and no SSL
  const greeting = Buffer.concat([
    Buffer.from('\x0a8.0.30\0\x01\0\0\0abcdefgh\0', 'latin1'),
    Buffer.from([0x09, 0xa2, 0x2d, 0x02, 0x00, 0x08, 0x00, 21]),
    Buffer.alloc(10),
    Buffer.from('ijklmnopqrst\0mysql_native_password\0'),
  ]);
  let said: (text: string) => void = () => undefined;
  const sent = new Promise<string>((resolve) => (said = resolve));
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(packet(0, greeting));
    socket.once('data', () => {
      socket.write(packet(2, Buffer.from('\xfemysql_clear_password\0', 'latin1')));
      socket.once('data', (data) => {
        said(data.subarray(4).toString('latin1'));
        socket.destroy();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on a port');
  return { port: address.port, sent };
}

it('mycli would send a token in clear, with all its flags for TLS: that is why it gets none', async () => {
  const { port, sent } = await clearServer();
  const tls = [`--ssl-ca=${lab.caFile}`, '--ssl-verify-server-cert'];
  const place = ['-h', 'localhost', '-P', String(port), '-u', 'alice', ...tls, '-e', 'select 1'];
  await printedBy('/usr/bin/mycli', place, {
    env: { HOME: temporaryFolder(), MYSQL_PWD: 'a-token' },
    input: '',
  });
  expect(await sent).toBe('a-token\0');
});
