import {
  type Address,
  type Cluster,
  type Databases,
  type Instance,
  type InstanceRow,
  type Place,
  type Proxy,
  cluster,
  dsqlCluster,
  globalCluster,
  instance,
  proxy,
} from './databases.ts';

/** The account behind the profile `platform-prod`. */
export const PROD = '482011780031';
/** The account behind the profile `platform-dev`. */
export const DEV = '773100429918';
/** Regions that both accounts have enabled; `us-east-1`, `eu-west-1` and `eu-central-1` hold databases. */
export const REGIONS = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
] as const;
/** The two instances that really answer; both are in {@link DEV}, `us-east-1`. */
export const DEMO_POSTGRES = 'latchkey-demo';
export const DEMO_MYSQL = 'latchkey-demo-mysql';
/** The cluster of Aurora DSQL that really answers, beside the two. */
export const DEMO_DSQL = 'latchkey-demo-dsql';
/** The proxy that really answers. */
export const DEMO_PROXY = 'latchkey-demo-proxy';
/** Where they live. */
export const DEMO_PLACE: Place = { account: DEV, region: 'us-east-1' };

/** Two accounts as a platform team might have them, with every odd case that discovery meets. */
export function databases(demo: { readonly postgres: Address; readonly mysql: Address }): Databases {
  const instances: Instance[] = [];
  const clusters: Cluster[] = [];
  const proxies: Proxy[] = [];
  const alone = (place: Place, row: InstanceRow): void => void instances.push(instance(place, row));
  const group = (place: Place, row: Parameters<typeof cluster>[1]): void => {
    const made = cluster(place, row);
    clusters.push(made.cluster);
    instances.push(...made.instances);
  };

  const prodUs: Place = { account: PROD, region: 'us-east-1' };
  group(prodUs, {
    id: 'orders',
    engine: 'aurora-postgresql',
    version: '16.6',
    instanceClass: 'db.r7g.xlarge',
    env: 'prod',
    database: 'orders',
    tags: { team: 'checkout' },
    members: ['orders-1', 'orders-2', 'orders-3'],
    custom: ['orders-reporting'],
    globalCluster: 'orders-global',
  });
  proxies.push(
    proxy(prodUs, {
      name: 'orders-proxy',
      engineFamily: 'POSTGRESQL',
      iamAuth: 'REQUIRED',
      readOnly: ['orders-proxy-ro'],
    }),
  );
  alone(prodUs, {
    id: 'billing',
    engine: 'mysql',
    version: '8.4.3',
    instanceClass: 'db.r7g.large',
    env: 'prod',
    database: 'billing',
    tags: { team: 'payments' },
  });
  alone(prodUs, {
    id: 'erp',
    engine: 'oracle-ee',
    version: '19.0.0.0.ru-2025-01.rur-2025-01.r1',
    instanceClass: 'db.m6i.2xlarge',
    env: 'prod',
    iam: false,
    tags: { team: 'finance' },
  });
  group(prodUs, {
    id: 'session-documents',
    engine: 'docdb',
    version: '5.0.0',
    instanceClass: 'db.r6g.large',
    iam: false,
    tags: { Environment: 'production' },
    members: ['session-documents-1'],
  });

  const prodWest: Place = { account: PROD, region: 'eu-west-1' };
  group(prodWest, {
    id: 'orders-eu',
    engine: 'aurora-postgresql',
    version: '16.6',
    instanceClass: 'db.r7g.xlarge',
    env: 'prod',
    database: 'orders',
    tags: { team: 'checkout' },
    members: ['orders-eu-1'],
    globalCluster: 'orders-global',
  });
  group(prodWest, {
    id: 'inventory',
    engine: 'postgres',
    version: '16.6',
    instanceClass: 'db.m6gd.large',
    env: 'prod',
    database: 'inventory',
    members: ['inventory-instance-1', 'inventory-instance-2', 'inventory-instance-3'],
  });
  alone(prodWest, {
    id: 'catalog',
    engine: 'postgres',
    version: '17.2',
    instanceClass: 'db.m7g.xlarge',
    tags: { Environment: 'prod', team: 'storefront' },
    database: 'catalog',
  });
  alone(prodWest, {
    id: 'catalog-replica-1',
    engine: 'postgres',
    version: '17.2',
    instanceClass: 'db.m7g.large',
    tags: { Environment: 'prod', team: 'storefront' },
    database: 'catalog',
    replicaOf: 'catalog',
  });
  alone(prodWest, {
    id: 'reviews',
    engine: 'mariadb',
    version: '11.4.4',
    instanceClass: 'db.t4g.medium',
    env: 'prod',
    iam: false,
  });
  group(prodWest, {
    id: 'recommendations-graph',
    engine: 'neptune',
    version: '1.3.2.1',
    instanceClass: 'db.r6g.large',
    tags: { Environment: 'prod' },
    members: ['recommendations-graph-1'],
  });
  alone(
    { account: PROD, region: 'eu-central-1' },
    {
      id: 'consents',
      engine: 'postgres',
      version: '16.6',
      instanceClass: 'db.t4g.large',
      env: 'prod',
    },
  );

  alone(DEMO_PLACE, {
    id: DEMO_POSTGRES,
    engine: 'postgres',
    version: '17.4',
    instanceClass: 'db.t4g.micro',
    env: 'dev',
    database: 'shop',
    address: demo.postgres,
    tags: { purpose: 'sandbox' },
  });
  alone(DEMO_PLACE, {
    id: DEMO_MYSQL,
    engine: 'mysql',
    version: '8.4.3',
    instanceClass: 'db.t4g.micro',
    env: 'dev',
    database: 'shop',
    address: demo.mysql,
    tags: { purpose: 'sandbox' },
  });
  alone(DEMO_PLACE, {
    id: 'orders',
    engine: 'postgres',
    version: '16.6',
    instanceClass: 'db.t4g.small',
    env: 'dev',
    database: 'orders',
  });
  group(DEMO_PLACE, {
    id: 'billing',
    engine: 'aurora-mysql',
    version: '8.0.mysql_aurora.3.08.0',
    instanceClass: 'db.r7g.large',
    env: 'staging',
    database: 'billing',
    members: ['billing-1', 'billing-2'],
  });
  alone(DEMO_PLACE, {
    id: 'ledger',
    engine: 'postgres',
    version: '15.10',
    instanceClass: 'db.t4g.small',
    env: 'dev',
    database: 'ledger',
  });
  group(DEMO_PLACE, {
    id: 'search-index',
    engine: 'aurora-postgresql',
    version: '15.8',
    instanceClass: 'db.serverless',
    capacity: { min: 0.5, max: 16 },
    env: 'dev',
    members: ['search-index-1', 'search-index-2'],
  });
  alone(DEMO_PLACE, {
    id: 'load-test',
    engine: 'postgres',
    version: '16.6',
    instanceClass: 'db.m7g.large',
    tags: { Environment: 'dev' },
    status: 'stopped',
  });
  alone(DEMO_PLACE, {
    id: 'feature-flags',
    engine: 'mysql',
    version: '8.4.3',
    instanceClass: 'db.t4g.micro',
    env: 'dev',
    status: 'creating',
    address: 'none',
  });
  proxies.push(proxy(DEMO_PLACE, { name: DEMO_PROXY, engineFamily: 'POSTGRESQL', iamAuth: 'REQUIRED' }));
  const globals = [
    globalCluster(PROD, {
      id: 'orders-global',
      engine: 'aurora-postgresql',
      version: '16.6',
      database: 'orders',
      members: [
        { region: 'us-east-1', cluster: 'orders' },
        { region: 'eu-west-1', cluster: 'orders-eu' },
      ],
    }),
  ];
  const dsql = [
    dsqlCluster(DEMO_PLACE, { name: DEMO_DSQL, env: 'dev' }),
    dsqlCluster(prodUs, { name: 'payments', env: 'prod' }),
    dsqlCluster(prodUs, { name: 'payments-next', env: 'prod', status: 'CREATING' }),
  ];
  return { instances, clusters, proxies, globals, dsql };
}

/** `count` more instances over both accounts and three regions, for lists of thousands. */
export function fleet(count: number): Instance[] {
  const engines = [
    ['postgres', '16.6'],
    ['mysql', '8.4.3'],
    ['mariadb', '11.4.4'],
  ] as const;
  const regions = ['us-east-1', 'eu-west-1', 'eu-central-1'] as const;
  return Array.from({ length: count }, (_, index) => {
    const [engine, version] = engines[index % engines.length] ?? engines[0];
    const place: Place = {
      account: index % 2 === 0 ? DEV : PROD,
      region: regions[Math.floor(index / 2) % regions.length] ?? regions[0],
    };
    return instance(place, {
      id: `tenant-${String(index + 1).padStart(5, '0')}`,
      engine,
      version,
      instanceClass: 'db.t4g.medium',
      env: index % 2 === 0 ? 'dev' : 'prod',
      iam: index % 7 !== 0,
    });
  });
}
