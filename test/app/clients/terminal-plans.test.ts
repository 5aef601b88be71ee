import { describe, expect, it } from 'vitest';
import type { Circumstances } from '../../../app/clients/catalogue/definition.ts';
import { pgcli, psql } from '../../../app/clients/catalogue/libpq.ts';
import { dialectOf, mariadb, mysql } from '../../../app/clients/catalogue/mysql.ts';
import { launchMethodFor } from '../../../app/clients/launch-method.ts';
import { terminalPlan } from './terminal-plan.ts';
import { oddTarget, plainTarget, sampleToken } from './odd-values.ts';

const posix: Circumstances = {
  platform: 'linux',
  foundIn: 'program',
  said: '',
  caPath: '/d/ca.pem',
  ownOptionFile: null,
};
const windows: Circumstances = { ...posix, platform: 'win32', caPath: 'C:\\d\\ca.pem' };
const ofMariadb = 'mysql  Ver 15.1 Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)';

const libpqSet = (target: typeof plainTarget, caPath: string) => ({
  PGHOST: target.host,
  PGPORT: String(target.port),
  PGUSER: target.dbUser,
  PGDATABASE: target.database,
  PGSSLMODE: 'verify-full',
  PGSSLROOTCERT: caPath,
  PGGSSENCMODE: 'disable',
  PGREQUIREAUTH: 'password',
});
const libpqUnset = [
  'PGSERVICE',
  'PGSERVICEFILE',
  'PGHOSTADDR',
  'PGDATABASE',
  'PGSSLNEGOTIATION',
  'PGSSLSNI',
  'PGCHANNELBINDING',
  'PGREQUIREAUTH',
  'PGTARGETSESSIONATTRS',
];
const inOptionFile = {
  by: 'file',
  argument: '--defaults-file=',
  content: `[client]\npassword="${sampleToken}"\n`,
};
const inVariable = (variable: string) => ({ by: 'environment', variable, content: `${sampleToken}\n` });

const mysqlArgs = (target: typeof plainTarget, tls: string[]) => [
  '--protocol=TCP',
  `--host=${target.host}`,
  `--port=${target.port}`,
  `--user=${target.dbUser}`,
  ...tls,
  `--database=${target.database}`,
];
/** The console's own character set on Windows. */
const utf8 = '--default-character-set=utf8mb4';
const mysqlTls = (ca: string) => [
  '--ssl-mode=VERIFY_IDENTITY',
  `--ssl-ca=${ca}`,
  '--enable-cleartext-plugin',
];
const mariadbTls = (ca: string) => ['--ssl', '--ssl-verify-server-cert', `--ssl-ca=${ca}`];

