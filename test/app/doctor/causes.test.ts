import { describe, expect, it } from 'vitest';
import type { CauseId } from '../../../app/doctor/causes/cause.ts';
import { diagnose } from '../../../app/doctor/diagnose.ts';
import type { Observations, Seen } from '../../../app/doctor/observations.ts';
import type { DatabaseFacts, Subject } from '../../../app/doctor/subject.ts';
import { account, but, errorsSeen, facts, healthy, observed, policyOf, refused, subject } from './sample.ts';

/** One cause, as the checks see it. */
interface Row {
  /** Its number in the table of causes. */
  readonly row: string;
  readonly cause: CauseId;
  readonly subject?: Partial<Subject>;
  readonly facts?: Partial<DatabaseFacts>;
  readonly seen?: Partial<Seen>;
  readonly not?: Parameters<typeof but>[1];
  readonly verdict?: 'yes' | 'no' | 'probably-not';
  readonly certainty?: 'certain' | 'likely';
  /** Words of the next step, or of what mends it. */
  readonly next: RegExp;
}

const mysql = { family: 'mysql' } as const;
const error = (code: string, message: string, hint = '') =>
  ({ state: 'refused', refusal: { code, message, hint } }) as const;
const exact = `arn:aws:rds-db:us-east-1:${account}:dbuser:cluster-ABCDEFGHIJKL01234/app_readonly`;
const deny = {
  decision: 'implicit-deny',
  withoutOrganization: 'implicit-deny',
  boundaryAllows: null,
  missingKeys: [],
} as const;
const password = { authentication: { asks: 'password', method: 'SCRAM' } } as const;
/** No AWS permission but to connect. */
const blind = {
  description: { outcome: 'not-allowed', permission: 'rds:DescribeDBInstances' },
  simulation: { outcome: 'not-allowed', permission: 'iam:SimulatePrincipalPolicy' },
  policies: { outcome: 'not-allowed', permission: 'iam:GetRole' },
} as const;

