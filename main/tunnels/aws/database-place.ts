import type { DBInstance, DBProxy, RDSClient } from '@aws-sdk/client-rds';
import { databaseNamed } from '../../../app/doctor/named.ts';
import type { DatabasePlace } from '../../../app/tunnels/ports.ts';
import { findByAddress } from '../../doctor/aws/find-by-address.ts';
import { rdsCalls, type RdsCalls } from '../../doctor/aws/rds-calls.ts';

/**
 * Where a database is in its network, by its host. A cluster is where its members are.
 *
 * @returns null where RDS knows no database by this host
 * @throws what RDS says
 */
export async function placeOf(
  client: RDSClient,
  address: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<DatabasePlace | null> {
  const rds = rdsCalls(client, signal);
  const named = databaseNamed({ known: null, address }) ?? (await findByAddress(rds, address));
  switch (named?.kind) {
    case undefined:
      return null;
    case 'instance':
      return ofInstance(await rds.instance(named.identifier));
    case 'cluster':
      return ofMembers(rds, named.identifier);
    case 'custom': {
      const cluster = await rds.clusterOfEndpoint(named.identifier);
      return cluster === null ? null : ofMembers(rds, cluster);
    }
    case 'proxy':
      return ofProxy(await rds.proxy(named.identifier));
    case 'proxy-endpoint': {
      const proxy = await rds.proxyOfEndpoint(named.identifier);
      return proxy === null ? null : ofProxy(await rds.proxy(proxy));
    }
  }
}

/** Of a cluster's members the first: all are in one VPC. */
async function ofMembers(rds: Pick<RdsCalls, 'members'>, cluster: string): Promise<DatabasePlace | null> {
  const [first] = await rds.members(cluster);
  return ofInstance(first ?? null);
}

function ofInstance(instance: DBInstance | null): DatabasePlace | null {
  const vpc = instance?.DBSubnetGroup?.VpcId;
  if (vpc === undefined) return null;
  return {
    vpc,
    zone: instance?.AvailabilityZone ?? null,
    securityGroups: (instance?.VpcSecurityGroups ?? []).flatMap(
      ({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? [],
    ),
  };
}

function ofProxy(proxy: DBProxy | null): DatabasePlace | null {
  if (proxy?.VpcId === undefined) return null;
  return { vpc: proxy.VpcId, zone: null, securityGroups: proxy.VpcSecurityGroupIds ?? [] };
}
