import { chromiumPlaces, chromiumPrograms } from '../find-chromium.ts';

/** Package managers that setup can work with. */
export type Manager = 'apt' | 'brew' | 'winget';

/** One thing that the project needs on the machine beyond npm's packages. */
export interface Need {
  /** What it is, in words. */
  readonly name: string;
  /** What it is good for, in words. */
  readonly use: string;
  /** The systems that need it; unsaid: all. */
  readonly on?: readonly NodeJS.Platform[];
  /** It is there if one of these is: a program on PATH, a file (`*` is one path segment), a shared library. */
  readonly foundBy: readonly Probe[];
  /** Package names. Where a package has had several names, the first that the system knows is taken. */
  readonly packages: Readonly<Partial<Record<Manager, readonly string[]>>>;
}

/** One way to see that a need is met. */
export type Probe = { readonly program: string } | { readonly file: string } | { readonly library: string };

const linux = ['linux'] as const;
const program = (...names: readonly string[]): Probe[] => names.map((name) => ({ program: name }));
const file = (...paths: readonly string[]): Probe[] => paths.map((path) => ({ file: path }));

/** A library that Electron and Chromium load; Debian 13 and Ubuntu 24.04 renamed some (`t64`). */
const library = (soname: string, ...apt: readonly string[]): Need => ({
  name: soname,
  use: 'Electron and Chromium',
  on: linux,
  foundBy: [{ library: soname }],
  packages: { apt },
});

/** A module of Debian's own Python. */
const python = (module: string, use: string, apt: string): Need => ({
  name: `Python's ${module}`,
  use,
  on: linux,
  foundBy: file(`/usr/lib/python3/dist-packages/${module}`),
  packages: { apt: [apt] },
});

/** A Go package as Debian has it, which is built without fetching anything. */
const goPackage = (path: string, apt: string): Need => ({
  name: path,
  use: "the lab's SSM agent",
  on: linux,
  foundBy: file(`/usr/share/gocode/src/${path}`),
  packages: { apt: [apt] },
});

/**
 * Everything but Electron's runtime, which its own package fetches. The lab's servers are needed on Linux
 * only: they check tokens through a PAM module that other systems do not have.
 */
export const needs: readonly Need[] = [
  {
    name: 'Chromium or Chrome',
    use: 'end-to-end tests, and running Latchkey where Electron cannot be had',
    foundBy: [...program(...chromiumPrograms), ...file(...chromiumPlaces)],
    packages: {
      apt: ['chromium', 'chromium-browser'],
      brew: ['--cask google-chrome'],
      winget: ['Google.Chrome'],
    },
  },
  library('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
  library('libnss3.so', 'libnss3'),
  library('libgbm.so.1', 'libgbm1'),
  library('libasound.so.2', 'libasound2t64', 'libasound2'),
  library('libnotify.so.4', 'libnotify4'),
  library('libsecret-1.so.0', 'libsecret-1-0'),
  {
    name: 'a font',
    use: 'readable text on a system that has none',
    on: linux,
    foundBy: file('/usr/share/fonts/truetype/*', '/usr/share/fonts/opentype/*'),
    packages: { apt: ['fonts-inter'] },
  },
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
    name: 'AWS CLI',
    use: 'tests compare with it',
    foundBy: program('aws'),
    packages: { apt: ['awscli'], brew: ['awscli'], winget: ['Amazon.AWSCLI'] },
  },
  {
    name: 'curl',
    use: 'the command `latchkey` asks with it',
    on: ['linux', 'darwin'],
    foundBy: program('curl'),
    packages: { apt: ['curl'], brew: ['curl'] },
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
  {
    name: 'Go',
    use: 'the lab builds its SSM agent with it',
    on: linux,
    foundBy: [...program('go'), ...file('/usr/lib/*/bin/go')],
    packages: { apt: ['golang-go'] },
  },
  goPackage('github.com/xtaci/smux', 'golang-github-xtaci-smux-dev'),
  goPackage('github.com/gorilla/websocket', 'golang-github-gorilla-websocket-dev'),
];
