import type { Connection } from '../../app/connections/model.ts';
import type { Snapshot } from '../../app/contract.ts';
import type { Endpoint, Member, Scan } from '../../app/endpoints/model.ts';
import { environmentOf } from '../../app/endpoints/environment.ts';
import { endpointIdOf, familyOf, partitionOfRegion } from '../../app/endpoints/model.ts';
import type { Tunnel, TunnelStatus } from '../../app/tunnels/model.ts';
import type { Gateway, GatewaySession } from '../../app/gateway/model.ts';
import type { Profile, ProfileState } from '../../app/profiles/model.ts';
import { defaultProxyChoice } from '../../app/proxies/model.ts';
import { defaultSettings } from '../../app/settings/model.ts';
import type { Lease } from '../../app/tokens/model.ts';
import { programs, usualClients } from './client-samples.ts';
import { openWithFor } from './open-with.ts';

/** Samples of what main says, believable enough to look at; one account in a company that does not exist. */

/** An endpoint; what is not given is an ordinary PostgreSQL instance. */
export function endpoint(given: Partial<Endpoint> & Pick<Endpoint, 'name'>): Endpoint {
  const {
    profile = 'platform-prod',
    region = 'us-east-1',
    engine = 'postgres',
    role = 'instance',
    name,
  } = given;
  const family = familyOf(engine);
  const cluster = role === 'writer' || role === 'reader' || role === 'custom';
  const part =
    role === 'writer'
      ? 'cluster-'
      : role === 'reader'
        ? 'cluster-ro-'
        : role === 'custom'
          ? 'cluster-custom-'
          : '';
  const host = `${name}.${part}c9q2x7abcdef.${region}.rds.amazonaws.com`;
  const address = { host, port: family === 'postgres' ? 5432 : 3306 };
  const account = profile === 'platform-dev' ? '773100429918' : '482011780031';
  const ofCluster = cluster || role === 'member';
  const resourceId = `${cluster ? 'cluster' : 'db'}-${name.slice(0, 12).toUpperCase()}EXAMPLE`;
  return {
    id: endpointIdOf({ profile, region }, name, given.address === undefined ? address : given.address),
    profile,
    region,
    partition: partitionOfRegion(region),
    account,
    accountName: null,
    arn: `arn:aws:rds:${region}:${account}:${cluster ? 'cluster' : 'db'}:${name}`,
    parent: cluster ? name : null,
    kind: !ofCluster ? 'instance' : engine.startsWith('aurora') ? 'cluster' : 'multi-az-cluster',
    role,
    engine,
    family,
    engineVersion: '16.6',
    instanceClass: cluster ? null : 'db.r7g.large',
    address,
    resourceId,
    policyResourceId: role === 'member' ? null : resourceId,
    formerIds: [],
    iam: family === null ? 'unsupported' : 'on',
    status: 'available',
    pending: [],
    publiclyAccessible: null,
    vpc: null,
    ca: null,
    tlsForced: null,
    capacity: null,
    global: null,
    tags: {},
    defaultDatabase: null,
    members: [],
    environment: environmentOf({}, [name, profile]),
    lastSeenAt: null,
    ...given,
  };
}

/** A member of a cluster of which only the name is known. */
export function member(name: string, writer: boolean): Member {
  return { name, writer, address: null, resourceId: null, instanceClass: null, status: null };
}

/** A scan that is done; its endpoints say where it belongs. */
export function scan(endpoints: readonly Endpoint[], given: Partial<Scan> = {}): Scan {
  return {
    profile: endpoints[0]?.profile ?? 'platform-prod',
    region: endpoints[0]?.region ?? 'us-east-1',
    status: 'done',
    endpoints: [...endpoints],
    problems: [],
    finishedAt: Date.now() - 12_000,
    ...given,
  };
}

const hours = 3_600_000;

