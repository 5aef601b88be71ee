import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIamUser, switchToIam } from '../../app/doctor/sql/iam-user.ts';
import { IAM_USERS_QUERY, iamUsersFrom } from '../../app/doctor/sql/iam-users.ts';
import { letIn, letIntoDatabase, takeIamFrom } from '../../app/doctor/sql/mend-user.ts';
import type { SqlEngine, SqlScript } from '../../app/doctor/sql/script.ts';
import type { Result } from '../../app/common/result.ts';
import { Secret } from '../../app/common/secret.ts';
import type { Subject } from '../../app/doctor/subject.ts';
import { queryDatabase } from '../../main/doctor/query/query.ts';
import { signWithRdsSigner } from '../../main/tokens/rds-signer.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import { startDoctorLab, type DoctorLab } from './doctor-lab.ts';

let lab: DoctorLab;
beforeAll(async () => (lab = await startDoctorLab()));
afterAll(async () => lab?.stop());

const names = [
  'plain',
  'With Space',
  'semi;DROP TABLE x;--',
  'dquo"te',
  "squo'te",
  'back\\slash',
  'back`tick',
  '-- comment',
  'dollar$$quote',
  'under_score%',
  'ünïcødé',
  'a@b.example',
  'all"of\'them`at\\once',
];

function scriptOf(made: Result<SqlScript>): SqlScript {
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
}

const as = (engine: SqlEngine, user: string) => ({ engine, user, masterUser: null, identityArn: '' });

describe('PostgreSQL', () => {
  const run = (sql: string) => lab.postgres.server.admin(sql);
  const members = async (): Promise<string[]> =>
    iamUsersFrom(await run(IAM_USERS_QUERY.postgres)).map(({ name }) => name);

  it.each(names)('makes %s, and takes it back', async (name) => {
    const made = scriptOf(createIamUser(as('postgres', name)));
    await run(made.sql);
    expect(await members()).toContain(name);
    await run(made.undo ?? '');
    expect(await members()).not.toContain(name);
    expect((await run('SELECT rolname FROM pg_roles')).map(({ rolname }) => String(rolname))).not.toContain(
      name,
    );
  });

  it.each(names)('mends %s: iam, login, limit, database', async (name) => {
    const create = scriptOf(createIamUser(as('postgres', name)));
    await run(create.sql);
    const grant = scriptOf(switchToIam(as('postgres', name)));
    await run(grant.undo ?? '');
    expect(await members()).not.toContain(name);
    await run(grant.sql);
    expect(await members()).toContain(name);

    const login = scriptOf(letIn('postgres', name, 'no-login'));
    await run(login.undo ?? '');
    expect(await members()).not.toContain(name);
    await run(login.sql);
    await run(scriptOf(letIn('postgres', name, 'connection-limit')).sql);

    const quoted = `"${name.replaceAll('"', '""')}"`;
    await run(`CREATE DATABASE ${quoted}`);
    await run(`REVOKE CONNECT ON DATABASE ${quoted} FROM PUBLIC`);
    const may = async (): Promise<unknown> =>
      (
        await run(`SELECT has_database_privilege(r.oid, d.oid, 'CONNECT') AS may
        FROM pg_roles r JOIN pg_database d ON r.rolname = d.datname WHERE r.rolname <> 'postgres'`)
      )[0]?.['may'];
    expect(await may()).toBe(false);
    const connect = scriptOf(letIntoDatabase('postgres', name, name));
    await run(connect.sql);
    expect(await may()).toBe(true);
    await run(connect.undo ?? '');
    expect(await may()).toBe(false);
    await run(`DROP DATABASE ${quoted}`);
    await run(create.undo ?? '');
  });

  it('sees administrators who came to rds_iam through rds_superuser, and takes it from them', async () => {
    await run('CREATE ROLE master LOGIN NOINHERIT IN ROLE rds_superuser');
    await run(scriptOf(switchToIam(as('postgres', 'rds_superuser'))).sql);
    const found = iamUsersFrom(await run(IAM_USERS_QUERY.postgres));
    expect(found.filter(({ isAdministrator }) => isAdministrator).map(({ name }) => name)).toEqual([
      'master',
    ]);
    await run(scriptOf(takeIamFrom('rds_superuser')).sql);
    expect(await members()).not.toContain('master');
    await run('DROP ROLE master');
  });

  it('lets any user ask, and changes nothing', async () => {
    await run("CREATE ROLE asker LOGIN PASSWORD 'pass'");
    const session = await lab.postgres.server.session('asker', 'pass');
    try {
      await session.query('SET default_transaction_read_only = on');
      const { rows } = await session.query<object>(IAM_USERS_QUERY.postgres);
      expect(iamUsersFrom(rows).map(({ name }) => name)).toEqual([
        lab.users.app,
        lab.users.forbidden,
        lab.users.reporting,
      ]);
    } finally {
      await session.end();
      await run('DROP ROLE asker');
    }
  });
});

