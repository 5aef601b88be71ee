import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { noFilters } from '../../renderer/endpoints/filter.ts';
import { listRows } from '../../renderer/endpoints/list-rows.ts';
import { endpoint, member, profile, scan } from './samples.ts';

const prod = {
  profile: 'platform-prod',
  account: '482011780031',
  accountName: 'Acme Shop',
} as const;
const dev = { profile: 'platform-dev', account: '773100429918' } as const;
const analytics = { profile: 'analytics', account: '905144200077' } as const;
const staging = { label: 'staging', kind: 'staging' } as const;
const pg = { engine: 'aurora-postgresql' } as const;

/** A small company's databases; whatever is looked for is one of these. */
const all: Readonly<Record<string, Endpoint>> = {
  orders: endpoint({
    ...prod,
    ...pg,
    name: 'orders',
    role: 'writer',
    resourceId: 'cluster-ORDERSPROD7XK2M4QLZ',
    members: [member('orders-a', true), member('orders-b', false)],
  }),
  ordersReader: endpoint({
    ...prod,
    ...pg,
    name: 'orders',
    role: 'reader',
    resourceId: 'cluster-ORDERSPROD7XK2M4QLZ',
  }),
  ordersArchive: endpoint({ ...prod, name: 'orders-archive', engineVersion: '13.20' }),
  ordersDev: endpoint({ ...dev, name: 'orders', resourceId: 'db-DEVORDERS5J3KQ' }),
  billing: endpoint({ ...prod, name: 'billing', engine: 'mysql', engineVersion: '8.4.3' }),
  billingAudit: endpoint({
    ...prod,
    name: 'billing-audit',
    region: 'eu-west-1',
    instanceClass: 'db.r6g.4xlarge',
  }),
  ledger: endpoint({
    ...prod,
    name: 'payments-ledger',
    engine: 'aurora-mysql',
    role: 'writer',
    region: 'eu-central-1',
  }),
  ledgerReader: endpoint({
    ...prod,
    name: 'payments-ledger',
    engine: 'aurora-mysql',
    role: 'reader',
    region: 'eu-central-1',
  }),
  reporting: endpoint({
    ...prod,
    name: 'reporting',
    engine: 'aurora-mysql',
    role: 'custom',
    region: 'eu-central-1',
  }),
  catalog: endpoint({ ...prod, name: 'catalog', region: 'eu-west-1', engineVersion: '17.2' }),
  reviews: endpoint({
    ...dev,
    name: 'reviews',
    region: 'eu-west-1',
    engine: 'mariadb',
    engineVersion: '11.4.4',
    iam: 'off',
  }),
  oracle: endpoint({ ...prod, name: 'erp', engine: 'oracle-ee', engineVersion: '19.0.0.0' }),
  warehouse: endpoint({ ...analytics, name: 'warehouse', region: 'eu-central-1', environment: null }),
  searchIndex: endpoint({
    ...analytics,
    ...pg,
    name: 'search-index',
    role: 'writer',
    region: 'ap-southeast-2',
    environment: staging,
  }),
  inventory: endpoint({ ...prod, name: 'inventory', engineVersion: '15.10' }),
  inventoryReplica: endpoint({ ...prod, name: 'inventory-replica', role: 'replica', engineVersion: '15.10' }),
  customer: endpoint({
    ...analytics,
    name: 'customer_360',
    engine: 'mysql',
    region: 'sa-east-1',
    environment: null,
  }),
  crm: endpoint({ ...dev, name: 'crm-stg', engine: 'mysql', region: 'eu-west-2' }),
  importJob: endpoint({ ...dev, name: 'import-job', region: 'us-west-2', status: 'creating', address: null }),
  sessions: endpoint({ ...dev, name: 'sessions', region: 'us-west-2', status: 'stopped' }),
  auth: endpoint({ ...prod, name: 'auth-service-prod-eu', region: 'eu-central-1' }),
  geo: endpoint({ ...analytics, name: 'geodata', region: 'ap-northeast-1', environment: null }),
  telemetry24: endpoint({ ...analytics, name: 'telemetry-2024', region: 'us-west-2', environment: null }),
  telemetry25: endpoint({ ...analytics, name: 'telemetry-2025', region: 'us-west-2', environment: null }),
  quota: endpoint({ ...dev, name: 'quota', engine: 'sqlserver-se', region: 'eu-north-1' }),
};

