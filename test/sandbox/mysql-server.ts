import { spawn, type ChildProcess } from 'node:child_process';
import { access, constants, mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A MariaDB server of one's own, reachable through a socket in its folder only. */
export interface MysqlServer {
  readonly socketPath: string;
  readonly ready: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Where MariaDB's server and its installer are; `undefined` where one is missing. */
export async function findMariadb(): Promise<{ server: string; install: string } | undefined> {
  if (process.platform === 'win32') return undefined; // no Unix sockets to keep other users out with
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const find = async (name: string): Promise<string | undefined> => {
    for (const folder of folders.filter((one) => one !== '')) {
      const file = join(folder, name);
      const found = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) return file;
    }
    return undefined;
  };
  const server = await find('mariadbd');
  const install = await find('mariadb-install-db');
  return server !== undefined && install !== undefined ? { server, install } : undefined;
}

/** How much of what a program has said last is kept for its failure, in characters. */
const MAX_SAID = 2_000;

const shop = `
create database if not exists shop;
create table if not exists shop.customers (
  id int auto_increment primary key, name varchar(80) not null, country char(2) not null);
create table if not exists shop.orders (
  id int auto_increment primary key, customer_id int not null, status varchar(20) not null,
  total decimal(10,2) not null, placed_at datetime not null,
  foreign key (customer_id) references shop.customers (id));
insert into shop.customers (name, country) values ('Amara Okafor', 'NG'), ('Lukas Brandt', 'DE'), ('Mei Tanaka', 'JP');
insert into shop.orders (customer_id, status, total, placed_at) values
  (1, 'paid', 49.90, '2025-05-01 09:00:00'), (2, 'shipped', 120.45, '2025-05-01 14:17:00'),
  (3, 'pending', 19.90, '2025-05-02 08:30:00'), (1, 'refunded', 75.00, '2025-05-03 11:05:00');
`;

/** Installs and starts a server in `folder`, in the background. */
export function startMysqlServer(programs: { server: string; install: string }, folder: string): MysqlServer {
  const socketPath = join(folder, 's');
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  let running: ChildProcess | undefined;
  let stopped = false;
  const end = (): void => void running?.kill('SIGKILL');
  process.once('exit', end);
  let said = '';
  const run = (program: string, args: readonly string[]): Promise<number | null> =>
    new Promise((resolve, reject) => {
      if (stopped) return reject(new Error('The sandbox has been stopped'));
      said = '';
      running = spawn(program, ['--no-defaults', ...args, ...asRoot], { stdio: ['ignore', 'pipe', 'pipe'] });
      const keep = (text: Buffer): void => void (said = `${said}${text.toString()}`.slice(-MAX_SAID));
      running.stdout?.on('data', keep);
      running.stderr?.on('data', keep);
      running.on('error', reject);
      running.on('exit', (code) => {
        running = undefined;
        resolve(code);
      });
    });
  let exited: Promise<unknown> = Promise.resolve();

  const start = async (): Promise<void> => {
    const data = join(folder, 'data');
    const initFile = join(folder, 'shop.sql');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // an init file is read a line at a time
    const statements = shop.replace(/\s*\n\s*/g, ' ').replace(/; /g, ';\n');
    await writeFile(initFile, `${statements.trim()}\n`, { mode: 0o600 });
    const install = (): Promise<number | null> => {
      const installed = run(programs.install, [`--datadir=${data}`, '--skip-test-db', '--force']);
      exited = installed.catch(() => undefined);
      return installed;
    };
    if ((await install()) !== 0) {
      // seen once, where two sandboxes started in the same second: the next one says why, and is not in vain
      console.warn(`mariadb-install-db has failed, and is run again: ${said}`);
      await rm(data, { recursive: true, force: true });
      if ((await install()) !== 0) throw new Error(`mariadb-install-db has failed: ${said}`);
    }
    const server = run(programs.server, [
      `--datadir=${data}`,
      `--socket=${socketPath}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--init-file=${initFile}`,
      '--skip-networking',
      '--skip-grant-tables',
      '--skip-log-bin',
      '--innodb-buffer-pool-size=16M',
      '--innodb-flush-log-at-trx-commit=0',
    ]);
    exited = server.catch(() => undefined);
    const failed = server.then((code) => {
      throw new Error(`mariadbd has ended with ${code}: ${said}`);
    });
    await Promise.race([answers(socketPath, () => stopped), failed]);
    failed.catch(() => undefined);
  };
  const ready = start();
  ready.catch(() => undefined);
  return {
    socketPath,
    ready,
    stop: async () => {
      stopped = true;
      process.off('exit', end);
      running?.kill('SIGTERM');
      const slow = setTimeout(end, 10_000);
      await ready.catch(() => undefined);
      await exited;
      clearTimeout(slow);
    },
  };
}

async function answers(socketPath: string, givenUp: () => boolean): Promise<void> {
  for (;;) {
    if (givenUp()) throw new Error('The sandbox has been stopped');
    const up = await new Promise<boolean>((resolve) => {
      const socket = connect(socketPath);
      socket.once('data', () => resolve(true)); // the greeting
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      socket.once('data', () => socket.destroy());
    });
    if (up) return;
    await delay(100);
  }
}
