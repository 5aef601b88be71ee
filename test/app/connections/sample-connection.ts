import type { Connection } from '../../../app/connections/model.ts';

/** A connection of a test's own making. */
export function connection(over: Partial<Connection> = {}): Connection {
  return {
    id: '5f0c6f0a-3f6e-4d43-9d5a-0f2f3c6b7a01',
    name: 'orders',
    environment: { label: 'prod', kind: 'prod' },
    notes: '',
    family: 'postgres',
    profile: 'prod',
    region: 'eu-west-1',
    address: { host: 'orders.abc.eu-west-1.rds.amazonaws.com', port: 5432 },
    networkRoute: { kind: 'direct' },
    dbUser: 'app_readonly',
    database: 'shop',
    client: null,
    caFile: null,
    pinned: false,
    changedAt: Date.UTC(2026, 0, 1),
    usedAt: null,
    ...over,
  };
}

/** The id that ends in a number. */
export function idOf(number: number): string {
  return `5f0c6f0a-3f6e-4d43-9d5a-${String(number).padStart(12, '0')}`;
}
