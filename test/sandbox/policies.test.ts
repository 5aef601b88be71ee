import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyDatabaseOf, type KnownDatabase } from '../../app/doctor/policy/database.ts';
import { connectPolicies } from '../../app/doctor/policy/size.ts';
import { asCommand, policyName } from '../../app/doctor/policy/formats.ts';
import { connectPolicy } from '../../app/doctor/policy/document.ts';
import { principalOf } from '../../app/doctor/policy/principal.ts';
import type { Partition } from '../../app/endpoints/model.ts';
import { signToken } from '../../main/tokens/sign-token.ts';
import { startAwsServer, type AwsServer } from './aws-server.ts';
import { makeAuthority } from './certificates.ts';
import { makeDirectory, type Directory } from './directory.ts';
import { noDatabases } from './databases.ts';
import { createSessions } from './private-network/sessions.ts';
import { makeFaults } from './faults.ts';
import { addHolder } from './iam/account.ts';
import type { Identity } from './identity.ts';
import { startPostgres, type Postgres } from './postgres.ts';
import { readMend } from './practice/command.ts';
import { makeSso } from './sso-service.ts';
import type { TlsFront } from './tls-front.ts';
import { verifyToken, type RefusalReason } from './token-verifier.ts';

const ACCOUNT = '482011780031';
/** A region of each partition, and how its hosts end. */
const PARTITIONS: readonly (readonly [Partition, string, string])[] = [
  ['aws', 'eu-central-1', 'amazonaws.com'],
  ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
  ['aws-us-gov', 'us-gov-west-1', 'amazonaws.com'],
  ['aws-eusc', 'eusc-de-east-1', 'amazonaws.eu'],
  ['aws-iso', 'us-iso-east-1', 'c2s.ic.gov'],
  ['aws-iso-b', 'us-isob-east-1', 'sc2s.sgov.gov'],
  ['aws-iso-e', 'eu-isoe-west-1', 'cloud.adc-e.uk'],
  ['aws-iso-f', 'us-isof-south-1', 'csp.hci.ic.gov'],
];

/** What each kind of endpoint is, and which resource ID decides over it. */
const KINDS: readonly {
  readonly what: string;
  readonly label: string;
  readonly known: Pick<KnownDatabase, 'kind' | 'resourceId' | 'clusterResourceId'>;
  readonly decides: string;
}[] = [
  {
    what: 'an instance',
    label: 'orders.c9q2x7k3m1p0',
    known: { kind: 'instance', resourceId: 'db-ORDERS', clusterResourceId: null },
    decides: 'db-ORDERS',
  },
  {
    what: 'a replica, by its own ID',
    label: 'orders-replica-1.c9q2x7k3m1p0',
    known: { kind: 'instance', resourceId: 'db-REPLICA', clusterResourceId: null },
    decides: 'db-REPLICA',
  },
  {
    what: 'a cluster’s writer',
    label: 'orders.cluster-c9q2x7k3m1p0',
    known: { kind: 'cluster', resourceId: 'cluster-ORDERS', clusterResourceId: null },
    decides: 'cluster-ORDERS',
  },
  {
    what: 'a cluster’s reader',
    label: 'orders.cluster-ro-c9q2x7k3m1p0',
    known: { kind: 'cluster', resourceId: 'cluster-ORDERS', clusterResourceId: null },
    decides: 'cluster-ORDERS',
  },
  {
    what: 'a custom endpoint',
    label: 'reporting.cluster-custom-c9q2x7k3m1p0',
    known: { kind: 'cluster', resourceId: 'cluster-ORDERS', clusterResourceId: null },
    decides: 'cluster-ORDERS',
  },
  {
    what: 'a cluster’s instance, by the cluster’s ID',
    label: 'orders-1.c9q2x7k3m1p0',
    known: { kind: 'member', resourceId: 'db-MEMBER', clusterResourceId: 'cluster-ORDERS' },
    decides: 'cluster-ORDERS',
  },
  {
    what: 'a proxy',
    label: 'orders-proxy.proxy-c9q2x7k3m1p0',
    known: { kind: 'proxy', resourceId: 'prx-0123456789abcdef0', clusterResourceId: null },
    decides: 'prx-0123456789abcdef0',
  },
];

