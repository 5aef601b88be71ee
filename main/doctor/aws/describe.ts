import { RDSClient } from '@aws-sdk/client-rds';
import type { DescriptionSeen, Observation } from '../../../app/doctor/observations.ts';
import { dsqlFacts } from '../../../app/doctor/dsql.ts';
import { databaseNamed } from '../../../app/doctor/named.ts';
import type { AwsLook } from '../probes.ts';
import { isNotFound, observed, type LookOptions } from './ask.ts';
import { clusterFacts, instanceFacts } from './describe-database.ts';
import { proxyFacts } from './describe-proxy.ts';
import { findByAddress } from './find-by-address.ts';
import type { RdsCalls } from './rds-calls.ts';
import { rdsCalls } from './rds-calls.ts';

/** Asks RDS what the database is, as it is now: by its identifier, or by its address where that tells none. */
export function describeDatabase(options: LookOptions): AwsLook<'description'> {
  return async (order, credentials, signal) => {
    const { subject } = order;
    if (subject.service === 'dsql') return dsqlFacts(subject);
    const client = new RDSClient(await options('rds', order, credentials));
    try {
      return await look(rdsCalls(client, signal), subject);
    } finally {
      client.destroy();
    }
  };
}

async function look(
  rds: RdsCalls,
  subject: Parameters<AwsLook<'description'>>[0]['subject'],
): Promise<Observation<DescriptionSeen>> {
  const named = databaseNamed(subject);
  const permission = `rds:${CALLS[named?.kind ?? 'instance']}`;
  return observed(permission, async (): Promise<DescriptionSeen> => {
    try {
      const which = named ?? (await findByAddress(rds, subject.address));
      if (which === null) return { state: 'missing' };
      switch (which.kind) {
        case 'instance':
          return await instanceFacts(rds, which.identifier, subject);
        case 'cluster':
          return await clusterFacts(rds, which.identifier, subject);
        case 'custom': {
          const cluster = await rds.clusterOfEndpoint(which.identifier);
          return cluster === null ? { state: 'missing' } : await clusterFacts(rds, cluster, subject);
        }
        case 'proxy':
          return await proxyFacts(rds, which.identifier, subject);
        case 'proxy-endpoint': {
          const proxy = await rds.proxyOfEndpoint(which.identifier);
          return proxy === null ? { state: 'missing' } : await proxyFacts(rds, proxy, subject);
        }
      }
    } catch (cause) {
      if (isNotFound(cause)) return { state: 'missing' };
      throw cause;
    }
  });
}

const CALLS = {
  instance: 'DescribeDBInstances',
  cluster: 'DescribeDBClusters',
  custom: 'DescribeDBClusterEndpoints',
  proxy: 'DescribeDBProxies',
  'proxy-endpoint': 'DescribeDBProxyEndpoints',
} as const;
