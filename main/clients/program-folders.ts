import type { ClientId } from '../../app/clients/model.ts';

/**
 * Folders in which installers put clients without putting them on PATH: PostgreSQL's packages for
 * Debian and Red Hat, Homebrew (keg-only formulae), MacPorts, Postgres.app, and the Windows installers
 * of EDB, Oracle and MariaDB.
 *
 * @param environment for the Windows folders that a system may have moved
 */
export function clientFolders(
  platform: NodeJS.Platform,
  client: ClientId,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (platform === 'win32') {
    const programs = environment['ProgramFiles'] ?? 'C:\\Program Files';
    return client === 'psql'
      ? [`${programs}\\PostgreSQL\\*\\bin`]
      : client === 'mysql'
        ? [`${programs}\\MySQL\\MySQL Server *\\bin`, `${programs}\\MySQL\\MySQL Workbench *`]
        : [`${programs}\\MariaDB *\\bin`];
  }
  if (platform === 'darwin') {
    const brew = ['/opt/homebrew', '/usr/local'];
    const kegs = {
      psql: ['libpq', 'postgresql@*'],
      mysql: ['mysql-client', 'mysql-client@*', 'mysql'],
      mariadb: ['mariadb'],
    };
    const others = {
      psql: [
        '/Applications/Postgres.app/Contents/Versions/*/bin',
        '/Library/PostgreSQL/*/bin',
        '/opt/local/lib/postgresql*/bin',
      ],
      mysql: ['/usr/local/mysql/bin', '/opt/local/lib/mysql*/bin'],
      mariadb: ['/opt/local/lib/mariadb*/bin'],
    };
    return [
      ...brew.map((prefix) => `${prefix}/bin`),
      ...brew.flatMap((prefix) => kegs[client].map((keg) => `${prefix}/opt/${keg}/bin`)),
      ...others[client],
    ];
  }
  const usual = ['/usr/local/bin', '/usr/bin', '/home/linuxbrew/.linuxbrew/bin'];
  if (client === 'psql')
    return [
      ...usual,
      '/usr/lib/postgresql/*/bin',
      '/usr/pgsql-*/bin',
      '/home/linuxbrew/.linuxbrew/opt/libpq/bin',
    ];
  return client === 'mysql' ? [...usual, '/usr/local/mysql/bin'] : usual;
}

/** What to install for a client, for people. */
export function installHint(platform: NodeJS.Platform, client: ClientId): string {
  const hints: Record<ClientId, { darwin: string; win32: string; linux: string }> = {
    psql: {
      darwin: 'brew install libpq',
      win32: 'install PostgreSQL’s command line tools from postgresql.org',
      linux: 'install the package postgresql-client (Debian, Ubuntu) or postgresql (Fedora)',
    },
    mysql: {
      darwin: 'brew install mysql-client',
      win32: 'install MySQL from dev.mysql.com',
      linux: 'install the package mysql-client (Ubuntu), default-mysql-client (Debian) or mysql (Fedora)',
    },
    mariadb: {
      darwin: 'brew install mariadb',
      win32: 'install MariaDB from mariadb.org',
      linux: 'install the package mariadb-client (Debian, Ubuntu) or mariadb (Fedora)',
    },
  };
  const { darwin, win32, linux } = hints[client];
  return platform === 'darwin' ? darwin : platform === 'win32' ? win32 : linux;
}