const DSQL_ID = 'foo0bar1baz2quux3quuux4abc';
const authority = makeAuthority('Policies CA');
let postgres: Postgres;
let directory: Directory;
let aws: AwsServer;
const refusals: RefusalReason[] = [];

beforeAll(async () => {
  directory = makeDirectory(Date.now);
  const entrance = { certificate: authority.issue(['localhost']), isIamUser: () => true };
  postgres = await startPostgres({ ...entrance, check: () => ({ ok: false, reason: 'not-allowed' }) });
  const store = { all: noDatabases };
  const sso = makeSso(directory, () => '', Date.now);
  aws = await startAwsServer({
    store,
    directory,
    sso,
    faults: makeFaults(),
    authErrors: [],
    sessions: createSessions(() => null),
    now: Date.now,
  });
  await postgres.ready;
});
afterAll(async () => {
  await aws?.stop();
  await postgres?.stop();
});

interface Target {
  readonly known: KnownDatabase;
  readonly host: string;
  readonly decides: string;
  readonly service: 'rds' | 'dsql';
}

/** A database of this kind in a partition, a role that wants in, and whoever administers its account. */
async function setUp({ known, host, decides, service }: Target) {
  const { partition, region } = known;
  const account = ACCOUNT;
  const name = `reader-${directory.iam.holders.length}`;
  const role = addHolder(directory.iam, { kind: 'Role', name, path: '/teams/', account, partition });
  const everything = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
  };
  const administrator = directory.keysFor(
    addHolder(directory.iam, {
      kind: 'User',
      name: `admin-${name}`,
      account,
      partition,
      inline: { everything },
    }),
  );
  const session = directory.assume({ holder: role }, { name: 'me', expiresAt: Date.now() + 3_600_000 });
  let front: TlsFront | null = null;
  front = await postgres.open({
    certificate: authority.issue([host]),
    isIamUser: () => true,
    check: (user, token) => {
      const verdict = verifyToken(token, {
        user,
        host,
        port: front?.port ?? 0,
        region,
        account,
        partition,
        resourceId: decides,
        service: service === 'dsql' ? 'dsql' : 'rds-db',
        now: Date.now(),
        identities: directory.find,
      });
      if (!verdict.ok) refusals.push(verdict.reason);
      return verdict;
    },
  });
  return { session, administrator, front, host, region };
}

type SetUp = Awaited<ReturnType<typeof setUp>>;

