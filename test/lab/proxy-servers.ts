import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import { setTimeout as delay } from 'node:timers/promises';
import type { Proxy } from '../../app/proxies/model.ts';
import type { Authority } from '../sandbox/certificates.ts';
import { accountFor } from './programs.ts';
import { freePorts } from './server-process.ts';

/** Other people's proxies, as Debian has them. */
export const PROXIES = {
  squid: '/usr/sbin/squid',
  tinyproxy: '/usr/bin/tinyproxy',
  microsocks: '/usr/bin/microsocks',
} as const;

/** Whether a proxy is on this machine. */
export const has = (name: keyof typeof PROXIES): boolean => existsSync(PROXIES[name]);

/** How long a proxy may take to listen, in milliseconds. */
const START_LIMIT_MS = 20_000;

/** A proxy that runs. */
export interface ProxyServer {
  readonly proxy: Proxy;
  /** What it wrote down of what it was asked; empty where it writes nothing. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

async function start(
  path: string,
  argsFor: (port: number, folder: string) => readonly string[],
  proxy: Partial<Proxy>,
): Promise<ProxyServer> {
  const [port = 0] = await freePorts(1);
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-proxy-'));
  chmodSync(folder, 0o755);
  const child = spawn(path, argsFor(port, folder), { stdio: 'ignore', detached: true });
  const kill = (): void => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // it has ended already
    }
  };
  process.once('exit', kill);
  let failure: Error | null = null;
  child.once('error', (cause) => (failure = cause));
  const until = Date.now() + START_LIMIT_MS;
  while (!(await answers(port))) {
    if (failure !== null || child.exitCode !== null || Date.now() > until) {
      kill();
      throw new Error(`${path} did not start`, { cause: failure });
    }
    await delay(50);
  }
  const log = join(folder, 'access.log');
  return {
    proxy: { protocol: 'http', host: '127.0.0.1', port, user: '', password: '', ...proxy },
    log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    async stop() {
      process.off('exit', kill);
      kill();
      if (child.exitCode === null && child.signalCode === null) {
        await new Promise<void>((resolve) => child.once('close', () => resolve()));
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Squid, which looks names up in a file of its own and connects to some ports alone, as companies have it.
 *
 * @param names what it knows, and nobody else
 */
export function startSquid(
  names: Readonly<Record<string, string>>,
  ports: readonly number[],
): Promise<ProxyServer> {
  return start(
    PROXIES.squid,
    (port, folder) => {
      const account = accountFor('proxy');
      if (account !== undefined) chownSync(folder, account.uid, account.gid);
      const hosts = join(folder, 'hosts');
      writeFileSync(
        hosts,
        Object.entries(names)
          .map(([name, address]) => `${address} ${name}\n`)
          .join(''),
      );
      const config = join(folder, 'squid.conf');
      writeFileSync(
        config,
        [
          `http_port 127.0.0.1:${port}`,
          `hosts_file ${hosts}`,
          `acl allowed port ${ports.join(' ')}`,
          'http_access deny !allowed',
          'http_access allow all',
          'cache deny all',
          `access_log stdio:${join(folder, 'access.log')}`,
          'cache_log /dev/null',
          'cache_store_log none',
          `pid_filename ${join(folder, 'squid.pid')}`,
          `coredump_dir ${folder}`,
          'pinger_enable off',
          'shutdown_lifetime 0 seconds',
          'visible_hostname proxy.lab',
          '',
        ].join('\n'),
      );
      return ['-N', '-f', config];
    },
    {},
  );
}

/** Tinyproxy, which asks for a user and a password. */
export function startTinyproxy(user: string, password: string): Promise<ProxyServer> {
  return start(
    PROXIES.tinyproxy,
    (port, folder) => {
      const config = join(folder, 'tinyproxy.conf');
      writeFileSync(
        config,
        [
          `Port ${port}`,
          'Listen 127.0.0.1',
          'Timeout 60',
          'MaxClients 20',
          `BasicAuth ${user} ${password}`,
          '',
        ].join('\n'),
      );
      return ['-d', '-c', config];
    },
    { user, password },
  );
}

/** Microsocks, which asks for a user and a password. */
export function startMicrosocks(user: string, password: string): Promise<ProxyServer> {
  return start(
    PROXIES.microsocks,
    (port) => ['-i', '127.0.0.1', '-p', String(port), '-u', user, '-P', password],
    { protocol: 'socks5', user, password },
  );
}

/** AWS's own names on HTTPS: TLS with a certificate for whatever name is asked for, and the sandbox behind it. */
export async function startAwsFront(sandboxUrl: string, authority: Authority) {
  const upstream = Number(new URL(sandboxUrl).port);
  const open = new Set<Socket>();
  const server = createTlsServer(
    {
      SNICallback(name, done) {
        const { certPem, keyPem } = authority.issue([name]);
        done(null, createSecureContext({ cert: certPem, key: keyPem }));
      },
    },
    (client) => {
      const on = connect(upstream, '127.0.0.1');
      open.add(client).add(on);
      client.on('error', () => on.destroy()).pipe(on);
      on.on('error', () => client.destroy()).pipe(client);
    },
  );
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