describe.each([
  ['plain', plainTarget],
  ['odd', oddTarget],
])('a terminal client with %s values', (_name, target) => {
  it.each([
    [
      psql,
      posix,
      { args: [], set: libpqSet(target, '/d/ca.pem'), unset: libpqUnset, secret: inVariable('PGPASSWORD') },
    ],
    [
      psql,
      windows,
      {
        // names beyond ASCII, or with signs, go by a URI, whatever the code page
        args:
          target === oddTarget
            ? ['--dbname=postgresql://-O%27Neil%20%22%24HOME%22%20%60id%60%40corp@/--d%C3%A9%5Cb%3Bx']
            : [],
        set: libpqSet(target, 'C:\\d\\ca.pem'),
        unset: libpqUnset,
        secret: inVariable('PGPASSWORD'),
      },
    ],
    [
      mysql,
      posix,
      {
        args: mysqlArgs(target, mysqlTls('/d/ca.pem')),
        set: { MYSQL_TEST_LOGIN_FILE: '/d/ca.pem.no-login-file' },
        unset: [],
        secret: inOptionFile,
      },
    ],
    [
      mysql,
      windows,
      {
        args: ['--no-defaults', utf8, ...mysqlArgs(target, mysqlTls('C:\\d\\ca.pem'))],
        set: { MYSQL_TEST_LOGIN_FILE: 'C:\\d\\ca.pem.no-login-file' },
        unset: [],
        secret: inVariable('MYSQL_PWD'),
      },
    ],
    [
      mysql,
      { ...posix, said: ofMariadb },
      { args: mysqlArgs(target, mariadbTls('/d/ca.pem')), set: {}, unset: [], secret: inOptionFile },
    ],
    [
      mariadb,
      posix,
      { args: mysqlArgs(target, mariadbTls('/d/ca.pem')), set: {}, unset: [], secret: inOptionFile },
    ],
    [
      mariadb,
      windows,
      {
        args: ['--no-defaults', utf8, ...mysqlArgs(target, mariadbTls('C:\\d\\ca.pem'))],
        set: {},
        unset: [],
        secret: inVariable('MYSQL_PWD'),
      },
    ],
  ] as const)('case %#', (definition, given, plan) => {
    expect(terminalPlan(definition, target, sampleToken, given)).toEqual({ runsIn: 'terminal', ...plan });
  });

  it('holds the token in the secret alone', () => {
    for (const definition of [psql, pgcli, mysql, mariadb]) {
      const plan = terminalPlan(definition, target, sampleToken, posix);
      expect(JSON.stringify({ ...plan, secret: null })).not.toContain('X-Amz-Signature');
    }
  });
});

describe('plans for terminals', () => {
  it('leave the database to the client where none is named', () => {
    const target = { ...plainTarget, database: '' };
    expect('PGDATABASE' in terminalPlan(psql, target, sampleToken, posix).set).toBe(false);
    const { args } = terminalPlan(mysql, target, sampleToken, posix);
    expect(args.some((word) => word.startsWith('--database'))).toBe(false);
  });

  it('include the user’s own option file before the token, so that the token wins', () => {
    const given = { ...posix, ownOptionFile: '/home/a b/.my.cnf' };
    expect(terminalPlan(mariadb, plainTarget, sampleToken, given).secret.content).toBe(
      `!include /home/a b/.my.cnf\n${inOptionFile.content}`,
    );
  });

  it('refuse a token that an option file would cut, and only there', () => {
    const line = (token: string) => `password="${token}"`.length;
    const longest = 'x'.repeat(4_093 - line(''));
    const planned = (definition: typeof psql, token: string, given: Circumstances) =>
      launchMethodFor(definition, 'direct', given)?.plan(plainTarget, token, given);
    expect(planned(mysql, longest, posix)?.ok).toBe(true);
    expect(planned(mysql, `${longest}x`, posix)).toMatchObject({
      ok: false,
      error: { code: 'launch-failed', message: expect.stringContaining('4083 characters') },
    });
    expect(planned(psql, `${longest}x`, posix)?.ok).toBe(true);
    expect(planned(mysql, `${longest}x`, windows)?.ok).toBe(true);
  });
});

describe('dialectOf', () => {
  it.each([
    [ofMariadb, 'mariadb'],
    ['mysql from 11.4.2-MariaDB, client 15.2 for Linux (x86_64)', 'mariadb'],
    ['mysql  Ver 8.4.3 for macos14 on arm64 (Homebrew)', 'mysql'],
    ['', 'mysql'],
  ] as const)('%j', (said, dialect) => {
    expect(dialectOf('mysql', said)).toBe(dialect);
    expect(dialectOf('mariadb', said)).toBe('mariadb');
  });

  it.each([
    [psql, 'psql (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)', '15.18'],
    [mysql, ofMariadb, '10.11.19-MariaDB'],
    [mysql, 'mysql  Ver 8.4.3 for macos14 on arm64 (Homebrew)', '8.4.3'],
    [mariadb, 'mariadb from 11.4.2-MariaDB, client 15.2 for Linux (x86_64)', '11.4.2-MariaDB'],
  ] as const)('a version, case %#', (definition, said, version) => {
    expect(definition.version?.exec(said)?.[1]).toBe(version);
  });
});
