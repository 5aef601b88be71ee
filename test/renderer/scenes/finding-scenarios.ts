import { mergeKeyOf } from '../../../app/endpoints/merge.ts';
import { endpointIdOf, type Endpoint, type Scan } from '../../../app/endpoints/model.ts';
import { billing, catalog, company, endpoint, orders, ordersReader, profile, scan } from '../samples.ts';
import type { EnvironmentRule } from '../../../app/endpoints/environment-rules.ts';
import { answerLikeMain } from './fake-main.ts';
import type { Scenario } from './scenarios.ts';

const subjects = 'orders billing payments catalog inventory search sessions ledger reviews customers'.split(
  ' ',
);
const parts = 'api archive audit events reports'.split(' ');
const accounts = {
  'platform-prod': '482011780031',
  'platform-dev': '773100429918',
  analytics: '905144200077',
};

/** So many believable databases, in three accounts and six regions. */
function databases(count: number): readonly Scan[] {
  const regions = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2', 'sa-east-1'];
  const places = Object.entries(accounts).flatMap(([name, account]) =>
    regions.map((region) => ({ profile: name, account, region })),
  );
  return places.map((place, at): Scan => {
    const size = Math.floor(count / places.length) + (at < count % places.length ? 1 : 0);
    const endpoints = Array.from({ length: size }, (_, n): Endpoint => {
      const name = `${subjects[n % 10]}-${parts[Math.floor(n / 10) % 5]}${n < 50 ? '' : `-${n}`}`;
      const engine = n % 3 === 1 ? 'mysql' : n % 7 === 2 ? 'aurora-postgresql' : 'postgres';
      return endpoint({ ...place, name, engine, role: engine.startsWith('aurora') ? 'writer' : 'instance' });
    });
    return scan(endpoints, { profile: place.profile, region: place.region });
  });
}

function shown(scans: readonly Scan[]): Scenario {
  const all = company();
  const profiles = Object.entries(accounts).map(([name, account]) =>
    profile(name, undefined, {
      identity: { account, arn: `arn:aws:sts::${account}:assumed-role/${name}/me` },
    }),
  );
  const snapshot = {
    ...all,
    leases: [],
    signIns: {},
    scans: [...scans],
    profiles: { ...all.profiles, profiles },
  };
  return { snapshot, prepare: (fake) => answerLikeMain(fake, snapshot) };
}

/** What a second profile of the account sees of it, chosen for billing, and ended. */
function merged(): Scenario {
  const all = company();
  const hostOf = (name: string) => ({ host: `${name}.c9q2x7abcdef.us-east-1.rds.amazonaws.com`, port: 5432 });
  const members = ['orders-1', 'orders-2', 'orders-3'].map((name, at) => ({
    name,
    writer: at === 0,
    address: hostOf(name),
    resourceId: `db-${name.toUpperCase()}EXAMPLE`,
    instanceClass: 'db.r7g.xlarge',
    status: 'available',
  }));
  const by = (of: Endpoint, name: string): Endpoint =>
    endpoint({
      ...of,
      id: endpointIdOf({ profile: name, region: of.region }, '', of.address),
      profile: name,
    });
  const cluster = (of: Endpoint): Endpoint => ({ ...of, members });
  const isCluster = ({ id }: Endpoint): boolean => id === orders.id || id === ordersReader.id;
  const own = all.scans.map((one) => ({
    ...one,
    endpoints: one.endpoints.map((of) => (isCluster(of) ? cluster(of) : of)),
  }));
  const seenByOthers = [
    scan([by(billing, 'analytics')], { region: 'us-east-1' }),
    scan([by(cluster(orders), 'ci'), by(cluster(ordersReader), 'ci'), by(billing, 'ci')]),
    scan([by(catalog, 'ci')]),
  ];
  const snapshot = {
    ...all,
    leases: [],
    scans: [...own, ...seenByOthers],
    settings: { ...all.settings, preferredProfiles: { [mergeKeyOf(billing)]: 'analytics' } },
  };
  return { snapshot, prepare: (fake) => answerLikeMain(fake, snapshot) };
}
/** What the accounts of profiles are called. */
const names: Readonly<Record<string, string>> = {
  'platform-prod': 'Acme Production',
  'platform-dev': 'acme-platform-dev',
  analytics: 'Data platform',
};

const denied = {
  code: 'access-denied',
  message: 'platform-prod is not allowed to list databases in this region.',
  hint: 'Its role needs the permission.',
} as const;
const silent = {
  code: 'unreachable',
  message: 'ap-southeast-2 did not answer.',
  hint: 'Check the network, a VPN or a proxy.',
} as const;

/** The list at every size, and what it says of what could not be looked at. */
export const findingScenarios: Readonly<Record<string, () => Scenario>> = {
  one: () => shown(databases(1).slice(0, 1)),
  hundreds: () => shown(databases(200)),
  merged,
  thousands: () => shown(databases(10_000)),
  /** Named accounts, tags, networks and Aurora DSQL; one profile's databases are from yesterday. */
  named: () => {
    const { snapshot } = shown(
      databases(60).map((one): Scan => ({
        ...one,
        finishedAt: Date.now() - (one.profile === 'platform-prod' ? 26 * 3_600_000 : 12_000),
        endpoints: one.endpoints.map((database, at): Endpoint => ({
          ...database,
          accountName: names[one.profile] ?? null,
          tags: { team: at % 2 === 0 ? 'checkout' : 'payments', cost: String(4_000 + at) },
          publiclyAccessible: at % 3 === 0,
          ...(at === 2 && { engine: 'aurora-dsql', kind: 'dsql', engineVersion: '', instanceClass: null }),
        })),
      })),
    );
    const settings = {
      ...snapshot.settings,
      accountNames: { '905144200077': 'Data platform' },
      environmentRules: [
        { of: 'tag', tag: 'team', pattern: 'payments', environment: { label: 'payments', kind: 'prod' } },
        { of: 'name', tag: '', pattern: '*-archive', environment: null },
        { of: 'account', tag: '', pattern: 'data platform', environment: { label: 'dev', kind: 'dev' } },
      ] satisfies EnvironmentRule[],
    };
    const named = { ...snapshot, settings, startedAt: Date.now() - 60_000 };
    return { snapshot: named, prepare: (fake) => answerLikeMain(fake, named) };
  },
  partlyDenied: () =>
    shown(
      databases(60).map((one): Scan => {
        if (one.profile === 'platform-prod' && one.region !== 'us-east-1') {
          const problems = [
            { call: 'DescribeDBClusters', error: denied } as const,
            { call: 'DescribeDBInstances', error: denied } as const,
          ];
          return { ...one, endpoints: [], problems };
        }
        if (one.region !== 'ap-southeast-2' || one.profile !== 'platform-dev') return one;
        return { ...one, problems: [{ call: 'DescribeDBInstances', error: silent }] };
      }),
    ),
};
