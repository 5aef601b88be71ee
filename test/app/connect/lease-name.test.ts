import { expect, it } from 'vitest';
import { leaseName } from '../../../app/connect/lease-name.ts';

const lease = { endpointId: 'dev|eu-west-1|orders.example%3A5432', dbUser: 'alice' };
const connection = {
  name: 'Orders, read only',
  profile: 'dev',
  region: 'eu-west-1',
  address: { host: 'orders.example', port: 5432 },
  dbUser: 'alice',
};
const scans = [
  { endpoints: [{ id: 'other', name: 'other' }] },
  { endpoints: [{ id: lease.endpointId, name: 'orders-1' }] },
];

it('a lease is called what its connection is called', () => {
  expect(leaseName(lease, { connections: [connection], scans })).toBe('Orders, read only');
});

it('a lease of another user is called what the database is called', () => {
  expect(leaseName(lease, { connections: [{ ...connection, dbUser: 'bob' }], scans })).toBe('orders-1');
});

it('a lease whose database has gone is called by its user', () => {
  expect(leaseName(lease, { connections: [], scans: [] })).toBe('alice');
});

it('a lease of a cluster’s member is called what the member is called', () => {
  const address = { host: 'orders.example', port: 5432 };
  const member = { writer: true, resourceId: null, instanceClass: null, status: null };
  const cluster = {
    id: 'cluster',
    name: 'orders',
    profile: 'dev',
    region: 'eu-west-1',
    members: [
      { ...member, name: 'orders-a', address: { ...address, port: 5433 } },
      { ...member, name: 'orders-b', address },
    ],
  };
  expect(leaseName(lease, { connections: [], scans: [{ endpoints: [cluster] }] })).toBe('orders-b');
});
