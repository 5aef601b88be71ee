import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, writeFiles, type ServerSetup } from './postgres.ts';
import type { Account, Programs } from './programs.ts';
import { runToEnd, startServer } from './server-process.ts';

/**
 * Starts MariaDB as RDS runs MySQL with IAM: TLS or nothing, and the token asked for through
 * `mysql_clear_password`. Gives the function that stops it.
 */
export async function startMariadb(
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
): Promise<() => Promise<void>> {
  makeFolder(folder, account);
  const data = join(folder, 'data');
  const at = { account, folder };
  await runToEnd({
    path: mariadbInstallDb,
    args: [
      '--no-defaults',
      `--datadir=${data}`,
      '--skip-test-db',
      '--auth-root-authentication-method=normal',
    ],
    ...at,
  });
  const files = writeFiles(folder, account, {
    'server.crt': certificate.certPem,
    'server.key': certificate.keyPem,
    // anonymous users would win over 'u'@'%' for local clients; root needs no way in
    'init.sql': [
      "DELETE FROM mysql.global_priv WHERE User IN ('', 'root');",
      'FLUSH PRIVILEGES;',
      `CREATE DATABASE ${database};`,
      ...users.map((user) => `CREATE USER '${user}'@'%' IDENTIFIED VIA pam USING '${pamService}';`),
      ...users.map((user) => `GRANT ALL ON ${database}.* TO '${user}'@'%';`),
      '',
    ].join('\n'),
  });
  const plugins = join(folder, 'plugins');
  makeFolder(plugins, account);
  const plugin = copyPamPlugin(mariadbPlugins, plugins, account);
  const server = await startServer(
    {
      path: mariadbd,
      args: [
        '--no-defaults',
        `--datadir=${data}`,
        `--socket=${join(folder, 'socket')}`,
        `--pid-file=${join(folder, 'pid')}`,
        `--init-file=${files['init.sql']}`,
        `--port=${port}`,
        '--bind-address=localhost',
        '--skip-name-resolve',
        `--plugin-dir=${plugins}`,
        `--plugin-load-add=${plugin}`,
        '--pam-use-cleartext-plugin=ON',
        '--require-secure-transport=ON',
        `--ssl-cert=${files['server.crt']}`,
        `--ssl-key=${files['server.key']}`,
        // throw-away data, little memory
        '--innodb-buffer-pool-size=16M',
        '--innodb-flush-log-at-trx-commit=0',
        '--performance-schema=OFF',
        '--max-allowed-packet=128M',
        '--max-connections=300',
      ],
      ...at,
    },
    /ready for connections/,
  );
  return () => server.stop('SIGKILL'); // nothing to keep
}

/**
 * Copies MariaDB's PAM plugin and gives its name. The plugin asks PAM in a setuid helper of its own, in a
 * folder that only the server's account may enter; the system's copy belongs to whoever last ran
 * mariadb-install-db. Without root there is no setuid: the plugin's first version asks in the server's own
 * process, one sign-in at a time.
 */
function copyPamPlugin(from: string, to: string, account: Account | undefined): string {
  if (!account) {
    copyFileSync(join(from, 'auth_pam_v1.so'), join(to, 'auth_pam_v1.so'));
    return 'auth_pam_v1';
  }
  const tool = 'auth_pam_tool_dir/auth_pam_tool';
  makeFolder(join(to, 'auth_pam_tool_dir'), account);
  for (const file of ['auth_pam.so', tool]) copyFileSync(join(from, file), join(to, file));
  chmodSync(join(to, tool), 0o4755);
  return 'auth_pam';
}
