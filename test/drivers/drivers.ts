import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nativeFolder } from '../lab/postgres-18.ts';

/** One driver of somebody else's, and the program that tries it. */
export interface Driver {
  readonly name: string;
  readonly server: 'postgres' | 'mariadb' | 'postgres18';
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

/** Debian's Go, which is not on PATH everywhere. */
export function goProgram(): string {
  const compiler = '/usr/lib/go-1.19/bin/go';
  return existsSync(compiler) ? compiler : 'go';
}

/**
 * All of them, as Debian has them.
 *
 * @param folder for what compilers leave
 */
export function drivers(folder: string): readonly Driver[] {
  // Debian's Go libraries are laid out for GOPATH
  const go = {
    GO111MODULE: 'off',
    GOPATH: '/usr/share/gocode',
    GOCACHE: join(folder, 'go'),
    GOFLAGS: '-p=1',
  };
  const runGo = [goProgram(), 'run', 'postgres.go'] as const;
  const java = (jar: string) =>
    ['java', '-XX:TieredStopAtLevel=1', '-cp', `/usr/share/java/${jar}.jar`, 'Jdbc.java'] as const;
  const python = (file: string) => ['/usr/bin/python3', file] as const;
  return [
    { name: 'pgx', server: 'postgres', command: [...runGo, 'pgx'], env: go },
    { name: 'pgjdbc', server: 'postgres', command: [...java('postgresql'), 'postgresql'], env: {} },
    {
      name: 'MariaDB Connector/J',
      server: 'mariadb',
      command: [...java('mariadb-java-client'), 'mariadb'],
      env: {},
    },
    { name: 'psycopg2', server: 'postgres', command: python('psycopg2_driver.py'), env: {} },
    { name: 'asyncpg', server: 'postgres', command: python('asyncpg_driver.py'), env: {} },
    { name: 'libmariadb', server: 'mariadb', command: python('libmariadb_driver.py'), env: {} },
    { name: 'PHP pgsql', server: 'postgres', command: ['php', 'pgsql.php'], env: {} },
    { name: 'DBD::Pg', server: 'postgres', command: ['perl', 'dbd.pl', 'Pg'], env: {} },
    { name: 'DBD::MariaDB', server: 'mariadb', command: ['perl', 'dbd.pl', 'MariaDB'], env: {} },
    {
      name: 'libpq 18',
      server: 'postgres18',
      command: python('libpq18_driver.py'),
      env: { LD_LIBRARY_PATH: join(nativeFolder(), 'lib') },
    },
    // behind pgx, which compiles the same file
    { name: 'lib/pq', server: 'postgres', command: [...runGo, 'pq'], env: go },
  ];
}
