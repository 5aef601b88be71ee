import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../app/common/secret.ts';
import { databaseConnection } from '../../main/doctor/connection.ts';
import { mysqlServer } from '../../main/doctor/mysql.ts';
import { postgresServer } from '../../main/doctor/postgres.ts';
import { trusting } from '../../main/doctor/reach.ts';
import { signWithRdsSigner } from '../../main/tokens/rds-signer.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import { startDoctorLab, type DoctorDatabase, type DoctorLab } from './doctor-lab.ts';

let lab: DoctorLab;
beforeAll(async () => (lab = await startDoctorLab()));
afterAll(async () => lab?.stop());

async function tokenFor({ host, port, region }: DoctorDatabase, dbUser: string): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken = null } = lab.identity;
  const credentials = { accessKeyId, secretAccessKey, sessionToken, expiry: { kind: 'never' } } as const;
  return (await signWithRdsSigner({ host, port, region, dbUser }, credentials)).token;
}

/** A connection as the doctor opens it: through what could be a tunnel, for AWS's own name. */
function open(
  to: DoctorDatabase,
  over: { readonly databaseHost?: string; readonly ca?: string; readonly port?: number } = {},
) {
  const protocol = to === lab.postgres ? postgresServer : mysqlServer();
  return databaseConnection(
    {
      connectAddress: { host: 'localhost', port: over.port ?? to.port },
      databaseHost: over.databaseHost ?? to.host,
      secureContext: trusting(over.ca ?? lab.authority.caPem),
      protocol,
    },
    new AbortController().signal,
  );
}

async function asked(to: DoctorDatabase, user: string, database = 'app') {
  const connection = open(to);
  expect(await connection.reach()).toMatchObject({ state: 'connected' });
  expect(await connection.secure()).toMatchObject({ state: 'verified' });
  const answer = await connection.ask({ user, database });
  return { connection, answer };
}

async function signedIn(to: DoctorDatabase, user: string, token: string, database = 'app') {
  const { connection } = await asked(to, user, database);
  const outcome = await connection.signIn(new Secret(token));
  await connection.leave();
  return outcome;
}

describe('PostgreSQL', () => {
  it('asks an IAM user for a token, and everybody else for a password', async () => {
    await lab.postgres.server.admin("CREATE ROLE plain LOGIN PASSWORD 'x'; CREATE ROLE bare LOGIN;");
    for (const [user, answer] of [
      [lab.users.app, { asks: 'token' }],
      ['plain', { asks: 'password', method: 'SCRAM' }],
      ['bare', { asks: 'password', method: 'SCRAM' }],
      ['nobody', { asks: 'password', method: 'SCRAM' }],
      [lab.users.app.toUpperCase(), { asks: 'password', method: 'SCRAM' }],
    ] as const) {
      const { connection, answer: seen } = await asked(lab.postgres, user);
      expect([user, seen]).toEqual([user, answer]);
      await connection.leave();
    }
  });

  it('leaves no line in the log where it asked and went away', async () => {
    const before = lab.postgres.server.log();
    for (const user of [lab.users.app, 'nobody']) {
      const { connection } = await asked(lab.postgres, user);
      await connection.leave();
    }
    const onlyTls = open(lab.postgres);
    await onlyTls.reach();
    await onlyTls.secure();
    await onlyTls.leave();
    // whatever it has to say of those comes before what it says of this one
    await lab.postgres.server.admin("DO $$ BEGIN RAISE LOG 'after the probes'; END $$");
    await lab.postgres.server.said(/after the probes/);
    const said = lab.postgres.server.log().slice(before.length).split('\n');
    expect(
      said.filter((line) => line !== '' && !/after the probes|CONTEXT|STATEMENT|inline_code/.test(line)),
    ).toEqual([]);
  });

  it('signs in, and sends one token for it', async () => {
    const before = lab.tokens.length;
    const token = await tokenFor(lab.postgres, lab.users.app);
    expect(await signedIn(lab.postgres, lab.users.app, token)).toMatchObject({ state: 'in' });
    expect(lab.tokens.slice(before)).toEqual([token]);
  });

  it('reads the server’s own words', async () => {
    const wrong = await tokenFor(lab.postgres, lab.users.reporting);
    expect(await signedIn(lab.postgres, lab.users.app, wrong)).toEqual({
      state: 'refused',
      refusal: { code: '28000', message: `PAM authentication failed for user "${lab.users.app}"`, hint: '' },
    });
    const good = await tokenFor(lab.postgres, lab.users.app);
    expect(await signedIn(lab.postgres, lab.users.app, good, 'nowhere')).toEqual({
      state: 'refused',
      refusal: { code: '3D000', message: 'database "nowhere" does not exist', hint: '' },
    });
  });
});