const rows: readonly Row[] = [
  {
    row: '1',
    cause: 'iam-off',
    facts: { iam: false },
    seen: password,
    not: { signIn: null },
    next: /modify-db-cluster --db-cluster-identifier orders --enable-iam-database-authentication --apply-immediately/,
  },
  {
    row: '1 instance',
    cause: 'iam-off',
    facts: { iam: false, kind: 'instance', resourceId: 'db-A' },
    seen: password,
    not: { signIn: null },
    next: /modify-db-instance --db-instance-identifier orders/,
  },
  {
    row: '2',
    cause: 'iam-change-pending',
    facts: { iam: false, iamPending: true },
    seen: password,
    not: { signIn: null },
    next: /Apply it at once/,
  },
  {
    row: '3',
    cause: 'wrong-region',
    subject: { region: 'eu-west-1' },
    seen: { description: { state: 'missing' }, signIn: refused },
    next: /region of this connection to us-east-1/,
  },
  {
    row: '4 alias',
    cause: 'alias-signed',
    subject: { address: { host: 'db.corp.example', port: 5432 } },
    seen: {
      description: { state: 'missing' },
      alias: { canonical: ['x.corp.example', subject.address.host] },
      signIn: refused,
    },
    next: /host to orders\.cluster-c9q2x7k3m1p0/,
  },
  {
    row: '4 tunnel',
    cause: 'alias-signed',
    subject: {
      address: { host: 'localhost', port: 15_432 },
      connectAddress: { host: 'localhost', port: 15_432 },
    },
    seen: { alias: { canonical: [] }, signIn: refused },
    not: blind,
    verdict: 'no',
    certainty: 'likely',
    next: /endpoint that the RDS console shows/,
  },
  {
    row: '5 signed',
    cause: 'wrong-port',
    facts: { address: { host: subject.address.host, port: 5433 } },
    seen: { signIn: refused },
    next: /port to 5433/,
  },
  {
    row: '5 dialled',
    cause: 'wrong-port',
    seen: { tls: { state: 'other-protocol', speaks: 'mysql' } },
    not: { authentication: null, signIn: null, masterUser: null },
    next: /Check the port/,
  },
  {
    row: '6',
    cause: 'not-an-iam-user',
    seen: password,
    not: { signIn: null },
    next: /GRANT rds_iam TO "app_readonly"/,
  },
  {
    row: '6 blind',
    cause: 'not-an-iam-user',
    seen: password,
    not: { ...blind, signIn: null },
    verdict: 'no',
    certainty: 'likely',
    next: /CREATE USER "app_readonly"/,
  },
  {
    row: '7',
    cause: 'user-name-case',
    subject: { dbUser: 'App_ReadOnly' },
    seen: { ...password, lowerCaseUser: { asks: 'token' } },
    not: { signIn: null },
    next: /Log in as app_readonly/,
  },
  {
    row: '7 MySQL',
    cause: 'not-an-iam-user',
    subject: mysql,
    seen: { authentication: { asks: 'password', method: 'caching_sha2_password' } },
    not: { signIn: null },
    next: /AWSAuthenticationPlugin/,
  },
  {
    row: '7 MariaDB',
    cause: 'not-an-iam-user',
    subject: { family: 'mariadb' },
    seen: { authentication: { asks: 'perhaps-token' }, signIn: error('1045', 'Access denied') },
    certainty: 'likely',
    next: /AWSAuthenticationPlugin/,
  },
  {
    row: '8',
    cause: 'passwords-end',
    seen: { masterUser: { asks: 'token' } },
    verdict: 'yes',
    next: /REVOKE rds_iam FROM "rds_superuser"/,
  },
  {
    row: '9 NOLOGIN',
    cause: 'user-not-let-in',
    seen: { signIn: error('28000', 'role "app_readonly" is not permitted to log in') },
    next: /ALTER ROLE "app_readonly" LOGIN/,
  },
  {
    row: '9 limit',
    cause: 'user-not-let-in',
    seen: { signIn: error('53300', 'too many connections for role "app_readonly"') },
    next: /CONNECTION LIMIT/,
  },
  {
    row: '9 locked',
    cause: 'user-not-let-in',
    subject: mysql,
    seen: { signIn: error('3118', 'Account is locked') },
    next: /ACCOUNT UNLOCK/,
  },
  {
    row: '9 MariaDB',
    cause: 'user-not-let-in',
    subject: { family: 'mariadb' },
    seen: { signIn: error('4151', 'Access denied, this account is locked') },
    next: /ACCOUNT UNLOCK/,
  },
  {
    row: '10',
    cause: 'policy-missing',
    seen: { simulation: deny, signIn: refused },
    next: /policy added to role DatabaseReader/,
  },
  {
    row: '10 read',
    cause: 'policy-missing',
    seen: {
      policies: {
        policies: [{ name: 'p', document: policyOf('arn:aws:s3:::x') }],
        boundary: null,
        isComplete: true,
      },
      signIn: refused,
    },
    not: { simulation: null },
    next: /policy added to role DatabaseReader/,
  },
  {
    row: '10, while a policy names another database’s name',
    cause: 'policy-missing',
    seen: {
      policies: {
        policies: [
          {
            name: 'Parcels',
            document: policyOf(`arn:aws:rds-db:us-east-1:${account}:dbuser:parcels/app_readonly`),
          },
        ],
        boundary: null,
        isComplete: true,
      },
      signIn: refused,
    },
    not: { simulation: null },
    next: /policy added to role DatabaseReader/,
  },
  {
    row: '10, while a policy about another database has a condition',
    cause: 'policy-missing',
    seen: {
      policies: {
        policies: [
          {
            name: 'Wages',
            document: policyOf(`arn:aws:rds-db:us-east-1:${account}:dbuser:db-WAGES/app_readonly`, {
              Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
            }),
          },
        ],
        boundary: null,
        isComplete: true,
      },
      signIn: refused,
    },
    not: { simulation: null },
    next: /policy added to role DatabaseReader/,
  },
  {
    row: '10 log',
    cause: 'policy-missing',
    seen: { errors: errorsSeen({ codes: ['NotAuthorized'] }), signIn: refused },
    not: { simulation: null, policies: null },
    next: /policy added/,
  },
  {
    row: '10 blind',
    cause: 'policy-missing',
    seen: { signIn: refused },
    not: blind,
    certainty: 'likely',
    next: /allow rds-db:connect for role DatabaseReader/,
  },
  {
    row: '11',
    cause: 'policy-wrong-arn',
    seen: {
      policies: {
        policies: [{ name: 'Reader', document: policyOf(`arn:aws:rds:us-east-1:${account}:cluster:orders`) }],
        boundary: null,
        isComplete: true,
      },
      simulation: deny,
      signIn: refused,
    },
    next: /policy of role DatabaseReader corrected/,
  },
  {
    row: '11 member',
    cause: 'policy-wrong-arn',
    seen: {
      policies: {
        policies: [
          {
            name: 'Reader',
            document: policyOf(`arn:aws:rds-db:us-east-1:${account}:dbuser:db-MEMBER1/app_readonly`),
          },
        ],
        boundary: null,
        isComplete: false,
      },
      simulation: deny,
      signIn: refused,
    },
    next: /corrected/,
  },
  {
    row: '12',
    cause: 'other-account',
    subject: { known: { ...facts, account: '773100429918' } },
    seen: { description: { state: 'missing' }, signIn: refused },
    next: /role that you may assume there/,
  },
  {
    row: '12 partition',
    cause: 'other-account',
    seen: {
      caller: { state: 'known', arn: `arn:aws-cn:iam::${account}:user/jane`, account, clockOffsetMs: 0 },
      signIn: refused,
    },
    not: blind,
    next: /profile of the database’s account/,
  },
  {
    row: '12 unknown',
    cause: 'other-account',
    seen: { description: { state: 'missing' }, signIn: refused },
    certainty: 'likely',
    next: /profile of the database’s account/,
  },
  {
    row: '13',
    cause: 'condition-unsupported',
    seen: {
      policies: {
        policies: [
          {
            name: 'Reader',
            document: policyOf(exact, { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
          },
        ],
        boundary: null,
        isComplete: true,
      },
      signIn: refused,
    },
    next: /corrected/,
  },
  {
    row: '13 simulated',
    cause: 'condition-unsupported',
    seen: { simulation: { ...deny, missingKeys: ['aws:SourceIp'] }, signIn: refused },
    not: { policies: null },
    certainty: 'likely',
    next: /condition taken out/,
  },
  {
    row: '13 doubtful',
    cause: 'condition-unsupported',
    seen: {
      policies: {
        policies: [
          {
            name: 'Reader',
            document: policyOf(exact, {
              Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } },
            }),
          },
        ],
        boundary: null,
        isComplete: true,
      },
      signIn: refused,
    },
    certainty: 'likely',
    next: /corrected/,
  },
  {
    row: '14',
    cause: 'organization-denies',
    seen: {
      simulation: { ...deny, decision: 'explicit-deny', withoutOrganization: 'allowed' },
      signIn: refused,
    },
    certainty: 'likely',
    next: /administers the organization/,
  },
  {
    row: '15 boundary',
    cause: 'boundary-denies',
    seen: { simulation: { ...deny, boundaryAllows: false }, signIn: refused },
    next: /boundary widened/,
  },
  {
    row: '15 boundary read',
    cause: 'boundary-denies',
    seen: {
      policies: {
        policies: [{ name: 'Reader', document: policyOf(exact) }],
        boundary: policyOf('arn:aws:s3:::x'),
        isComplete: true,
      },
      signIn: refused,
    },
    not: { simulation: null },
    next: /boundary widened/,
  },
  {
    row: '15 session',
    cause: 'session-policy',
    seen: { signIn: refused },
    certainty: 'likely',
    next: /session was made with a policy/,
  },
  {
    row: '16',
    cause: 'credentials-ended',
    seen: { caller: { state: 'ended', clockOffsetMs: 0 }, signIn: refused },
    next: /Sign in again/,
  },
  {
    row: '16 key',
    cause: 'credentials-ended',
    seen: { caller: { state: 'unknown-key', clockOffsetMs: 0 }, signIn: refused },
    next: /Sign in again/,
  },
  {
    row: '17 fast',
    cause: 'clock-wrong',
    seen: { caller: { ...healthy.caller, clockOffsetMs: -6 * 60_000 }, signIn: refused },
    next: /operating system set the time/,
  },
  {
    row: '17 slow',
    cause: 'clock-wrong',
    seen: { caller: { ...healthy.caller, clockOffsetMs: 20 * 60_000 }, signIn: refused },
    next: /operating system set the time/,
  },
  {
    row: '18',
    cause: 'token-ended',
    seen: { clipboard: { faults: ['ended'] } },
    verdict: 'yes',
    next: /Copy a new token/,
  },
  {
    row: '19',
    cause: 'token-damaged',
    seen: { clipboard: { faults: ['truncated'] } },
    verdict: 'yes',
    next: /gateway/,
  },
  {
    row: '20 server',
    cause: 'no-tls',
    seen: { tls: { state: 'no-tls' } },
    not: { authentication: null, signIn: null, masterUser: null },
    next: /Turn TLS on/,
  },
  {
    row: '20 client',
    cause: 'client-without-tls',
    seen: {
      reported: {
        code: '28000',
        message:
          'pg_hba.conf rejects connection for host "10.0.0.1", user "app", database "app", no encryption',
        hint: '',
      },
    },
    verdict: 'yes',
    next: /verify-full/,
  },
  {
    row: '20 MySQL',
    cause: 'client-without-tls',
    subject: mysql,
    seen: {
      reported: { code: '3159', message: 'Connections using insecure transport are prohibited', hint: '' },
    },
    verdict: 'yes',
    next: /VERIFY_IDENTITY/,
  },
  {
    row: '21',
    cause: 'certificate-unknown',
    seen: { tls: { state: 'unknown-authority' } },
    not: { authentication: null, signIn: null, masterUser: null },
    next: /CA file/,
  },
  {
    row: '21 expired',
    cause: 'certificate-expired',
    seen: { tls: { state: 'expired' } },
    not: { authentication: null, signIn: null, masterUser: null },
    next: /Rotate/,
  },
  {
    row: '22',
    cause: 'name-mismatch',
    seen: { tls: { state: 'wrong-name', names: ['other.example'] } },
    not: { authentication: null, signIn: null, masterUser: null },
    next: /host and tunnel/,
  },
  {
    row: '23',
    cause: 'cleartext-off',
    subject: mysql,
    seen: {
      reported: {
        code: '2059',
        message: "Authentication plugin 'mysql_clear_password' cannot be loaded",
        hint: '',
      },
    },
    verdict: 'yes',
    next: /gateway/,
  },
  {
    row: '23 words',
    cause: 'cleartext-off',
    subject: mysql,
    seen: {
      reported: {
        code: '',
        message: "Authentication plugin 'mysql_clear_password' could not be loaded",
        hint: '',
      },
    },
    verdict: 'yes',
    next: /gateway/,
  },
  {
    row: '24 DNS',
    cause: 'unreachable',
    seen: { name: { state: 'not-found' } },
    not: { reach: null, tls: null, authentication: null, signIn: null, masterUser: null },
    next: /VPN’s DNS/,
  },
  {
    row: '24 private',
    cause: 'unreachable',
    facts: { isPublic: false },
    seen: { reach: { state: 'timed-out', ms: 1_500 } },
    not: { tls: null, authentication: null, signIn: null, masterUser: null },
    next: /VPN, or through a tunnel/,
  },
  {
    row: '24 group',
    cause: 'unreachable',
    seen: {
      reach: { state: 'timed-out', ms: 1_500 },
      securityGroups: { letsIn: false, groups: ['sg-1'], sources: [] },
    },
    not: { tls: null, authentication: null, signIn: null, masterUser: null },
    next: /rule that lets this computer/,
  },
  {
    row: '24 tunnel',
    cause: 'unreachable',
    subject: { connectAddress: { host: '127.0.0.1', port: 15_432 } },
    seen: { reach: { state: 'refused', ms: 1 } },
    not: { tls: null, authentication: null, signIn: null, masterUser: null },
    next: /tunnel is running/,
  },
  {
    row: '25',
    cause: 'database-not-available',
    facts: { status: 'stopped' },
    seen: { reach: { state: 'timed-out', ms: 1_500 } },
    not: { tls: null, authentication: null, signIn: null, masterUser: null },
    next: /start-db-cluster --db-cluster-identifier orders/,
  },
  {
    row: '25 words',
    cause: 'database-not-available',
    seen: {
      authentication: {
        asks: 'nothing',
        refusal: { code: '57P03', message: 'the database system is starting up', hint: '' },
      },
    },
    not: { signIn: null },
    next: /Wait until AWS says/,
  },
  {
    row: '26',
    cause: 'connections-full',
    seen: {
      authentication: {
        asks: 'nothing',
        refusal: { code: '53300', message: 'sorry, too many clients already', hint: '' },
      },
    },
    not: { signIn: null },
    next: /Close connections/,
  },
  {
    row: '26 MySQL',
    cause: 'connections-full',
    subject: mysql,
    seen: { tls: error('1040', 'Too many connections') },
    not: { authentication: null, signIn: null, masterUser: null },
    next: /Close connections/,
  },
  {
    row: '26 reserved',
    cause: 'slots-reserved',
    seen: {
      signIn: error(
        '53300',
        'remaining connection slots are reserved for roles with the SUPERUSER attribute',
      ),
    },
    next: /Close connections/,
  },
  {
    row: '27',
    cause: 'throttled',
    seen: { errors: errorsSeen({ codes: ['ThrottlingException'] }), signIn: refused },
    next: /pool/,
  },
  {
    row: '28',
    cause: 'low-memory',
    seen: { errors: errorsSeen({ freeMemory: 90_000_000 }), signIn: refused },
    next: /larger instance class/,
  },
  {
    row: '29 off',
    cause: 'proxy-iam-off',
    facts: { kind: 'proxy', resourceId: 'prx-1', proxy: { takesTokens: false, hasSecret: true } },
    seen: password,
    not: { signIn: null, masterUser: null },
    next: /Required/,
  },
  {
    row: '29 secret',
    cause: 'proxy-no-secret',
    facts: { kind: 'proxy', resourceId: 'prx-1', proxy: { takesTokens: true, hasSecret: null } },
    seen: {
      signIn: error(
        '28000',
        'This RDS proxy has no credentials for the role app_readonly. Check the credentials for this role and try again.',
      ),
    },
    not: { masterUser: null },
    next: /Secrets Manager secret/,
  },
  {
    row: '29 role',
    cause: 'proxy-role',
    facts: { kind: 'proxy', resourceId: 'prx-1', proxy: { takesTokens: true, hasSecret: null } },
    seen: {
      signIn: error(
        '28000',
        'The IAM authentication failed for the role app_readonly. Check the IAM token for this role and try again.',
      ),
    },
    not: { masterUser: null },
    certainty: 'likely',
    next: /proxy’s role/,
  },
  {
    row: '30',
    cause: 'former-resource-id',
    seen: {
      policies: {
        policies: [
          {
            name: 'Reader',
            document: policyOf(
              `arn:aws:rds-db:us-east-1:${account}:dbuser:cluster-OLD0000000000001/app_readonly`,
            ),
          },
        ],
        boundary: null,
        isComplete: true,
      },
      simulation: deny,
      signIn: refused,
    },
    next: /corrected/,
  },
  {
    row: '31',
    cause: 'database-missing',
    seen: { signIn: error('3D000', 'database "orders" does not exist') },
    next: /Choose a database/,
  },
  {
    row: '31 MySQL',
    cause: 'database-missing',
    subject: mysql,
    seen: { signIn: error('1049', "Unknown database 'orders'") },
    next: /Choose a database/,
  },
  {
    row: '31 privilege',
    cause: 'database-denied',
    seen: { signIn: error('42501', 'permission denied for database "orders"') },
    next: /GRANT CONNECT ON DATABASE "orders" TO "app_readonly"/,
  },
  {
    row: '31 MySQL privilege',
    cause: 'database-denied',
    subject: mysql,
    seen: { signIn: error('1044', 'Access denied for user to database') },
    next: /GRANT SELECT ON `orders`/,
  },
  {
    row: '33 policy',
    cause: 'policy-missing',
    subject: { service: 'dsql', dbUser: 'admin' },
    facts: { kind: 'dsql', resourceId: 'abc' },
    seen: {
      signIn: error(
        '08006',
        'unable to accept connection, access denied',
        'User: arn:aws:iam::482011780031:user/jane is not authorized to perform: dsql:DbConnectAdmin on resource: arn:aws:dsql:us-east-1:482011780031:cluster/abc',
      ),
    },
    not: { masterUser: null, simulation: null },
    next: /policy added/,
  },
  {
    row: '33 role',
    cause: 'dsql-refused',
    subject: { service: 'dsql', dbUser: 'app' },
    facts: { kind: 'dsql', resourceId: 'abc' },
    seen: {
      signIn: error(
        '08006',
        'unable to accept connection, access denied',
        'User: x is not authorized to access this resource',
      ),
    },
    not: { masterUser: null },
    next: /AWS IAM GRANT "app" TO 'arn:aws:iam::482011780031:role\/DatabaseReader'/,
  },
  {
    row: 'none: not signed in',
    cause: 'credentials-unusable',
    seen: { credentials: { state: 'unusable', error: { code: 'sign-in-needed', message: 'x' } } },
    not: { caller: null, description: null, simulation: null, signIn: null },
    next: /Sign in, then check again/,
  },
  {
    row: 'none: denied',
    cause: 'policy-denies',
    seen: {
      simulation: { ...deny, decision: 'explicit-deny', withoutOrganization: 'explicit-deny' },
      signIn: refused,
    },
    next: /whoever wrote the denial/,
  },
  {
    row: 'none: other words',
    cause: 'server-words',
    seen: { signIn: error('XX000', 'something else') },
    certainty: 'likely',
    next: /log of the database/,
  },
];