/** A profile; usable for five hours unless said. */
export function profile(name: string, state?: ProfileState, given: Partial<Profile> = {}): Profile {
  return {
    name,
    kind: 'sso',
    region: 'us-east-1',
    state: state ?? { status: 'usable', expiry: { kind: 'at', time: Date.now() + 5.5 * hours } },
    identity: {
      account: '482011780031',
      arn: `arn:aws:sts::482011780031:assumed-role/${name}/someone@example.com`,
    },
    chain: [],
    unused: [],
    ...given,
  };
}

/** A lease of an endpoint with this many seconds left. */
export function lease(of: Endpoint, secondsLeft: number, given: Partial<Lease> = {}): Lease {
  const expiresAt = Date.now() + secondsLeft * 1_000;
  return {
    endpointId: of.id,
    dbUser: 'app_readonly',
    deliveredTo: 'clipboard',
    signedAt: expiresAt - 900_000,
    expiresAt,
    limitedBy: 'token',
    certain: true,
    ...given,
  };
}

export const orders = endpoint({
  name: 'orders',
  engine: 'aurora-postgresql',
  role: 'writer',
  defaultDatabase: 'orders',
  members: [member('orders-1', true), member('orders-2', false)],
});
export const ordersReader = endpoint({
  name: 'orders',
  engine: 'aurora-postgresql',
  role: 'reader',
  defaultDatabase: 'orders',
});
export const billing = endpoint({ name: 'billing', engine: 'mysql', engineVersion: '8.4.3' });
export const warehouse = endpoint({ name: 'warehouse', engine: 'oracle-ee', engineVersion: '19.0.0.0' });
export const catalog = endpoint({
  name: 'catalog',
  region: 'eu-west-1',
  engineVersion: '17.2',
  instanceClass: 'db.m7g.xlarge',
});
export const reviews = endpoint({
  name: 'reviews',
  region: 'eu-west-1',
  engine: 'mariadb',
  engineVersion: '11.4.4',
  instanceClass: 'db.t4g.medium',
  iam: 'off',
});
export const devOrders = endpoint({
  name: 'orders',
  profile: 'platform-dev',
  instanceClass: 'db.t4g.small',
  resourceId: 'db-DEV',
});

/** A saved connection to an endpoint; what is not given is as if it had been saved from it today and never used. */
export function connection(of: Endpoint, given: Partial<Connection> = {}): Connection {
  const { name, environment, profile, region } = of;
  const n = String(++made).padStart(12, '0');
  return {
    id: `5e1f0c7a-0000-4000-8000-${n}`,
    name,
    environment,
    notes: '',
    family: of.family ?? 'postgres',
    profile,
    region,
    address: of.address ?? { host: `${name}.example.com`, port: 5432 },
    networkRoute: { kind: 'direct' },
    dbUser: 'app_readonly',
    database: of.defaultDatabase ?? '',
    client: null,
    caFile: null,
    pinned: false,
    changedAt: Date.parse('2026-11-02T09:30:00Z'),
    usedAt: null,
    ...given,
  };
}
let made = 0;

const hourAgo = Date.parse('2026-11-23T11:00:00Z');
export const savedOrders = connection(orders, { pinned: true, usedAt: hourAgo });
export const savedBilling = connection(billing, {
  environment: { label: 'staging', kind: 'staging' },
  pinned: true,
  dbUser: 'billing_rw',
  database: 'billing',
});
export const savedDevOrders = connection(devOrders, { pinned: true, database: 'orders' });
/** Through a tunnel of one's own. */
export const savedTunnel = connection(ordersReader, {
  name: 'orders reporting',
  networkRoute: { kind: 'address', address: { host: '127.0.0.1', port: 15_432 } },
  dbUser: 'reporting',
  notes:
    'Start the tunnel first: ssh -N bastion-prod\nOnly the reader: long queries on the writer hold up checkout.',
  usedAt: hourAgo - 2 * hours,
});
/** Its profile was renamed in the AWS files. */
export const savedProfileGone = connection(orders, {
  name: 'ledger audit',
  profile: 'platform-production',
  dbUser: 'auditor',
  database: 'ledger',
  usedAt: hourAgo - 26 * hours,
});
/** Its database was replaced by another. */
export const savedEndpointGone = connection(orders, {
  name: 'orders before the move',
  address: { host: 'orders-v1.cluster-c9q2x7abcdef.us-east-1.rds.amazonaws.com', port: 5432 },
});
export const savedBlue = connection(endpoint({ name: 'scratch', profile: 'platform-dev' }), {
  environment: { label: 'team-blue', kind: 'other' },
  dbUser: 'dana.reyes',
});
/** As long as names get. */
export const savedLong = connection(
  endpoint({
    name: 'payments-ledger-primary-with-a-rather-long-name-2024',
    engine: 'aurora-mysql',
    role: 'writer',
  }),
  { name: 'payments ledger, primary, for the month-end reconciliation only', dbUser: 'reconciliation_job' },
);