const host = (key: string): string => all[key]?.address?.host ?? '';

function first(query: string, list: readonly Endpoint[] = Object.values(all)): string | undefined {
  const places = new Map<string, Endpoint[]>();
  for (const one of list) {
    const place = `${one.profile} ${one.region}`;
    places.set(place, [...(places.get(place) ?? []), one]);
  }
  const { best } = listRows({
    scans: [...places.values()].map((some) => scan(some, { finishedAt: 1 })),
    profiles: [profile(prod.profile), profile(dev.profile), profile(analytics.profile)],
    signIns: {},
    preferred: {},
    openClusters: new Set(),
    query,
    filters: noFilters,
    groupBy: 'place',
    sortBy: 'name',
  });
  return Object.keys(all).find((key) => all[key]?.id === best);
}

/** What is typed, and what must come first; null where nothing may be found. */
const searches: ReadonlyArray<readonly [query: string, first: string | null]> = [
  // names: whole, beginning, inside
  ['orders', 'orders'],
  ['ORDERS', 'orders'],
  ['ord', 'orders'],
  ['  orders  ', 'orders'],
  ['orders-archive', 'ordersArchive'],
  ['archive', 'ordersArchive'],
  ['orders arch', 'ordersArchive'],
  ['bill', 'billing'],
  ['billing', 'billing'],
  ['audit', 'billingAudit'],
  ['ledger', 'ledger'],
  ['pay', 'ledger'],
  ['inventory', 'inventory'],
  ['inventory-r', 'inventoryReplica'],
  ['data', 'geo'],
  ['index', 'searchIndex'],
  ['cat', 'catalog'],
  ['talog', 'catalog'],
  ['2025', 'telemetry25'],
  ['telemetry 2024', 'telemetry24'],
  // joined, parted, other separators, any order
  ['billingaudit', 'billingAudit'],
  ['billing_audit', 'billingAudit'],
  ['billing audit', 'billingAudit'],
  ['audit billing', 'billingAudit'],
  ['audit-billing', 'billingAudit'],
  ['paymentsled', 'ledger'],
  ['searchindex', 'searchIndex'],
  ['geo data', 'geo'],
  ['customer-360', 'customer'],
  ['customer360', 'customer'],
  ['360 customer', 'customer'],
  ['auth eu', 'auth'],
  ['authservice', 'auth'],
  ['eu-auth', 'auth'],
  // typing mistakes
  ['ordr', 'orders'],
  ['oders', 'orders'],
  ['oredrs', 'orders'],
  ['biling', 'billing'],
  ['bililng', 'billing'],
  ['biling audit', 'billingAudit'],
  ['bilingaudit', 'billingAudit'],
  ['catalgo', 'catalog'],
  ['catalogue', 'catalog'],
  ['wharehouse', 'warehouse'],
  ['warehose', 'warehouse'],
  ['pamyents', 'ledger'],
  ['invetory', 'inventory'],
  ['inventroy replica', 'inventoryReplica'],
  ['telemtry 2025', 'telemetry25'],
  ['postgrse archive', 'ordersArchive'],
  // addresses and URLs
  [host('orders'), 'orders'],
  [`${host('ordersReader')}:5432`, 'ordersReader'],
  [host('ordersDev'), 'ordersDev'],
  [host('ledgerReader').slice(0, 30), 'ledgerReader'],
  [`${host('catalog')}.`, 'catalog'],
  [`postgresql://app@${host('catalog')}:5432/shop?sslmode=verify-full`, 'catalog'],
  [`postgres://app:p%40ss@${host('ordersArchive')}/shop`, 'ordersArchive'],
  [`jdbc:postgresql://${host('orders')}:5432/orders?user=app`, 'orders'],
  [`jdbc:mysql:aws://${host('ledger')}:3306/ledger`, 'ledger'],
  [`jdbc:aws-wrapper:mysql://${host('billing')}:3306/`, 'billing'],
  [`mysql://root:a@b@${host('crm')}:3306/crm`, 'crm'],
  [`jdbc:oracle:thin:@${host('oracle')}:3306/ORCL`, 'oracle'],
  [`${host('inventory')}:5432/inventory`, 'inventory'],
  // resource IDs and ARNs
  ['db-DEVORDERS5J3KQ', 'ordersDev'],
  ['cluster-ordersprod7xk2m4qlz', 'orders'],
  ['ORDERSPROD7XK', 'orders'],
  ['arn:aws:rds:us-east-1:482011780031:db:billing', 'billing'],
  ['arn:aws:rds:eu-central-1:482011780031:cluster:payments-ledger', 'ledger'],
  ['arn:aws:rds:us-east-1:773100429918:db:orders', 'ordersDev'],
  ['arn:aws:rds-db:us-east-1:773100429918:dbuser:db-DEVORDERS5J3KQ/app', 'ordersDev'],
  ['arn:aws:rds:eu-north-1:773100429918:', 'quota'],
  // engines and their short words
  ['pg catalog', 'catalog'],
  ['postgres inventory', 'inventory'],
  ['psql archive', 'ordersArchive'],
  ['maria', 'reviews'],
  ['mariadb', 'reviews'],
  ['mysql crm', 'crm'],
  ['aurora search', 'searchIndex'],
  ['aurora mysql reader', 'ledgerReader'],
  ['oracle', 'oracle'],
  ['mssql', 'quota'],
  ['sql server', 'quota'],
  ['17.2', 'catalog'],
  ['r6g.4xlarge', 'billingAudit'],
  // roles and members
  ['orders reader', 'ordersReader'],
  ['orders writer', 'orders'],
  ['read replica', 'inventoryReplica'],
  ['orders-b', 'orders'],
  ['custom endpoint', 'reporting'],
  // accounts and profiles
  ['orders 773100429918', 'ordersDev'],
  ['7731-0042-9918 orders', 'ordersDev'],
  ['482011780031 catalog', 'catalog'],
  ['acme shop catalog', 'catalog'],
  ['analytics geo', 'geo'],
  ['platform-dev orders', 'ordersDev'],
  ['platformdev sess', 'sessions'],
  // regions, by code, by place, shortened
  ['sa-east-1', 'customer'],
  ['são paulo', 'customer'],
  ['sao paulo', 'customer'],
  ['frankfurt ware', 'warehouse'],
  ['sydney', 'searchIndex'],
  ['tokyo', 'geo'],
  ['stockholm', 'quota'],
  ['london', 'crm'],
  ['apse2', 'searchIndex'],
  ['euc1 auth', 'auth'],
  ['eu-west-1 audit', 'billingAudit'],
  ['frankfrut ware', 'warehouse'],
  // environments, long and short, and status
  ['orders production', 'orders'],
  ['orders dev', 'ordersDev'],
  ['development orders', 'ordersDev'],
  ['stg', 'crm'],
  ['stage search', 'searchIndex'],
  ['stopped', 'sessions'],
  ['creating', 'importJob'],
  ['iam off', 'reviews'],
  // nothing
  ['zzzz', null],
  ['orders zzzz', null],
  ['catalog mysql', null],
  ['db-NOSUCHRESOURCE', null],
];

