import { execFile } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import type { ProxyList } from '../../app/proxies/model.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import { startLabGateway, type LabGateway } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';
import { has, startMicrosocks, startSquid, startTinyproxy, type ProxyServer } from './proxy-servers.ts';

const run = promisify(execFile);

/** A name that nothing on this machine knows but the proxy. */
const NAME = 'db.private.test';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.stop());

/** A gateway whose database is reached through these proxies. TLS is verified for the database's own name all the same. */
async function proxied(
  list: () => Result<ProxyList>,
  host = NAME,
  engine: 'postgres' | 'mariadb' = 'postgres',
  port = lab[engine].port,
): Promise<LabGateway> {
  const gateway = await startLabGateway(lab, engine, {
    isProxied: true,
    connectAddress: { host, port },
    proxies: async () => list(),
  });
  onTestFinished(() => gateway.stop());
  return gateway;
}

async function psql({ port, password }: LabGateway, sql: string): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    PGHOST: '127.0.0.1',
    PGPORT: String(port),
    PGUSER: lab.users.app,
    PGDATABASE: lab.postgres.database,
    PGPASSWORD: password,
    PGSSLMODE: 'disable',
  };
  return run('psql', ['-XAtc', sql], { env }).then(
    ({ stdout }) => stdout.trim(),
    (cause: Error & { stderr?: string }) => `refused: ${cause.stderr ?? cause.message}`,
  );
}

async function mariadb({ port, password }: LabGateway, sql: string): Promise<string> {
  const args = [
    '--no-defaults',
    '-h127.0.0.1',
    `-P${port}`,
    `-u${lab.users.app}`,
    `-p${password}`,
    '-Ne',
    sql,
  ];
  return (await run('mariadb', args)).stdout.trim();
}

const running = async (server: Promise<ProxyServer>): Promise<ProxyServer> => {
  const started = await server;
  onTestFinished(() => started.stop());
  return started;
};

/** Something on this machine that takes connections. */
async function listening(serve: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => undefined));
    serve(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

const failureOf = (gateway: LabGateway) => gateway.clients()?.lastFailure?.error;

describe.skipIf(!has('squid'))('through squid, which alone knows the database', { timeout: 60_000 }, () => {
  it('psql and mariadb log in with a real token, over TLS that is verified for the database', async () => {
    const squid = await running(startSquid({ [NAME]: '127.0.0.1' }, [lab.postgres.port, lab.mariadb.port]));
    const gateway = await proxied(() => succeed([squid.proxy]));
    expect(await psql(gateway, 'select ssl from pg_stat_ssl where pid = pg_backend_pid()')).toBe('t');
    expect(await psql(gateway, `select length(repeat('x', 2000000))`)).toBe('2000000');
    const other = await proxied(() => succeed([squid.proxy]), NAME, 'mariadb');
    expect(await mariadb(other, `select length(repeat('x', 200000))`)).toBe('200000');
    // squid writes a line when a connection has ended
    const connects = (): number =>
      squid
        .log()
        .split('\n')
        .filter((line) => line.includes(`CONNECT ${NAME}:`)).length;
    await expect.poll(connects, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
  });

  it('a port that it does not allow is told to the client and the window with its status', async () => {
    const squid = await running(startSquid({ [NAME]: '127.0.0.1' }, [443]));
    const gateway = await proxied(() => succeed([squid.proxy]));
    expect(await psql(gateway, 'select 1')).toContain('403 Forbidden');
    await expect.poll(() => failureOf(gateway)?.code).toBe('proxy-refused');
  });
});

describe.skipIf(!has('tinyproxy') || !has('microsocks'))(
  'with a user and a password',
  { timeout: 60_000 },
  () => {
    it.each([
      ['tinyproxy', startTinyproxy],
      ['microsocks', startMicrosocks],
    ] as const)('%s lets the right one through alone', async (_name, start) => {
      const { proxy } = await running(start('ana', 'secretword'));
      let password = 'secretword';
      const gateway = await proxied(() => succeed([{ ...proxy, password }]), 'localhost');
      expect(await psql(gateway, 'select 1')).toBe('1');
      password = 'other';
      const refused = await psql(gateway, 'select 1');
      expect(refused).toMatch(/did not accept the user and the password/);
      expect(refused).not.toContain('ana');
      await expect.poll(() => failureOf(gateway)?.code).toBe('proxy-auth-required');
    });
  },
);

describe('a proxy that is bad', { timeout: 60_000 }, () => {
  const at = (port: number): ProxyList => [
    { protocol: 'http', host: '127.0.0.1', port, user: '', password: '' },
  ];

  it('by accepting and saying nothing ends in time, with its code', async () => {
    const port = await listening(() => undefined);
    const gateway = await proxied(() => succeed(at(port)));
    expect(await psql(gateway, 'select 1')).toContain('did not answer in');
    await expect.poll(() => failureOf(gateway)?.code).toBe('proxy-unreachable');
  });

  it('by not being there is told at once', async () => {
    const gateway = await proxied(() => succeed(at(1)));
    expect(await psql(gateway, 'select 1')).toContain('could not be reached');
    await expect.poll(() => failureOf(gateway)?.code).toBe('proxy-unreachable');
  });

  it('by sitting in the middle gets no token', async () => {
    const { certPem, keyPem } = makeAuthority('Middle').issue(['localhost']);
    const secureContext = createSecureContext({ cert: certPem, key: keyPem });
    const stolen: string[] = [];
    const port = await listening((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.once('data', () => {
          socket.write('S');
          const tls = new TLSSocket(socket, { isServer: true, secureContext });
          tls.on('error', () => undefined);
          tls.on('data', (bytes: Buffer) => stolen.push(bytes.toString()));
        });
      });
    });
    const gateway = await proxied(() => succeed(at(port)));
    expect(await psql(gateway, 'select 1')).toContain('certificate');
    expect(stolen).toEqual([]);
  });

  it('or is not known, has the database not dialled without one', async () => {
    const gateway = await proxied(
      () => fail('invalid-input', 'HTTPS_PROXY is not the address of a proxy.'),
      'localhost',
    );
    expect(await psql(gateway, 'select 1')).toContain('HTTPS_PROXY is not');
  });
});
