import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Issued } from '../sandbox/certificates.ts';
import type { Account, Programs } from './programs.ts';
import { runToEnd, startServer } from './server-process.ts';

/** What both of the lab's servers are started with. */
export interface ServerSetup {
  /** Does not exist yet; its parent can be entered by `account`. */
  readonly folder: string;
  readonly account: Account | undefined;
  readonly port: number;
  readonly certificate: Issued;
  readonly users: readonly string[];
  readonly database: string;
}

/** How a server checks tokens: by PAM, or against one password, for a server that was built without. */
type Checked = { readonly pamService: string } | { readonly password: string };

/**
 * Starts PostgreSQL as RDS runs it: TLS or nothing, and tokens checked through PAM. Roles and database are
 * made in single-user mode, so that no way in without a token is ever open. Gives the function that stops it.
 */
export async function startPostgres(
  { postgres, initdb }: Pick<Programs, 'postgres' | 'initdb'>,
  { folder, account, port, certificate, users, database, ...checked }: ServerSetup & Checked,
): Promise<() => Promise<void>> {
  makeFolder(folder, account);
  const data = join(folder, 'data');
  const at = { account, folder };
  await runToEnd({
    path: initdb,
    args: ['-D', data, '-U', 'postgres', '-A', 'reject', '-E', 'UTF8', '--locale=C', '--no-sync'],
    ...at,
  });
  const method = 'password' in checked ? 'password' : `pam pamservice=${checked.pamService}`;
  const password = 'password' in checked ? ` PASSWORD '${checked.password}'` : '';
  const files = writeFiles(folder, account, {
    'server.crt': certificate.certPem,
    'server.key': certificate.keyPem,
    'pg_hba.conf': ['127.0.0.1/32', '::1/128'].map((from) => `hostssl all all ${from} ${method}\n`).join(''),
  });
  const statements = [
    ...users.map((user) => `CREATE ROLE "${user}" LOGIN${password};`),
    // the first user makes tables in it, as an application's owner does
    `CREATE DATABASE "${database}" OWNER "${users[0] ?? 'postgres'}";`,
  ];
  await runToEnd(
    { path: postgres, args: ['--single', '-F', '-D', data, 'postgres'], ...at },
    `${statements.join('\n')}\n`,
  );

  const settings = {
    port: String(port),
    listen_addresses: 'localhost',
    unix_socket_directories: '',
    ssl: 'on',
    ssl_cert_file: files['server.crt'],
    ssl_key_file: files['server.key'],
    hba_file: files['pg_hba.conf'],
    // throw-away data, little memory, and no segment left in /dev/shm
    fsync: 'off',
    shared_buffers: '16MB',
    max_connections: '200',
    dynamic_shared_memory_type: 'mmap',
  };
  const server = await startServer(
    {
      path: postgres,
      args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      ...at,
    },
    /database system is ready to accept connections/,
  );
  return () => server.stop('SIGQUIT'); // "immediate": frees shared memory, writes no checkpoint
}

/** Makes a folder that only the server's account can enter. */
export function makeFolder(folder: string, account: Account | undefined): void {
  mkdirSync(folder, { mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
}

/** Writes files that only the server's account can read; gives their paths by name. */
export function writeFiles<Name extends string>(
  folder: string,
  account: Account | undefined,
  contents: Readonly<Record<Name, string>>,
): { readonly [name in Name]: string };
export function writeFiles(
  folder: string,
  account: Account | undefined,
  contents: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(contents).map(([name, content]) => {
      const path = join(folder, name);
      writeFileSync(path, content, { mode: 0o600 });
      if (account) chownSync(path, account.uid, account.gid);
      return [name, path];
    }),
  );
}