describe('searches', () => {
  it('are a hundred and more, each once', () => {
    expect(searches.length).toBeGreaterThanOrEqual(100);
    expect(new Set(searches.map(([query]) => query)).size).toBe(searches.length);
  });

  it.each(searches)('%s', (query, expected) => {
    expect(first(query) ?? null).toBe(expected);
    // whatever came first
    expect(first(query, Object.values(all).toReversed()) ?? null).toBe(expected);
  });

  it('prefer what was used before, and what can be used, among equals', () => {
    const off = endpoint({ name: 'shop', profile: 'a', account: '111111111111', iam: 'off' });
    const on = endpoint({ name: 'shop', profile: 'b', account: '222222222222' });
    const used = endpoint({ name: 'shop', profile: 'c', account: '333333333333' });
    const given = {
      profiles: [],
      preferred: {},
      openClusters: new Set<string>(),
      query: 'shop',
      filters: noFilters,
      groupBy: 'place',
      sortBy: 'name',
    } as const;
    const scans = [scan([off]), scan([on]), scan([used])];
    expect(listRows({ ...given, scans, signIns: {} }).best).toBe(on.id);
    const signIns = { [used.id]: { dbUser: 'app', database: '' } };
    expect(listRows({ ...given, scans, signIns }).best).toBe(used.id);
  });
});
