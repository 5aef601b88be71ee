import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import { vi } from 'vitest';
import type { CauseId } from '../../app/doctor/causes/cause.ts';
import type { PolicyStatement } from '../../app/doctor/policy/document.ts';
import { signWithRdsSigner } from '../../main/tokens/rds-signer.ts';
import { makeAuthority } from '../sandbox/certificates.ts';
import type { DoctorBench, Patient } from './doctor-bench.ts';
import { startWordsServer } from './doctor-words-server.ts';
import { freePorts } from './server-process.ts';

/** Something that is wrong, and what the doctor must say of it. */
export interface Injection {
  /** Its number in the table of causes. */
  readonly row: number;
  readonly what: string;
  readonly engine?: 'mariadb';
  readonly cause: CauseId;
  /** Words of the next step, or of what mends it. */
  readonly next: RegExp;
  /** The doctor itself can log in: the client or the token is what is wrong. */
  readonly isIn?: true;
  /** A stand-in says what AWS or RDS would; else it is a real server's own doing. */
  readonly isStandIn?: true;
  readonly inject: (patient: Patient, bench: DoctorBench) => Promise<unknown> | void;
}

const statement = (Resource: string, more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'rds-db:connect',
  Resource,
  ...more,
});

function setPolicy(patient: Patient, ...Statement: readonly PolicyStatement[]): void {
  const policies = [{ name: 'Reader', document: { Version: '2012-10-17', Statement } }];
  patient.aws.policies = Statement.length === 0 ? [] : policies;
}

export function setFacts(patient: Patient, over: Partial<NonNullable<Patient['aws']['facts']>>): void {
  if (patient.aws.facts !== null) patient.aws.facts = { ...patient.aws.facts, ...over };
}

export function setSubject(patient: Patient, over: Partial<Patient['subject']>): void {
  patient.subject = { ...patient.subject, ...over };
}

const start = ({ aws: { facts } }: Patient): string =>
  `arn:aws:rds-db:${facts?.region}:${facts?.account}:dbuser`;
const exact = (patient: Patient): string =>
  `${start(patient)}:${patient.aws.facts?.resourceId}/${patient.subject.dbUser}`;

/** A token as it was signed some time ago, in milliseconds. */
async function tokenSigned(patient: Patient, agoMs = 0): Promise<string> {
  const { address, region, dbUser } = patient.subject;
  if (!patient.credentials.ok) throw new Error('There are no credentials.');
  vi.useFakeTimers({ now: Date.now() - agoMs, toFake: ['Date'] });
  try {
    return (await signWithRdsSigner({ ...address, region, dbUser }, patient.credentials.value)).token;
  } finally {
    vi.useRealTimers();
  }
}

/** What a client says that is not let in. */
async function complaint(
  connecting: Promise<unknown>,
): Promise<{ code: string; message: string; hint: string }> {
  const cause: unknown = await connecting.then(
    () => new Error('The client was let in.'),
    (thrown: unknown) => thrown,
  );
  if (!(cause instanceof Error)) throw new Error('Something else was thrown.');
  const code = 'errno' in cause ? String(cause.errno) : 'code' in cause ? String(cause.code) : '';
  return { code: /^\d/.test(code) ? code : '', message: cause.message, hint: '' };
}