describe.each(['', 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'])('MariaDB, sql_mode "%s"', (mode) => {
  /** The plugin of RDS is RDS's own: here its place is taken by PAM, which is asked in the same syntax. */
  const run = (sql: string) => {
    const own = sql
      .replaceAll("AWSAuthenticationPlugin AS 'RDS'", "pam AS 'none'")
      .replaceAll("'AWSAuthenticationPlugin'", "'pam'");
    return lab.mariadb.server.admin(`SET sql_mode='${mode}';${own}`);
  };
  const found = async (): Promise<string[]> =>
    iamUsersFrom(await run(IAM_USERS_QUERY.mariadb)).map(({ name }) => name);

  it.each(names)('makes %s, with TLS required, and takes it back', async (name) => {
    const made = scriptOf(createIamUser(as('mariadb', name)));
    await run(made.sql);
    expect(await found()).toContain(name);
    expect(iamUsersFrom(await run(IAM_USERS_QUERY.mariadb))).toContainEqual({
      name,
      isAdministrator: false,
      host: '%',
      arn: '',
    });
    const tls = "SELECT ssl_type AS tls FROM mysql.user WHERE authentication_string = 'none'";
    expect((await run(tls)).map(({ tls }) => tls)).toEqual(['ANY']);
    await run(made.undo ?? '');
    expect(await found()).not.toContain(name);
  });

  it.each(names)('mends %s: iam, lock, limit, database', async (name) => {
    const create = scriptOf(createIamUser(as('mariadb', name)));
    await run(create.sql);
    const account = create.undo?.replace(/^DROP USER (.*);\n$/s, '$1') ?? '';
    await run(`ALTER USER ${account} IDENTIFIED BY 'native'`);
    expect(await found()).not.toContain(name);
    await run(scriptOf(switchToIam(as('mariadb', name))).sql);
    expect(await found()).toContain(name);
    const lock = scriptOf(letIn('mariadb', name, 'locked'));
    await run(lock.undo ?? '');
    await run(lock.sql);
    await run(scriptOf(letIn('mariadb', name, 'connection-limit')).sql);
    const grant = scriptOf(letIntoDatabase('mariadb', name, 'under_score%'));
    await run(grant.sql);
    // as a pattern it would be for others too
    const [row] = await run(`SELECT db AS db FROM mysql.db WHERE db LIKE 'under%'`);
    expect(row?.['db']).toBe('under\\_score\\%');
    await run(grant.undo ?? '');
    await run(create.undo ?? '');
  });
});

