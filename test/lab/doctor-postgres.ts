import { randomBytes } from 'node:crypto';
import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, type QueryResultRow } from 'pg';
import { startLogged, type LoggedServer } from './doctor-server.ts';
import { makeFolder, writeFiles, type ServerSetup } from './postgres.ts';
import type { Programs } from './programs.ts';
import { runToEnd } from './server-process.ts';

/** A PostgreSQL with RDS's own rules, that can be spoilt. */
export interface DoctorPostgres {
  /** Runs SQL as the administrator; gives the rows of the last statement. */
  readonly admin: (sql: string, database?: string) => Promise<QueryResultRow[]>;
  /** Opens a session as the administrator. */
  readonly adminSession: () => Promise<Client>;
  /** Opens a session as somebody, over TLS. */
  readonly session: (user: string, password: string, database?: string) => Promise<Client>;
  /** Turns IAM authentication off and on. */
  readonly setIam: (isOn: boolean) => Promise<void>;
  /** Starts it again with these settings besides its own. */
  readonly restart: (settings?: Readonly<Record<string, string>>) => Promise<void>;
  readonly log: () => string;
  readonly said: (words: RegExp) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The administrator of the machine, as `rdsadmin` is on RDS: nobody's user. */
const ADMIN = 'rdsadmin';

/**
 * Starts PostgreSQL with the rules of RDS (pganalyze/collector#378): members of rds_iam through PAM and TLS or
 * not at all, all others by password.
 */
export async function startDoctorPostgres(
  { postgres, initdb }: Pick<Programs, 'postgres' | 'initdb'>,
  {
    folder,
    account,
    port,
    certificate,
    pamService,
    users,
    database,
  }: ServerSetup & { readonly pamService: string },
  ca: string,
): Promise<DoctorPostgres> {
  makeFolder(folder, account);
  const data = join(folder, 'data');
  const at = { account, folder };
  const password = randomBytes(12).toString('hex');
  const initArgs = ['-D', data, '-U', 'postgres', '-A', 'reject', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await runToEnd({ path: initdb, args: initArgs, ...at });
  const rules = (isOn: boolean): string =>
    ['127.0.0.1/32', '::1/128']
      .flatMap((from) => [
        `host all ${ADMIN} ${from} scram-sha-256`,
        ...(isOn ? [`hostssl all +rds_iam ${from} pam pamservice=${pamService}`] : []),
        ...(isOn ? [`host all +rds_iam ${from} reject`] : []),
        `hostssl all all ${from} scram-sha-256`,
      ])
      .map((line) => `${line}\n`)
      .join('');
  const files = writeFiles(folder, account, {
    'server.crt': certificate.certPem,
    'server.key': certificate.keyPem,
    'pg_hba.conf': rules(true),
  });
  const statements = [
    `CREATE ROLE ${ADMIN} SUPERUSER LOGIN PASSWORD '${password}';`,
    'CREATE ROLE rds_iam;',
    'CREATE ROLE rds_superuser;',
    ...users.map((user) => `CREATE ROLE "${user}" LOGIN IN ROLE rds_iam;`),
    `CREATE DATABASE "${database}";`,
  ];
  await runToEnd(
    { path: postgres, args: ['--single', '-F', '-D', data, 'postgres'], ...at },
    `${statements.join('\n')}\n`,
  );
  const own = {
    port: String(port),
    listen_addresses: 'localhost',
    unix_socket_directories: '',
    ssl: 'on',
    ssl_cert_file: files['server.crt'],
    ssl_key_file: files['server.key'],
    hba_file: files['pg_hba.conf'],
    fsync: 'off',
    shared_buffers: '16MB',
    max_connections: '60',
    dynamic_shared_memory_type: 'mmap',
    // whatever a probe leaves behind is to be seen
    log_min_messages: 'info',
    log_connections: 'off',
  };
  const start = (settings: Readonly<Record<string, string>>): Promise<LoggedServer> => {
    const all = Object.entries({ ...own, ...settings }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const program = { path: postgres, args: ['-D', data, ...all], ...at };
    return startLogged(program, /database system is ready to accept connections/);
  };
  let server = await start({});

  const session = async (user: string, secret: string, to: string = database): Promise<Client> => {
    const ssl = { ca, servername: 'localhost' };
    const client = new Client({ host: '127.0.0.1', port, user, password: secret, database: to, ssl });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const adminSession = async (to: string = database): Promise<Client> => {
    const client = new Client({ host: '127.0.0.1', port, user: ADMIN, password, database: to });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const admin: DoctorPostgres['admin'] = async (sql, to) => {
    const client = await adminSession(to);
    try {
      const results = [await client.query<QueryResultRow>(sql)].flat();
      return results.at(-1)?.rows ?? [];
    } finally {
      await client.end();
    }
  };
  return {
    admin,
    adminSession: () => adminSession(),
    session,
    setIam: async (isOn) => {
      writeFileSync(files['pg_hba.conf'], rules(isOn));
      if (account) chownSync(files['pg_hba.conf'], account.uid, account.gid);
      await admin('SELECT pg_reload_conf()');
      const wanted = isOn ? 2 : 0;
      for (;;) {
        // a new session reads the rules anew once the postmaster has
        const [row] = await admin(
          `SELECT count(*)::int AS pam FROM pg_hba_file_rules WHERE auth_method = 'pam'`,
        );
        if (row?.['pam'] === wanted) break;
      }
      await server.said(/reloading configuration files/);
    },
    restart: async (settings = {}) => {
      await server.stop();
      server = await start(settings);
    },
    log: () => server.log(),
    said: (words) => server.said(words),
    stop: () => server.stop(),
  };
}