/** A client of a gateway that has been open for five minutes, unless said. */
export function session(id: number, program: string, given: Partial<GatewaySession> = {}): GatewaySession {
  return {
    id,
    program,
    state: 'open',
    since: Date.now() - 5 * 60_000,
    sent: 18_400,
    received: 1_240_000,
    ...given,
  };
}

/** The gateway of a connection; it listens and nobody has come, unless said. */
export function gateway(of: Connection, given: Partial<Gateway> = {}): Gateway {
  const { sessions = [] } = given;
  return {
    connectionId: of.id,
    port: of.family === 'postgres' ? 15_432 : 13_306,
    start: 'on-open',
    idleMinutes: null,
    localSignIn: 'scram',
    localTls: false,
    allowsOthers: false,
    keepsPort: false,
    addsDatabase: false,
    state: 'running',
    error: null,
    sessionCount: sessions.length,
    tunnel: null,
    waitingFor: null,
    lastFailure: null,
    ...given,
    sessions,
  };
}

/** How a connection is reached through Session Manager by a node that Latchkey finds. */
export const throughSessionManager = { kind: 'session-manager', target: null } as const;

/** How a connection is reached by SSH, through a bastion of the user's own configuration. */
export const throughSsh = { kind: 'ssh', destination: 'bastion', shared: { kind: 'direct' } } as const;

/** A tunnel that carries two clients through the bastion, and was resumed after the hourly close. */
export function tunnel(given: Partial<TunnelStatus> = {}): Tunnel {
  return {
    node: {
      target: 'i-0b7c1d2e3f4a5b6c7',
      name: 'bastion',
      reason:
        "Chosen automatically. Online in the database's VPC, and the database's security groups allow it.",
    },
    sessions: [
      {
        state: 'open',
        since: Date.now() - 134 * 60_000,
        connections: 2,
        sent: 1_200_000,
        received: 48_200_000,
        roundTripMs: 40.7,
        lastResume: { at: Date.UTC(2026, 10, 23, 14, 2), why: 'closed with 1000 Bye' },
        end: null,
        ...given,
      },
    ],
    lastEnd: null,
  };
}