/** The 20 causes that real servers show, and 8 that a stand-in does. */
export const injections: readonly Injection[] = [
  {
    row: 1,
    what: 'IAM is off',
    cause: 'iam-off',
    next: /modify-db-instance --db-instance-identifier orders --enable-iam-database-authentication/,
    async inject(patient, { lab }) {
      setFacts(patient, { iam: false });
      await lab.postgres.server.setIam(false);
      patient.undo.push(() => lab.postgres.server.setIam(true));
    },
  },
  {
    row: 3,
    what: 'the wrong region is signed',
    cause: 'wrong-region',
    next: /region of this connection to eu-central-1/,
    inject(patient) {
      setSubject(patient, { region: 'eu-west-1' });
      patient.aws.facts = null;
    },
  },
  {
    row: 4,
    what: 'an alias is signed',
    cause: 'alias-signed',
    next: /host to orders\.c9q2x7k3m1p0\.eu-central-1\.rds\.amazonaws\.com/,
    inject(patient) {
      patient.aliases['db.corp.example'] = patient.subject.address.host;
      setSubject(patient, { address: { host: 'db.corp.example', port: patient.subject.address.port } });
    },
  },
  {
    row: 5,
    what: 'the wrong port is signed',
    cause: 'wrong-port',
    next: /Set the port to \d+/,
    inject: (patient) => setSubject(patient, { address: { host: patient.subject.address.host, port: 5432 } }),
  },
  {
    row: 5,
    what: 'another server is at the port',
    cause: 'wrong-port',
    next: /where the tunnel leads/,
    inject: (patient, { lab }) =>
      setSubject(patient, { connectAddress: { host: 'localhost', port: lab.mariadb.port } }),
  },
  {
    row: 6,
    what: 'the user has no rds_iam',
    cause: 'not-an-iam-user',
    next: /GRANT rds_iam TO "app_user"/,
    async inject(patient, { lab }) {
      await lab.postgres.server.admin('REVOKE rds_iam FROM app_user');
      patient.undo.push(() => lab.postgres.server.admin('GRANT rds_iam TO app_user'));
    },
  },
  {
    row: 7,
    what: 'the user is written in capitals',
    cause: 'user-name-case',
    next: /Log in as app_user/,
    inject(patient) {
      setSubject(patient, { dbUser: 'App_User' });
      setPolicy(patient, statement(exact(patient)));
    },
  },
  {
    row: 8,
    what: 'rds_superuser has rds_iam',
    cause: 'passwords-end',
    next: /REVOKE rds_iam FROM "rds_superuser"/,
    isIn: true,
    async inject(patient, { lab }) {
      const { admin } = lab.postgres.server;
      await admin(
        "CREATE ROLE master_user LOGIN NOINHERIT PASSWORD 'secret' IN ROLE rds_superuser; GRANT rds_iam TO rds_superuser",
      );
      patient.undo.push(() => admin('REVOKE rds_iam FROM rds_superuser; DROP ROLE master_user'));
    },
  },
  {
    row: 10,
    what: 'no policy allows it',
    cause: 'policy-missing',
    next: /policy added to role DatabaseReader/,
    inject: (patient) => setPolicy(patient),
  },
  {
    row: 11,
    what: 'the policy has a slash after dbuser',
    cause: 'policy-wrong-arn',
    next: /policy of role DatabaseReader corrected/,
    inject: (patient) => setPolicy(patient, statement(exact(patient).replace('dbuser:', 'dbuser/'))),
  },
  {
    row: 13,
    what: 'the policy asks where the client is',
    cause: 'condition-unsupported',
    next: /policy of role DatabaseReader corrected/,
    inject: (patient) =>
      setPolicy(
        patient,
        statement(exact(patient), { Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }),
      ),
  },
  {
    row: 16,
    what: 'the credentials have ended',
    cause: 'credentials-ended',
    next: /Sign in again/,
    inject: (_patient, { sts }) =>
      void (sts.answers = [
        {
          kind: 'error',
          status: 403,
          code: 'ExpiredToken',
          message: 'The security token included in the request is expired',
        },
      ]),
  },
  {
    row: 17,
    what: 'the clock is ten minutes fast',
    cause: 'clock-wrong',
    next: /operating system set the time/,
    inject: (patient) => void (patient.clockFastMs = 10 * 60_000),
  },
  {
    row: 18,
    what: 'the token that was copied is sixteen minutes old',
    cause: 'token-ended',
    next: /Copy a new token/,
    isIn: true,
    inject: async (patient) => void (patient.clipboard = await tokenSigned(patient, 16 * 60_000)),
  },
  {
    row: 19,
    what: 'the token that was copied is cut off',
    cause: 'token-damaged',
    next: /paste it whole/,
    isIn: true,
    inject: async (patient) => void (patient.clipboard = (await tokenSigned(patient)).slice(0, 255)),
  },
  {
    row: 20,
    what: 'the client connects without TLS',
    cause: 'client-without-tls',
    next: /sslmode=verify-full/,
    isIn: true,
    async inject(patient, { lab }) {
      const { port } = lab.postgres;
      const client = new Client({
        host: '127.0.0.1',
        port,
        user: 'app_user',
        password: 'x',
        database: 'app',
      });
      patient.reported = await complaint(client.connect());
    },
  },
  {
    row: 20,
    what: 'the server has no TLS',
    cause: 'no-tls',
    next: /Turn TLS on/,
    async inject(patient, { lab }) {
      await lab.postgres.server.restart({ ssl: 'off' });
      patient.undo.push(() => lab.postgres.server.restart());
    },
  },
  {
    row: 21,
    what: 'the CA is unknown',
    cause: 'certificate-unknown',
    next: /choose its CA file/,
    inject: (patient) => void (patient.ca = makeAuthority('Somebody else').caPem),
  },
  {
    row: 22,
    what: 'the certificate is for another name',
    cause: 'name-mismatch',
    next: /host and tunnel/,
    inject(patient) {
      // there is such a database, and the way to it leads to another one
      const host = 'orders-2.c9q2x7k3m1p0.eu-central-1.rds.amazonaws.com';
      const address = { host, port: patient.subject.address.port };
      setSubject(patient, { address });
      setFacts(patient, { identifier: 'orders-2', address });
    },
  },
  {
    row: 23,
    what: 'the client does not send clear passwords',
    engine: 'mariadb',
    cause: 'cleartext-off',
    next: /connect through the gateway/,
    isIn: true,
    async inject(patient, { lab }) {
      const { port, host } = lab.mariadb;
      const ssl = { ca: lab.authority.caPem, servername: host };
      const user = { user: 'app_user', password: 'x', database: 'app' };
      patient.reported = await complaint(createConnection({ host: '127.0.0.1', port, ssl, ...user }));
    },
  },
  {
    row: 26,
    what: 'all connections are taken',
    cause: 'connections-full',
    next: /Close connections/,
    async inject(patient, { lab }) {
      const { server } = lab.postgres;
      await server.restart({
        max_connections: '5',
        superuser_reserved_connections: '2',
        max_wal_senders: '0',
      });
      const sessions = await Promise.all(Array.from({ length: 5 }, () => server.adminSession()));
      patient.undo.push(
        () => server.restart(),
        () => Promise.all(sessions.map((session) => session.end())),
      );
    },
  },
  {
    row: 31,
    what: 'the database does not exist',
    cause: 'database-missing',
    next: /Choose a database that exists/,
    inject: (patient) => setSubject(patient, { database: 'nowhere' }),
  },
  {
    row: 2,
    what: 'IAM is to be turned on in the maintenance window',
    isStandIn: true,
    cause: 'iam-change-pending',
    next: /Apply it at once/,
    async inject(patient, { lab }) {
      setFacts(patient, { iam: false, iamPending: true });
      await lab.postgres.server.setIam(false);
      patient.undo.push(() => lab.postgres.server.setIam(true));
    },
  },
  {
    row: 14,
    what: 'the organization denies it',
    isStandIn: true,
    cause: 'organization-denies',
    next: /administers the organization/,
    inject(patient) {
      const Statement: PolicyStatement[] = [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'rds-db:*', Resource: '*' },
      ];
      patient.aws.organization = { Version: '2012-10-17', Statement };
    },
  },
  {
    row: 15,
    what: 'the permissions boundary does not allow it',
    isStandIn: true,
    cause: 'boundary-denies',
    next: /boundary widened/,
    inject(patient) {
      const Action = ['s3:*', 'rds:*', 'iam:*', 'ec2:*'];
      const Statement: PolicyStatement[] = [{ Effect: 'Allow', Action, Resource: '*' }];
      patient.aws.boundary = { Version: '2012-10-17', Statement };
    },
  },
  {
    row: 24,
    what: 'the name has no address here',
    isStandIn: true,
    cause: 'unreachable',
    next: /VPN’s DNS|tunnel/,
    inject(patient) {
      const { address } = patient.subject;
      const host = 'orders.c9q2x7k3m1p0.invalid';
      setSubject(patient, { connectAddress: { host, port: address.port } });
      setFacts(patient, { isPublic: false });
    },
  },
  {
    row: 25,
    what: 'the database is stopped',
    isStandIn: true,
    cause: 'database-not-available',
    next: /start-db-instance --db-instance-identifier orders/,
    async inject(patient) {
      const [port = 0] = await freePorts(1);
      setSubject(patient, { connectAddress: { host: 'localhost', port } });
      setFacts(patient, { status: 'stopped' });
    },
  },
  {
    row: 29,
    what: 'the proxy has no secret for the user',
    isStandIn: true,
    cause: 'proxy-no-secret',
    next: /Secrets Manager secret/,
    async inject(patient, { lab }) {
      const host = 'orders-proxy.proxy-c9q2x7k3m1p0.eu-central-1.rds.amazonaws.com';
      const message =
        'This RDS proxy has no credentials for the role app_user. Check the credentials for this role and try again.';
      const server = await startWordsServer(lab.authority.issue([host]), {
        code: '28000',
        message,
      });
      patient.undo.push(server.stop);
      const address = { host, port: 5432 };
      setSubject(patient, { address, connectAddress: { host: 'localhost', port: server.port } });
      setFacts(patient, {
        kind: 'proxy',
        identifier: 'orders-proxy',
        address,
        resourceId: 'prx-0123456789abcdef0',
        masterUser: null,
        proxy: { takesTokens: true, hasSecret: null },
      });
      setPolicy(patient, statement(exact(patient)));
    },
  },
  {
    row: 30,
    what: 'the policy names the ID from before a restore',
    isStandIn: true,
    cause: 'former-resource-id',
    next: /policy of role DatabaseReader corrected/,
    inject(patient) {
      setFacts(patient, { formerIds: ['db-BEFORETHERESTORE'] });
      // Latchkey remembers them, AWS does not
      setSubject(patient, { known: patient.aws.facts });
      setPolicy(patient, statement(`${start(patient)}:db-BEFORETHERESTORE/app_user`));
    },
  },
  {
    row: 33,
    what: 'Aurora DSQL names the action that is missing',
    isStandIn: true,
    cause: 'policy-missing',
    next: /policy added to role DatabaseReader/,
    async inject(patient, { lab }) {
      const host = 'foo0bar1baz2quux3quuux4abc.dsql.eu-central-1.on.aws';
      const server = await startWordsServer(lab.authority.issue([host]), {
        code: '08006',
        message: 'unable to accept connection, access denied',
        hint: `User: ${lab.identity.arn} is not authorized to perform: dsql:DbConnectAdmin on resource: arn:aws:dsql:eu-central-1:${lab.account}:cluster/foo0bar1baz2quux3quuux4abc because no identity-based policy allows the dsql:DbConnectAdmin action`,
      });
      patient.undo.push(server.stop);
      const address = { host, port: 5432 };
      setSubject(patient, {
        service: 'dsql',
        dbUser: 'admin',
        address,
        connectAddress: { host: 'localhost', port: server.port },
      });
      setFacts(patient, {
        kind: 'dsql',
        resourceId: 'foo0bar1baz2quux3quuux4abc',
        address,
        masterUser: null,
      });
      patient.aws.isBlind = true;
      setSubject(patient, { known: patient.aws.facts });
    },
  },
];