/** Logs in as somebody and asks something; a refusal is the server's code. */
async function signIn({ session, front, host, region }: SetUp, dbUser: string): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken = null } = session;
  const credentials = { accessKeyId, secretAccessKey, sessionToken, expiry: { kind: 'never' } } as const;
  const address = { host, port: front.port };
  const { token } = await signToken({ ...address, region, dbUser }, credentials);
  const ssl = { ca: authority.caPem, servername: host };
  const client = new Client({ host: '127.0.0.1', port: front.port, user: dbUser, password: token, ssl });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ one: number }>('select 1 as one');
    return rows[0]?.one === 1 ? 'in' : 'wrong';
  } catch (cause) {
    return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Runs the command that Latchkey gives to administrators, and says what IAM answers. */
function apply(command: string, administrator: Identity, region: string): string {
  const mend = readMend(command);
  if (typeof mend === 'string' || mend.kind !== 'call') throw new Error(`Not a command: ${command}`);
  const call = { action: mend.action, params: mend.params, region, identity: administrator, now: Date.now() };
  const answer = aws.perform(mend.service, call);
  return answer.ok ? 'applied' : answer.error.message;
}

async function letsIn(target: Target, dbUser: string, other: string): Promise<void> {
  const database = policyDatabaseOf(target.known);
  if (!database.ok) throw new Error(database.error.message);
  const at = await setUp(target);
  try {
    const before = refusals.length;
    expect(await signIn(at, dbUser)).toBe('28000');
    const command = asCommand({
      name: policyName('orders', [dbUser]),
      document: connectPolicy([database.value], { kind: 'users', names: [dbUser] }),
      principal: principalOf(at.session.arn),
    });
    expect(command).toMatch(/^aws iam put-role-policy /);
    expect(apply(command, at.administrator, at.region)).toBe('applied');
    expect(await signIn(at, dbUser)).toBe('in');
    // and nobody else
    expect(await signIn(at, other)).toBe('28000');
    expect(refusals.slice(before)).toEqual(['not-allowed', 'not-allowed']);
  } finally {
    await at.front.stop();
  }
}

describe.each(PARTITIONS)(
  'in %s, the policy that was copied lets the user in',
  (partition, region, ending) => {
    it.each(KINDS)('to $what', async ({ label, known, decides }) => {
      const host = `${label}.${region}.rds.${ending}`;
      const target = { known: { ...known, partition, region, account: ACCOUNT }, host, decides };
      await letsIn({ ...target, service: 'rds' }, 'app_readonly', 'app');
    });

    it.each([
      ['app_readonly', 'admin'],
      ['admin', 'app_readonly'],
    ])('to Aurora DSQL as %s', async (dbUser, other) => {
      const known = { kind: 'dsql', resourceId: DSQL_ID, clusterResourceId: null } as const;
      const host = `${DSQL_ID}.dsql.${region}.on.aws`;
      const target = { known: { ...known, partition, region, account: ACCOUNT }, host, decides: DSQL_ID };
      await letsIn({ ...target, service: 'dsql' }, dbUser, other);
    });
  },
);

describe('a user whose name a policy would take for something else', () => {
  it.each([
    ['app*', 'application'],
    ['app?', 'apps'],
    ['${aws:username}', 'reader'],
    ["o'hara", 'ohara'],
    ['with space', 'with'],
    ['a/b:c', 'a'],
  ])('%s is let in, and %s is not', async (dbUser, other) => {
    const known = { kind: 'instance', resourceId: 'db-ORDERS', clusterResourceId: null } as const;
    const place = { partition: 'aws', region: 'eu-central-1', account: ACCOUNT } as const;
    const host = 'orders.c9q2x7k3m1p0.eu-central-1.rds.amazonaws.com';
    await letsIn(
      { known: { ...known, ...place }, host, decides: 'db-ORDERS', service: 'rds' },
      dbUser,
      other,
    );
  });
});

it('for more users than fit into one policy, each is taken by IAM', () => {
  const names = Array.from({ length: 400 }, (_, index) => `service_account_number_${index}`);
  const database = { service: 'rds-db', partition: 'aws', region: 'us-east-1' } as const;
  const policies = connectPolicies([{ ...database, account: ACCOUNT, resourceId: 'db-ORDERS' }], {
    kind: 'users',
    names,
  });
  expect(policies.length).toBeGreaterThan(1);
  const everything = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
  };
  const administrator = directory.keysFor(
    addHolder(directory.iam, { kind: 'User', name: 'admin', account: ACCOUNT, inline: { everything } }),
  );
  for (const [index, document] of policies.entries()) {
    const command = asCommand({ name: `many-${index}`, document, principal: null });
    expect(apply(command, administrator, 'us-east-1')).toBe('applied');
  }
  const whole = connectPolicy([{ ...database, account: ACCOUNT, resourceId: 'db-ORDERS' }], {
    kind: 'users',
    names,
  });
  const command = asCommand({ name: 'whole', document: whole, principal: null });
  expect(apply(command, administrator, 'us-east-1')).toContain('Cannot exceed quota for PolicySize');
});
