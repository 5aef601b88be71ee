import { expect, it } from 'vitest';
import { databaseNamed } from '../../../app/doctor/named.ts';
import { facts } from './sample.ts';

const at = (host: string) => ({ address: { host, port: 5432 }, known: null });

it.each([
  ['orders.c9q2x7k3m1p0.us-east-1.rds.amazonaws.com', 'instance', 'orders'],
  ['orders.cluster-c9q2x7k3m1p0.us-east-1.rds.amazonaws.com', 'cluster', 'orders'],
  ['orders.cluster-ro-c9q2x7k3m1p0.us-east-1.rds.amazonaws.com', 'cluster', 'orders'],
  ['reports.cluster-custom-c9q2x7k3m1p0.us-east-1.rds.amazonaws.com', 'custom', 'reports'],
  ['orders.proxy-c9q2x7k3m1p0.us-east-1.rds.amazonaws.com', 'proxy', 'orders'],
  ['reads.endpoint.proxy-c9q2x7k3m1p0.us-east-1.rds.amazonaws.com', 'proxy-endpoint', 'reads'],
  ['orders.c9q2x7k3m1p0.rds.cn-north-1.amazonaws.com.cn', 'instance', 'orders'],
])('%s is a %s', (host, kind, identifier) => {
  expect(databaseNamed(at(host))).toEqual({ kind, identifier });
});

it('takes discovery’s word where the host is no name of RDS, and the host’s where it is', () => {
  expect(databaseNamed(at('db.corp.example'))).toBeNull();
  const known = { ...facts, identifier: 'orders' };
  expect(databaseNamed({ ...at('localhost'), known })).toEqual({ kind: 'cluster', identifier: 'orders' });
  const custom = at('reports.cluster-custom-c9q2x7k3m1p0.us-east-1.rds.amazonaws.com');
  expect(databaseNamed({ ...custom, known })).toEqual({ kind: 'custom', identifier: 'reports' });
});