function caseOf(row: Row): readonly [Subject, Observations] {
  const description = { state: 'found', facts: { ...facts, ...row.facts } } as const;
  return [{ ...subject, ...row.subject }, but(observed({ description, ...row.seen }), row.not ?? {})];
}

describe('the table of causes', () => {
  it.each(rows)('row $row: $cause', (row) => {
    const { verdict, findings } = diagnose(...caseOf(row));
    expect(findings.map(({ cause }) => cause)).toEqual([row.cause]);
    const [first] = findings;
    expect(first?.certainty).toBe(row.certainty ?? 'certain');
    expect(verdict).toBe(row.verdict ?? 'no');
    const remedies = (first?.remedies ?? []).map((remedy) =>
      remedy.kind === 'sql' ? remedy.script.sql : remedy.kind === 'command' ? remedy.command : '',
    );
    expect([first?.next, ...remedies].join('\n')).toMatch(row.next);
  });

  it('has every row but 32, which nobody has documented, and 34, which is no cause', () => {
    const numbers = new Set(rows.map(({ row }) => Number(/^\d+/.exec(row)?.[0])));
    const wanted = Array.from({ length: 33 }, (_, index) => index + 1).filter((number) => number !== 32);
    expect(wanted.filter((number) => !numbers.has(number))).toEqual([]);
  });

  it.each(rows)('row $row speaks in whole sentences', (row) => {
    for (const { headline, detail, next } of diagnose(...caseOf(row)).findings) {
      expect(headline).toMatch(/^[A-Z\p{Ll}_0-9].*\.$/u);
      expect(next).toMatch(/^[A-Z].*\.$/);
      expect(detail).not.toMatch(/\s\s|\.\.|^\s|undefined|null/);
      expect([headline, next].join(' ')).not.toMatch(/undefined|null|!/);
    }
  });

  it('row 34: goes on where nothing may be looked at', () => {
    const { verdict, findings } = diagnose(subject, but(observed(), blind));
    expect([verdict, findings]).toEqual(['yes', []]);
  });
});