describe('who can log in, asked by the drivers with a token over verified TLS', () => {
  /** Asks as somebody, of whom IAM lets all be anybody. */
  async function ask(engine: 'postgres' | 'mariadb', dbUser: string, sql: string, ca = lab.authority.caPem) {
    const { host, port, region } = lab[engine];
    const subject: Subject = {
      name: 'orders',
      family: engine,
      service: 'rds',
      profile: 'platform-prod',
      region,
      address: { host, port },
      connectAddress: { host: 'localhost', port },
      dbUser,
      database: engine === 'postgres' ? 'app' : '',
      known: null,
    };
    const { accessKeyId, secretAccessKey, sessionToken = null } = lab.identity;
    const credentials = { accessKeyId, secretAccessKey, sessionToken, expiry: { kind: 'never' } } as const;
    const { token } = await signWithRdsSigner({ host, port, region, dbUser }, credentials);
    const asked = await queryDatabase(subject, { sql, ca, token: new Secret(token) });
    return asked.ok ? iamUsersFrom(asked.value).map(({ name }) => name) : asked.error;
  }
  /** RDS's plugin is RDS's own: here its place is taken by PAM. */
  const ofPam = (sql: string): string =>
    sql
      .replaceAll("AWSAuthenticationPlugin AS 'RDS'", "pam AS 'none'")
      .replaceAll("'AWSAuthenticationPlugin'", "'pam'");
  /** Those whose names a driver, PAM and a token have to carry, each for itself. */
  const askers = ['With Space', 'dquo"te', "squo'te", 'dollar$$quote', 'a@b.example', 'under_score%'];

  beforeAll(() => {
    const { account, postgres, mariadb } = lab;
    const Resource = [postgres, mariadb].map(
      ({ region, resourceId }) => `arn:aws:rds-db:${region}:${account}:dbuser:${resourceId}/*`,
    );
    const anybody = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'rds-db:connect', Resource }],
    };
    lab.role.inline.set('Anybody', JSON.stringify(anybody));
  });

  it('PostgreSQL tells any user of all the others, even where their names need quotes', async () => {
    const run = (sql: string) => lab.postgres.server.admin(sql);
    for (const name of names) await run(scriptOf(createIamUser(as('postgres', name))).sql);
    try {
      const before = lab.tokens.length;
      const all = await ask('postgres', lab.users.app, IAM_USERS_QUERY.postgres);
      expect(all).toEqual(expect.arrayContaining([...names, ...Object.values(lab.users)]));
      expect(all).toHaveLength(names.length + 3);
      for (const asker of askers) {
        expect(await ask('postgres', asker, IAM_USERS_QUERY.postgres)).toEqual(all);
      }
      expect(lab.tokens.length - before).toBe(1 + askers.length);
    } finally {
      for (const name of names) await run(scriptOf(createIamUser(as('postgres', name))).undo ?? '');
    }
  });

  it('MariaDB: whoever may read mysql.user is told, all others in the server’s words', async () => {
    const run = (sql: string) => lab.mariadb.server.admin(ofPam(sql));
    for (const name of names) await run(scriptOf(createIamUser(as('mariadb', name))).sql);
    const service = (
      await run(`SELECT authentication_string AS service FROM mysql.user WHERE user = '${lab.users.app}'`)
    )[0]?.['service'];
    const account = (name: string): string =>
      scriptOf(createIamUser(as('mariadb', name))).undo?.replace(/^DROP USER (.*);\n$/s, '$1') ?? '';
    try {
      expect(await ask('mariadb', lab.users.app, ofPam(IAM_USERS_QUERY.mariadb))).toMatchObject({
        code: 'access-denied',
        message: expect.stringMatching(/^orders did not answer who can log in: SELECT command denied/),
      });
      for (const asker of askers) {
        await run(
          `ALTER USER ${account(asker)} IDENTIFIED VIA pam USING '${String(service)}'; GRANT SELECT ON mysql.user TO ${account(asker)}`,
        );
        expect(await ask('mariadb', asker, ofPam(IAM_USERS_QUERY.mariadb))).toEqual(
          expect.arrayContaining([...names, ...Object.values(lab.users)]),
        );
      }
    } finally {
      for (const name of names) await run(scriptOf(createIamUser(as('mariadb', name))).undo ?? '');
    }
  });

  it.each(['postgres', 'mariadb'] as const)(
    '%s: changes nothing, and gives no token to a stranger',
    async (engine) => {
      expect(await ask(engine, lab.users.app, 'CREATE TABLE app.left_behind (id int)')).toMatchObject({
        code: 'access-denied',
        message: expect.stringMatching(/read.only/i),
      });
      const before = lab.tokens.length;
      const stranger = makeAuthority('Another CA').caPem;
      expect(await ask(engine, lab.users.app, 'SELECT 1', stranger)).toMatchObject({ code: 'unreachable' });
      expect(lab.tokens.length).toBe(before);
    },
  );
});