describe('MariaDB', () => {
  it('asks an IAM user for a clear password, and may ask others too', async () => {
    const { connection, answer } = await asked(lab.mariadb, lab.users.app);
    expect(answer).toEqual({ asks: 'perhaps-token' });
    await connection.leave();
    const native = await asked(lab.mariadb, 'native_user');
    expect(native.answer).toEqual({ asks: 'password', method: 'mysql_native_password' });
    await native.connection.leave();
  });

  it('signs in, and says why not', async () => {
    const token = await tokenFor(lab.mariadb, lab.users.app);
    expect(await signedIn(lab.mariadb, lab.users.app, token)).toMatchObject({ state: 'in' });
    const wrong = await tokenFor(lab.mariadb, lab.users.reporting);
    expect(await signedIn(lab.mariadb, lab.users.app, wrong)).toMatchObject({
      state: 'refused',
      refusal: { code: '1045' },
    });
    const good = await tokenFor(lab.mariadb, lab.users.app);
    expect(await signedIn(lab.mariadb, lab.users.app, good, 'nowhere')).toMatchObject({
      state: 'refused',
      refusal: { code: expect.stringMatching(/^104[49]$/) },
    });
  });

  it('leaves no line in the log, as verbose as it is by itself', async () => {
    const before = lab.mariadb.server.log().length;
    for (const user of [lab.users.app, 'native_user', 'nobody']) {
      const { connection } = await asked(lab.mariadb, user);
      await connection.leave();
    }
    const wrong = await tokenFor(lab.mariadb, lab.users.reporting);
    await signedIn(lab.mariadb, lab.users.app, wrong);
    // what it says of a token that is refused comes after what it would have said before
    await lab.mariadb.server.said(/Access denied for user 'app_user'/);
    const said = lab.mariadb.server
      .log()
      .slice(before)
      .split('\n')
      .filter((line) => line !== '');
    expect(said.filter((line) => !/Access denied for user 'app_user'/.test(line))).toEqual([]);
  });
});

describe('whoever answers', () => {
  it.each(['postgres', 'mariadb'] as const)('of %s is verified, by name and authority', async (engine) => {
    const to = lab[engine];
    const other = open(to, { databaseHost: 'other.c9q2x7k3m1p0.eu-central-1.rds.amazonaws.com' });
    await other.reach();
    expect(await other.secure()).toEqual({ state: 'wrong-name', names: [to.host, 'localhost'] });
    const unknown = open(to, { ca: makeAuthority('Somebody else').caPem });
    await unknown.reach();
    expect(await unknown.secure()).toEqual({ state: 'unknown-authority' });
    for (const connection of [other, unknown]) {
      await expect(connection.ask({ user: lab.users.app, database: '' })).rejects.toThrow(
        /no verified connection/,
      );
      await expect(connection.signIn(new Secret('token'))).rejects.toThrow(/no verified connection/);
    }
  });

  it('is known to be the other engine', async () => {
    const toMariadb = open(lab.postgres, { port: lab.mariadb.port });
    await toMariadb.reach();
    expect(await toMariadb.secure()).toEqual({ state: 'other-protocol', speaks: 'mysql' });
    const toPostgres = open(lab.mariadb, { port: lab.postgres.port });
    await toPostgres.reach();
    expect(await toPostgres.secure()).toEqual({ state: 'other-protocol', speaks: 'postgres' });
  });
});