describe('a healthy set-up', () => {
  const healthySetUps: readonly (readonly [
    string,
    Partial<Subject>,
    Partial<DatabaseFacts>,
    Partial<Seen>,
  ])[] = [
    ['a cluster', {}, {}, {}],
    ['an instance', {}, { kind: 'instance', resourceId: 'db-A' }, {}],
    ['a member of a cluster', {}, { kind: 'member', resourceId: 'db-A', clusterResourceId: 'cluster-A' }, {}],
    [
      'a proxy',
      {},
      { kind: 'proxy', resourceId: 'prx-1', proxy: { takesTokens: true, hasSecret: true }, masterUser: null },
      {},
    ],
    ['MySQL', { family: 'mysql' }, {}, {}],
    ['MariaDB', { family: 'mariadb' }, {}, { authentication: { asks: 'perhaps-token' } }],
    [
      'Aurora DSQL',
      { service: 'dsql', dbUser: 'admin' },
      { kind: 'dsql', resourceId: 'abc', iam: false },
      {},
    ],
    [
      'through a tunnel',
      { connectAddress: { host: '127.0.0.1', port: 15_432 } },
      { isPublic: false },
      { name: { state: 'resolved', addresses: ['127.0.0.1'], isPrivate: true } },
    ],
    ['an unknown status', {}, { status: 'storage-optimization' }, {}],
    [
      'with a policy that is allowed by a wildcard',
      {},
      {},
      {
        policies: {
          policies: [{ name: 'Admin', document: policyOf('*') }],
          boundary: null,
          isComplete: true,
        },
      },
    ],
    [
      'where the simulator is wrong',
      {},
      {},
      {
        simulation: {
          decision: 'explicit-deny',
          withoutOrganization: 'allowed',
          boundaryAllows: null,
          missingKeys: [],
        },
      },
    ],
    [
      'a name of one’s own that AWS confirms',
      { address: { host: 'localhost', port: 5432 } },
      { address: { host: 'localhost', port: 5432 } },
      { alias: { canonical: [] } },
    ],
    ['long-lived keys', {}, {}, { credentials: { state: 'usable', expiry: { kind: 'never' } } }],
    ['a slow clock that still works', {}, {}, { caller: { ...healthy.caller, clockOffsetMs: 29_000 } }],
  ];

  it.each(healthySetUps)('says yes and finds nothing: %s', (_name, over, described, seen) => {
    const description = { state: 'found', facts: { ...facts, ...described } } as const;
    const { verdict, findings } = diagnose({ ...subject, ...over }, observed({ description, ...seen }));
    expect([verdict, findings]).toEqual(['yes', []]);
  });

  it('warns of a clock that is off, whatever else is well', () => {
    const caller = { ...healthy.caller, clockOffsetMs: 6 * 60_000 };
    const { verdict, findings } = diagnose(subject, observed({ caller }));
    expect([verdict, findings.map(({ cause }) => cause)]).toEqual(['yes', ['clock-drifting']]);
    expect(findings[0]?.headline).toBe('The clock of this computer is 6 minutes slow.');
  });
});

describe('two causes at once', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['17 fast', '10'],
    ['16', '1'],
    ['3', '10 blind'],
    ['1', '10'],
    ['25', '1'],
    ['21', '10'],
    ['22', '1'],
    ['6', '10'],
    ['12', '6'],
    ['5 dialled', '1'],
    ['24 DNS', '10'],
    ['2', '6'],
    ['7', '10'],
    ['10', '18'],
    ['26', '10'],
    ['10', '8'],
    ['11', '19'],
    ['12', '20 server'],
  ];

  it.each(pairs)('row %s is to be mended before row %s', (one, other) => {
    const [first, second] = [one, other].map((name) => rows.find(({ row }) => row === name));
    if (first === undefined || second === undefined) throw new Error(`No such row: ${one}, ${other}`);
    const both: Row = {
      ...first,
      subject: { ...second.subject, ...first.subject },
      facts: { ...second.facts, ...first.facts },
      seen: { ...second.seen, ...first.seen },
      not: { ...second.not, ...first.not },
    };
    const { verdict, findings } = diagnose(...caseOf(both));
    expect(findings[0]?.cause).toBe(first.cause);
    expect(verdict).toBe('no');
  });
});
