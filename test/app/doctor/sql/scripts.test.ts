import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIamUser, switchToIam, type IamUser } from '../../../../app/doctor/sql/iam-user.ts';
import { iamUsersFrom } from '../../../../app/doctor/sql/iam-users.ts';
import { letIn, letIntoDatabase, takeIamFrom } from '../../../../app/doctor/sql/mend-user.ts';
import { postgresString } from '../../../../app/doctor/sql/quoting.ts';
import type { SqlEngine, SqlScript } from '../../../../app/doctor/sql/script.ts';
import type { Result } from '../../../../app/common/result.ts';
import { anyUser } from '../policy/any-policy.ts';
import { lex, type SqlDialect } from './lexer.ts';

const arn = 'arn:aws:iam::482011780031:role/DatabaseReader';
const of = (engine: SqlEngine, user: string, masterUser: string | null = null): IamUser => ({
  engine,
  user,
  masterUser,
  identityArn: arn,
});

function made(result: Result<SqlScript>): SqlScript {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('SQL for a user', () => {
  it.each<[SqlEngine, string, string]>([
    ['postgres', 'CREATE USER "app";\nGRANT rds_iam TO "app";\n', 'DROP USER "app";\n'],
    [
      'mysql',
      "CREATE USER 'app'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL;\n",
      "DROP USER 'app'@'%';\n",
    ],
    [
      'mariadb',
      "CREATE USER 'app'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL;\n",
      "DROP USER 'app'@'%';\n",
    ],
    [
      'dsql',
      `CREATE ROLE "app" WITH LOGIN;\nAWS IAM GRANT "app" TO '${arn}';\n`,
      `AWS IAM REVOKE "app" FROM '${arn}';\nDROP ROLE "app";\n`,
    ],
  ])('makes one in %s, and takes it back', (engine, sql, undo) => {
    const { sql: script, undo: back, notes } = made(createIamUser(of(engine, 'app')));
    expect([script, back]).toEqual([sql, undo]);
    expect(notes.map(({ code }) => code)).toEqual(['drops-user']);
  });

  it.each<[SqlEngine, string, string | null, string[]]>([
    ['postgres', 'GRANT rds_iam TO "app";\n', 'REVOKE rds_iam FROM "app";\n', ['password-ends']],
    [
      'mysql',
      "ALTER USER 'app'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL;\n",
      null,
      ['password-ends', 'no-undo'],
    ],
    ['dsql', `AWS IAM GRANT "app" TO '${arn}';\n`, `AWS IAM REVOKE "app" FROM '${arn}';\n`, []],
  ])('switches one who exists in %s', (engine, sql, undo, codes) => {
    const script = made(switchToIam(of(engine, 'app')));
    expect([script.sql, script.undo, script.notes.map(({ code }) => code)]).toEqual([sql, undo, codes]);
  });

  it('warns before the master user or all administrators lose their passwords', () => {
    const codes = (engine: SqlEngine, user: string) =>
      made(switchToIam(of(engine, user, 'master'))).notes.map(({ code }) => code);
    expect(codes('postgres', 'master')).toEqual(['password-ends', 'master-user']);
    expect(codes('mysql', 'master')).toEqual(['password-ends', 'master-user', 'no-undo']);
    expect(codes('postgres', 'rds_superuser')).toEqual(['everybody']);
  });

  it('lets in whom the database keeps out', () => {
    const sql = (engine: SqlEngine, obstacle: Parameters<typeof letIn>[2]) => {
      const script = letIn(engine, 'app', obstacle);
      return script.ok ? script.value.sql : script.error.code;
    };
    expect(sql('postgres', 'no-login')).toBe('ALTER ROLE "app" LOGIN;\n');
    expect(sql('postgres', 'connection-limit')).toBe('ALTER ROLE "app" CONNECTION LIMIT -1;\n');
    expect(sql('postgres', 'locked')).toBe('invalid-input');
    expect(sql('mariadb', 'locked')).toBe("ALTER USER 'app'@'%' ACCOUNT UNLOCK;\n");
    expect(sql('mysql', 'connection-limit')).toBe("ALTER USER 'app'@'%' WITH MAX_USER_CONNECTIONS 0;\n");
    expect(sql('mysql', 'no-login')).toBe('invalid-input');
    expect(made(letIntoDatabase('mysql', 'app', 'a_b')).sql).toBe(
      "GRANT SELECT ON `a\\_b`.* TO 'app'@'%';\n",
    );
    expect(made(takeIamFrom('rds_superuser')).sql).toBe('REVOKE rds_iam FROM "rds_superuser";\n');
  });

  it.each<[SqlEngine, string, boolean]>([
    ['postgres', 'x'.repeat(63), true],
    ['postgres', 'x'.repeat(64), false],
    ['postgres', 'é'.repeat(32), false],
    ['postgres', '\ud800', true],
    ['mysql', 'é'.repeat(32), true],
    ['mysql', 'x'.repeat(33), false],
    ['mariadb', 'x'.repeat(128), true],
    ['mariadb', 'x'.repeat(129), false],
    ['postgres', '', false],
    ['mysql', 'a\nb', false],
    ['postgres', 'a\0b', false],
  ])('in %s takes a name or says why not: %.40s', (engine, user, isTaken) => {
    const results = [
      createIamUser(of(engine, user)),
      switchToIam(of(engine, user)),
      letIntoDatabase(engine, user, 'd'),
    ];
    expect(results.map(({ ok }) => ok)).toEqual([isTaken, isTaken, isTaken]);
  });
});

describe('quoting', () => {
  const dialects: Record<string, readonly [SqlEngine, SqlDialect]> = {
    PostgreSQL: ['postgres', { backslash: false, nameQuote: '"' }],
    'Aurora DSQL': ['dsql', { backslash: false, nameQuote: '"' }],
    MySQL: ['mysql', { backslash: true, nameQuote: '`' }],
    'MariaDB without backslash escapes': ['mariadb', { backslash: false, nameQuote: '`' }],
  };

  it.each(Object.entries(dialects))('in %s gives every name back whole', (_name, [engine, dialect]) => {
    fc.assert(
      fc.property(
        anyUser.filter((user) => user.length <= 15),
        anyUser,
        (user, database) => {
          const scripts = [
            createIamUser(of(engine, user)),
            switchToIam(of(engine, user)),
            letIn(engine, user, 'connection-limit'),
          ].map(made);
          for (const { sql, undo } of scripts) {
            for (const text of [sql, undo ?? '']) {
              const quoted = lex(text, dialect).filter(({ kind }) => kind !== 'word');
              const own = [user, '%', 'RDS', arn];
              expect(quoted.filter(({ value }) => !own.includes(value))).toEqual([]);
              // every statement is about the user
              const statements = lex(text, dialect).filter(
                ({ kind, value }) => kind === 'word' && value.endsWith(';'),
              );
              const ends = text.split(';\n').length - 1;
              expect(statements.length).toBe(ends);
              expect(quoted.filter(({ value }) => value === user).length).toBeGreaterThanOrEqual(ends);
            }
          }
          const tokens = lex(made(letIntoDatabase(engine, user, database)).sql, dialect);
          const escaped = dialect.nameQuote === '`' ? database.replaceAll(/[_%\\]/g, '\\$&') : database;
          expect(tokens).toContainEqual({ kind: 'name', value: escaped });
        },
      ),
    );
  });

  it('of a string survives quotes and backslashes', () => {
    fc.assert(
      fc.property(anyUser, (text) => {
        expect(lex(`X ${postgresString(text)}`, { backslash: false, nameQuote: '"' }).slice(1)).toEqual([
          { kind: 'string', value: text },
        ]);
      }),
    );
  });
});

describe('who can log in', () => {
  it('is read out of rows of any engine, and other rows are left out', () => {
    expect(
      iamUsersFrom([
        { name: 'app', administrator: true },
        { name: 'app', host: '%' },
        { name: 'role', arn },
        { name: '' },
        { name: 7 },
        null,
        'app',
      ]),
    ).toEqual([
      { name: 'app', isAdministrator: true, host: '', arn: '' },
      { name: 'app', isAdministrator: false, host: '%', arn: '' },
      { name: 'role', isAdministrator: false, host: '', arn },
    ]);
  });

  it('is a list that ends', () => {
    expect(iamUsersFrom(Array.from({ length: 5_000 }, () => ({ name: 'x' }))).length).toBe(1_000);
  });
});