/** The believable company: five profiles in every state, three regions, one of them denied. */
export function company(): Snapshot {
  const dev = { profile: 'platform-dev' };
  const snapshot: Omit<Snapshot, 'openWith'> = {
    host: 'electron',
    platform: 'linux',
    version: '0.1.0',
    profiles: {
      profiles: [
        profile('platform-prod'),
        profile('platform-dev', undefined, { kind: 'assume-role' }),
        profile('ci', { status: 'usable', expiry: { kind: 'never' } }, { kind: 'static' }),
        profile(
          'analytics',
          {
            status: 'unusable',
            error: {
              code: 'sign-in-needed',
              message: 'Profile analytics is not signed in to IAM Identity Center, or its sign-in has ended.',
              hint: 'Sign in to partner in Latchkey.',
            },
          },
          { identity: null },
        ),
        profile(
          'break-glass',
          {
            status: 'unusable',
            error: {
              code: 'mfa-needed',
              message: 'Profile break-glass needs an MFA code.',
              hint: 'Click MFA beside the profile in Latchkey’s window and enter it.',
            },
          },
          { kind: 'assume-role', identity: null },
        ),
        profile(
          'legacy',
          {
            status: 'unusable',
            error: {
              code: 'credentials-invalid',
              message: 'AWS does not know the access key of legacy.',
              hint: 'Put a valid key into the credentials file.',
            },
          },
          { kind: 'static', identity: null },
        ),
      ],
      files: [
        { path: '/home/someone/.aws/config', found: true },
        { path: '/home/someone/.aws/credentials', found: true },
      ],
      skipped: [],
      error: null,
    },
    sso: { sessions: [], flows: [] },
    mfaQuestions: [],
    sshQuestions: [],
    scans: [
      scan([
        orders,
        ordersReader,
        billing,
        warehouse,
        endpoint({
          name: 'orders',
          engine: 'aurora-postgresql',
          role: 'custom',
          address: { host: 'analytics.cluster-custom-c9q2x7abcdef.us-east-1.rds.amazonaws.com', port: 5432 },
        }),
        endpoint({ name: 'inventory-replica', role: 'replica', engineVersion: '15.10' }),
        endpoint({
          name: 'payments-ledger-primary-with-a-rather-long-name-2024',
          engine: 'aurora-mysql',
          engineVersion: '8.0.mysql_aurora.3.08.0',
          role: 'writer',
        }),
        endpoint({ name: 'import-job', status: 'creating', address: null }),
      ]),
      scan([catalog, reviews], { region: 'eu-west-1' }),
      scan([], {
        region: 'eu-central-1',
        problems: [
          {
            call: 'DescribeDBInstances',
            error: {
              code: 'access-denied',
              message: 'platform-prod may not call rds:DescribeDBInstances in eu-central-1.',
              hint: 'Ask for rds:DescribeDBInstances on all resources, then try again.',
            },
          },
        ],
      }),
      scan([
        devOrders,
        endpoint({
          ...dev,
          name: 'billing',
          engine: 'aurora-mysql',
          engineVersion: '8.0.mysql_aurora.3.08.0',
          role: 'writer',
          environment: { label: 'staging', kind: 'staging' },
        }),
        endpoint({
          ...dev,
          name: 'ledger',
          engineVersion: '15.10',
          instanceClass: 'db.t4g.small',
          status: 'stopped',
        }),
        endpoint({
          ...dev,
          name: 'search-index',
          engine: 'aurora-postgresql',
          engineVersion: '15.8',
          role: 'writer',
        }),
        endpoint({ ...dev, name: 'scratch', environment: { label: 'team-blue', kind: 'other' } }),
      ]),
    ],
    progress: null,
    startedAt: 0,
    leftOut: { scopes: 0, endpoints: 0 },
    signIns: {
      [orders.id]: { dbUser: 'app_readonly', database: 'orders' },
      [billing.id]: { dbUser: 'billing_rw', database: 'billing' },
      [devOrders.id]: { dbUser: 'app_readonly', database: 'orders' },
    },
    leases: [lease(orders, 581), lease(billing, 72, { deliveredTo: 'mysql', dbUser: 'billing_rw' })],
    seenResources: {},
    connections: [
      savedOrders,
      savedTunnel,
      savedBilling,
      savedProfileGone,
      savedDevOrders,
      savedEndpointGone,
      savedBlue,
      savedLong,
    ],
    defaultRoutes: [],
    gateways: [],
    proxies: { choice: defaultProxyChoice, now: { proxies: [], saidBy: 'nobody', problem: null } },
    settings: { ...defaultSettings, regions: ['eu-west-1', 'eu-central-1'] },
    programs: programs(usualClients),
    command: null,
    update: { status: 'unavailable' },
    diagnostics: { isDebug: false },
    doctorAnswers: [],
    clientFailures: [],
    clockNews: null,
    notices: [],
  };
  return { ...snapshot, openWith: openWithFor(snapshot) };
}
