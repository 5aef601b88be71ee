import { describe, expect, it } from 'vitest';
import { launchPlan, type PlanCircumstances } from '../../../app/clients/launch-plan.ts';
import { oddTarget, plainTarget, sampleToken } from './odd-values.ts';

const posix: PlanCircumstances = {
  dialect: 'psql',
  caPath: '/d/ca.pem',
  fileDescriptors: true,
  ownOptionFile: null,
};
const windows: PlanCircumstances = { ...posix, caPath: 'C:\\d\\ca.pem', fileDescriptors: false };

const psqlSet = (target: typeof plainTarget, caPath: string) => ({
  PGHOST: target.host,
  PGPORT: String(target.port),
  PGUSER: target.dbUser,
  PGDATABASE: target.database,
  PGSSLMODE: 'verify-full',
  PGSSLROOTCERT: caPath,
  PGGSSENCMODE: 'disable',
});
const psqlUnset = ['PGSERVICE', 'PGSERVICEFILE', 'PGHOSTADDR', 'PGDATABASE'];
const inOptionFile = { by: 'option-file', content: `[client]\npassword="${sampleToken}"\n` };
const inVariable = (variable: string) => ({ by: 'environment', variable, content: `${sampleToken}\n` });

const mysqlArgs = (target: typeof plainTarget, tls: string[]) => [
  '--protocol=TCP',
  `--host=${target.host}`,
  `--port=${target.port}`,
  `--user=${target.dbUser}`,
  ...tls,
  `--database=${target.database}`,
];
const mysqlTls = (ca: string) => [
  '--ssl-mode=VERIFY_IDENTITY',
  `--ssl-ca=${ca}`,
  '--enable-cleartext-plugin',
];
const mariadbTls = (ca: string) => ['--ssl', '--ssl-verify-server-cert', `--ssl-ca=${ca}`];

describe.each([
  ['plain', plainTarget],
  ['odd', oddTarget],
])('launchPlan for %s values', (_name, target) => {
  it.each([
    [
      'psql',
      posix,
      { args: [], set: psqlSet(target, '/d/ca.pem'), unset: psqlUnset, secret: inVariable('PGPASSWORD') },
    ],
    [
      'psql',
      windows,
      { args: [], set: psqlSet(target, 'C:\\d\\ca.pem'), unset: psqlUnset, secret: inVariable('PGPASSWORD') },
    ],
    [
      'mysql',
      posix,
      {
        args: mysqlArgs(target, mysqlTls('/d/ca.pem')),
        set: { MYSQL_TEST_LOGIN_FILE: '/d/ca.pem.no-login-file' },
        unset: [],
        secret: inOptionFile,
      },
    ],
    [
      'mysql',
      windows,
      {
        args: ['--no-defaults', ...mysqlArgs(target, mysqlTls('C:\\d\\ca.pem'))],
        set: { MYSQL_TEST_LOGIN_FILE: 'C:\\d\\ca.pem.no-login-file' },
        unset: [],
        secret: inVariable('MYSQL_PWD'),
      },
    ],
    [
      'mariadb',
      posix,
      { args: mysqlArgs(target, mariadbTls('/d/ca.pem')), set: {}, unset: [], secret: inOptionFile },
    ],
    [
      'mariadb',
      windows,
      {
        args: ['--no-defaults', ...mysqlArgs(target, mariadbTls('C:\\d\\ca.pem'))],
        set: {},
        unset: [],
        secret: inVariable('MYSQL_PWD'),
      },
    ],
  ] as const)('%s, case %#', (dialect, given, plan) => {
    expect(launchPlan(target, sampleToken, { ...given, dialect })).toEqual({ ok: true, value: plan });
  });

  it('holds the token in the secret alone', () => {
    for (const dialect of ['psql', 'mysql', 'mariadb'] as const) {
      const plan = launchPlan(target, sampleToken, { ...posix, dialect });
      expect(plan.ok && JSON.stringify({ ...plan.value, secret: null })).not.toContain('X-Amz-Signature');
    }
  });
});

describe('launchPlan', () => {
  it('leaves the database to the client where none is named', () => {
    const target = { ...plainTarget, database: '' };
    const psql = launchPlan(target, sampleToken, posix);
    expect(psql.ok && 'PGDATABASE' in psql.value.set).toBe(false);
    const mysql = launchPlan(target, sampleToken, { ...posix, dialect: 'mysql' });
    expect(mysql.ok && mysql.value.args.some((word) => word.startsWith('--database'))).toBe(false);
  });

  it('includes the user’s own option file before the token, so that the token wins', () => {
    const plan = launchPlan(plainTarget, sampleToken, {
      ...posix,
      dialect: 'mariadb',
      ownOptionFile: '/home/a b/.my.cnf',
    });
    expect(plan.ok && plan.value.secret.content).toBe(`!include /home/a b/.my.cnf\n${inOptionFile.content}`);
  });

  it('refuses a token that an option file would cut, and only there', () => {
    const line = (token: string) => `password="${token}"`.length;
    const longest = 'x'.repeat(4_093 - line(''));
    expect(launchPlan(plainTarget, longest, { ...posix, dialect: 'mysql' }).ok).toBe(true);
    expect(launchPlan(plainTarget, `${longest}x`, { ...posix, dialect: 'mysql' })).toMatchObject({
      ok: false,
      error: { code: 'launch-failed', message: expect.stringContaining('4083 characters') },
    });
    expect(launchPlan(plainTarget, `${longest}x`, { ...posix, dialect: 'psql' }).ok).toBe(true);
    expect(launchPlan(plainTarget, `${longest}x`, { ...windows, dialect: 'mysql' }).ok).toBe(true);
  });

  it.each(['', 'a b', 'a\nb', 'é'])('refuses %j, which no signer makes', (token) => {
    expect(launchPlan(plainTarget, token, posix)).toMatchObject({ ok: false, error: { code: 'internal' } });
  });
});
