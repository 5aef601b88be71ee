import { file, linux, program, type Need, type Probe } from './need.ts';

/** A module of Debian's own Python. */
const python = (module: string, use: string, apt: string): Need => ({
  name: `Python's ${module}`,
  use,
  on: linux,
  foundBy: file(`/usr/lib/python3/dist-packages/${module}`),
  packages: { apt: [apt] },
});

const DRIVERS = 'other people’s drivers are tried through the gateway (`npm run test:drivers`)';

const driver = (name: string, foundBy: readonly Probe[], apt: string): Need => ({
  name,
  use: DRIVERS,
  on: linux,
  foundBy,
  packages: { apt: [apt] },
});

/** A part of LibreOffice as Debian has it. */
const office = (name: string, path: string, apt: string): Need => ({
  name,
  use: 'the lab sets a database up in LibreOffice Base',
  on: linux,
  foundBy: file(path),
  packages: { apt: [apt] },
});

/** A proxy of somebody else's. */
const proxyServer = (name: string): Need => ({
  name,
  use: 'the lab reaches AWS and databases through it',
  on: linux,
  foundBy: [...program(name), ...file(`/usr/sbin/${name}`)],
  packages: { apt: [name] },
});

/** A module of Debian's own Perl. */
const perl = (path: string): Probe[] =>
  file(...['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/perl5/*/${path}`));

/** A Go package as Debian has it, which is built without fetching anything. */
const goPackage = (path: string, apt: string): Need => ({
  name: path,
  use: 'the lab builds a Session Manager agent with it',
  on: linux,
  foundBy: file(`/usr/share/gocode/src/${path}`),
  packages: { apt: [apt] },
});

/**
 * What the tests need beside what running needs. The lab's servers are needed on Linux only: they check tokens
 * through a PAM module that other systems do not have.
 */
export const testNeeds: readonly Need[] = [
  {
    name: 'xvfb-run',
    use: 'end-to-end tests without a display',
    on: linux,
    foundBy: program('xvfb-run'),
    packages: { apt: ['xvfb'] },
  },
  {
    name: 'xdotool',
    use: 'pressing keys in the packaged program, which takes no debugger',
    on: linux,
    foundBy: program('xdotool'),
    packages: { apt: ['xdotool'] },
  },
  {
    name: 'rpmbuild',
    use: 'making an rpm, to see what is in it',
    on: linux,
    foundBy: program('rpmbuild'),
    packages: { apt: ['rpm'] },
  },
  {
    name: 'xterm',
    use: 'tests open clients in it',
    on: linux,
    foundBy: program('xterm'),
    packages: { apt: ['xterm'] },
  },
  {
    name: 'xauth',
    use: 'end-to-end tests without a display',
    on: linux,
    foundBy: program('xauth'),
    packages: { apt: ['xauth'] },
  },
  {
    name: 'psql',
    use: 'tests sign in with it',
    foundBy: [
      ...program('psql'),
      ...file('/opt/homebrew/opt/libpq/bin/psql', '/usr/local/opt/libpq/bin/psql'),
      ...file('C:/Program Files/PostgreSQL/*/bin/psql.exe'),
    ],
    packages: { apt: ['postgresql-client'], brew: ['libpq'], winget: ['PostgreSQL.PostgreSQL.17'] },
  },
  python('psycopg2', 'tests go through the gateway with it', 'python3-psycopg2'),
  python('psycopg', 'what is copied as Python is run with it', 'python3-psycopg'),
  python('pymysql', 'what is copied as Python is run with it', 'python3-pymysql'),
  python('boto3', 'what is copied as Python is run with it', 'python3-boto3'),
  python('yaml', 'what is copied as YAML is read with it', 'python3-yaml'),
  {
    name: 'pgbench',
    use: 'tests and the benchmark of the gateway run it',
    on: linux,
    foundBy: [...program('pgbench'), ...file('/usr/lib/postgresql/*/bin/pgbench')],
    packages: { apt: ['postgresql'] },
  },
  {
    name: 'pgcli',
    use: 'tests sign in with it',
    on: linux,
    foundBy: program('pgcli'),
    packages: { apt: ['pgcli'] },
  },
  {
    name: 'keyring for Python',
    use: 'a test sees that pgcli keeps no token in it',
    on: linux,
    foundBy: file('/usr/lib/python3/dist-packages/keyring'),
    packages: { apt: ['python3-keyring'] },
  },
  {
    name: 'mycli',
    use: 'tests sign in with it',
    on: linux,
    foundBy: program('mycli'),
    packages: { apt: ['mycli'] },
  },
  {
    name: 'pgbouncer',
    use: 'the benchmark of the gateway compares with it',
    on: linux,
    foundBy: [...program('pgbouncer'), ...file('/usr/sbin/pgbouncer')],
    packages: { apt: ['pgbouncer'] },
  },
  {
    name: 'mariadb',
    use: 'tests sign in with it',
    on: ['linux', 'darwin'],
    foundBy: program('mariadb'),
    packages: { apt: ['mariadb-client'], brew: ['mariadb'] },
  },
  {
    // Debian's, which other people's Python may hide on PATH
    name: 'AWS CLI',
    use: 'tests compare with it',
    on: linux,
    foundBy: file('/usr/bin/aws'),
    packages: { apt: ['awscli'] },
  },
  {
    name: 'AWS CLI',
    use: 'tests compare with it',
    on: ['darwin', 'win32'],
    foundBy: program('aws'),
    packages: { brew: ['awscli'], winget: ['Amazon.AWSCLI'] },
  },
  {
    name: 'dash',
    use: 'tests try the command with it',
    on: linux,
    foundBy: program('dash'),
    packages: { apt: ['dash'] },
  },
  {
    name: 'ps',
    use: 'tests look for secrets in process lists',
    on: ['linux', 'darwin'],
    foundBy: program('ps'),
    packages: { apt: ['procps'] },
  },
  {
    name: 'prlimit',
    use: 'a test looks for secrets in cores',
    on: linux,
    foundBy: program('prlimit'),
    packages: { apt: ['util-linux'] },
  },
  {
    name: 'PostgreSQL server',
    use: 'the lab',
    on: linux,
    foundBy: [...program('postgres'), ...file('/usr/lib/postgresql/*/bin/postgres')],
    packages: { apt: ['postgresql'] },
  },
  {
    name: 'MariaDB server',
    use: 'the lab',
    on: linux,
    foundBy: [...program('mariadbd'), ...file('/usr/sbin/mariadbd', '/usr/libexec/mariadbd')],
    packages: { apt: ['mariadb-server'] },
  },
  {
    name: 'PAM module pam_script',
    use: 'the lab',
    on: linux,
    foundBy: file(
      '/lib/*/security/pam_script.so',
      '/usr/lib/*/security/pam_script.so',
      '/usr/lib/security/pam_script.so',
      '/usr/lib64/security/pam_script.so',
    ),
    packages: { apt: ['libpam-script'] },
  },
  {
    name: 'perl',
    use: 'the lab',
    on: linux,
    foundBy: program('perl'),
    packages: { apt: ['perl-base'] },
  },
  python('asyncpg', DRIVERS, 'python3-asyncpg'),
  python('MySQLdb', DRIVERS, 'python3-mysqldb'),
  driver('java', program('java'), 'default-jdk-headless'),
  driver('pgjdbc', file('/usr/share/java/postgresql.jar'), 'libpostgresql-jdbc-java'),
  driver('MariaDB’s JDBC driver', file('/usr/share/java/mariadb-java-client.jar'), 'libmariadb-java'),
  driver('go', [...program('go'), ...file('/usr/lib/go-1.19/bin/go')], 'golang-go'),
  driver('lib/pq', file('/usr/share/gocode/src/github.com/lib/pq'), 'golang-github-lib-pq-dev'),
  driver(
    'go-sql-driver',
    file('/usr/share/gocode/src/github.com/go-sql-driver/mysql'),
    'golang-github-go-sql-driver-mysql-dev',
  ),
  driver('pgx', file('/usr/share/gocode/src/github.com/jackc/pgx/v4'), 'golang-github-jackc-pgx-v4-dev'),
  driver('php', program('php'), 'php-cli'),
  driver('PHP’s pgsql', file('/usr/lib/php/*/pgsql.so'), 'php-pgsql'),
  driver('DBD::Pg', perl('DBD/Pg.pm'), 'libdbd-pg-perl'),
  driver('DBD::MariaDB', perl('DBD/MariaDB.pm'), 'libdbd-mariadb-perl'),
  office('LibreOffice Base', '/usr/lib/libreoffice/program/libdbulo.so', 'libreoffice-base'),
  office(
    'its PostgreSQL driver',
    '/usr/lib/libreoffice/program/libpostgresql-sdbclo.so',
    'libreoffice-sdbc-postgresql',
  ),
  office('its MySQL driver', '/usr/lib/libreoffice/program/libmysqlclo.so', 'libreoffice-sdbc-mysql'),
  office('its Python module', '/usr/lib/python3/dist-packages/uno.py', 'python3-uno'),
  ...['squid', 'tinyproxy', 'microsocks'].map(proxyServer),
  {
    name: 'sshd',
    use: 'the lab has a bastion',
    on: linux,
    foundBy: file('/usr/sbin/sshd'),
    packages: { apt: ['openssh-server'] },
  },
  {
    name: 'ip',
    use: 'the lab gives ssh a network of its own',
    on: linux,
    foundBy: program('ip'),
    packages: { apt: ['iproute2'] },
  },
  goPackage('github.com/xtaci/smux', 'golang-github-xtaci-smux-dev'),
  goPackage('github.com/gorilla/websocket', 'golang-github-gorilla-websocket-dev'),
];
