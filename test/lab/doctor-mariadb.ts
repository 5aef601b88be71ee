import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type Connection } from 'mysql2/promise';
import { startLogged, type LoggedServer } from './doctor-server.ts';
import { makeFolder, writeFiles, type ServerSetup } from './postgres.ts';
import type { Programs } from './programs.ts';
import { runToEnd } from './server-process.ts';

/** A row, by its columns. */
type Row = Readonly<Record<string, unknown>>;

/** A MariaDB that checks tokens through PAM, has other users beside, and can be spoilt. */
export interface DoctorMariadb {
  /** Runs statements as the administrator; gives the rows of the last one. */
  readonly admin: (sql: string) => Promise<Row[]>;
  /** Starts it again with these options besides its own. */
  readonly restart: (options?: readonly string[]) => Promise<void>;
  readonly log: () => string;
  readonly said: (words: RegExp) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts MariaDB; its PAM users are those of `users`, and `native_user` has a password. */
export async function startDoctorMariadb(
  {
    mariadbd,
    mariadbInstallDb,
    mariadbPlugins,
  }: Pick<Programs, 'mariadbd' | 'mariadbInstallDb' | 'mariadbPlugins'>,
  {
    folder,
    account,
    port,
    certificate,
    pamService,
    users,
    database,
  }: ServerSetup & { readonly pamService: string },
): Promise<DoctorMariadb> {
  makeFolder(folder, account);
  const data = join(folder, 'data');
  const at = { account, folder };
  const installArgs = ['--no-defaults', `--datadir=${data}`, '--skip-test-db'];
  await runToEnd({
    path: mariadbInstallDb,
    args: [...installArgs, '--auth-root-authentication-method=normal'],
    ...at,
  });
  const files = writeFiles(folder, account, {
    'server.crt': certificate.certPem,
    'server.key': certificate.keyPem,
    'init.sql': [
      "DELETE FROM mysql.global_priv WHERE User IN ('', 'root');",
      'FLUSH PRIVILEGES;',
      `CREATE DATABASE IF NOT EXISTS ${database};`,
      "CREATE USER IF NOT EXISTS 'rdsadmin'@'localhost' IDENTIFIED BY 'rdsadmin';",
      "GRANT ALL ON *.* TO 'rdsadmin'@'localhost' WITH GRANT OPTION;",
      "CREATE USER IF NOT EXISTS 'native_user'@'%' IDENTIFIED BY 'secret';",
      ...users.map(
        (user) => `CREATE USER IF NOT EXISTS '${user}'@'%' IDENTIFIED VIA pam USING '${pamService}';`,
      ),
      ...users.map((user) => `GRANT ALL ON ${database}.* TO '${user}'@'%';`),
      '',
    ].join('\n'),
  });
  const plugins = join(folder, 'plugins');
  makeFolder(plugins, account);
  const plugin = account ? 'auth_pam' : 'auth_pam_v1';
  copyFileSync(join(mariadbPlugins, `${plugin}.so`), join(plugins, `${plugin}.so`));
  if (account) {
    const tool = 'auth_pam_tool_dir/auth_pam_tool';
    makeFolder(join(plugins, 'auth_pam_tool_dir'), account);
    copyFileSync(join(mariadbPlugins, tool), join(plugins, tool));
    chmodSync(join(plugins, tool), 0o4755);
  }
  const socket = join(folder, 'socket');
  const start = (options: readonly string[]): Promise<LoggedServer> => {
    const own = [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--init-file=${files['init.sql']}`,
      `--port=${port}`,
      '--bind-address=localhost',
      '--skip-name-resolve',
      `--plugin-dir=${plugins}`,
      `--plugin-load-add=${plugin}`,
      '--pam-use-cleartext-plugin=ON',
      `--ssl-cert=${files['server.crt']}`,
      `--ssl-key=${files['server.key']}`,
      '--innodb-buffer-pool-size=16M',
      '--innodb-flush-log-at-trx-commit=0',
      '--performance-schema=OFF',
    ];
    return startLogged({ path: mariadbd, args: [...own, ...options], ...at }, /ready for connections/);
  };
  let server = await start([]);
  const connect = (): Promise<Connection> =>
    createConnection({
      socketPath: socket,
      user: 'rdsadmin',
      password: 'rdsadmin',
      multipleStatements: true,
    });
  return {
    admin: async (sql) => {
      const connection = await connect();
      try {
        // one result for each statement, or the only one itself
        const [results]: [unknown, unknown] = await connection.query(sql);
        const last: unknown = Array.isArray(results) ? results.at(-1) : null;
        return rowsOf(Array.isArray(last) ? last : results);
      } finally {
        await connection.end();
      }
    },
    restart: async (options = []) => {
      await server.stop();
      server = await start(options);
    },
    log: () => server.log(),
    said: (words) => server.said(words),
    stop: () => server.stop(),
  };
}

function rowsOf(result: unknown): Row[] {
  const rows: unknown[] = Array.isArray(result) ? result : [];
  return rows.flatMap((row) => (typeof row === 'object' && row !== null ? [{ ...row }] : []));
}
