import type { Cluster, DatabaseStore, Instance } from './databases.ts';
import { fail, type Answer, type Call } from './query-protocol.ts';
import { clusterXml, instanceXml } from './rds-shapes.ts';

/** Answers an RDS call that changes a database; null for all others. */
export function rdsChange(call: Call, store: DatabaseStore): Answer | null {
  switch (call.action) {
    case 'ModifyDBInstance':
      return onInstance(call, store, (one) => ({ ...one, ...iamOf(call, one) }));
    case 'StartDBInstance':
      return onInstance(call, store, (one) =>
        one.status === 'stopped'
          ? { ...one, status: 'available' }
          : fail('InvalidDBInstanceState', `Instance ${one.id} is not in stopped state.`),
      );
    case 'ModifyDBCluster':
      return onCluster(call, store, (one) => ({ ...one, ...iamOf(call, one) }));
    default:
      return null;
  }
}

/** IAM authentication as the call wants it: at once, or in the maintenance window. */
function iamOf(
  { params }: Call,
  { iam }: Pick<Instance, 'iam'>,
): Partial<Pick<Instance, 'iam' | 'iamPending'>> {
  const wanted = params.get('EnableIAMDatabaseAuthentication');
  if (wanted === undefined) return {};
  const isOn = wanted === 'true';
  return params.get('ApplyImmediately') === 'true'
    ? { iam: isOn, iamPending: false }
    : { iamPending: isOn !== iam };
}

function onInstance(
  call: Call,
  store: DatabaseStore,
  change: (instance: Instance) => Instance | Answer,
): Answer {
  const id = call.params.get('DBInstanceIdentifier')?.toLowerCase() ?? '';
  const found = store.all.instances.find((one) => one.id === id && isHere(call, one));
  if (found === undefined) return fail('DBInstanceNotFound', `DBInstance ${id} not found.`, 404);
  const changed = change(found);
  if ('ok' in changed) return changed;
  const instances = store.all.instances.map((one) => (one === found ? changed : one));
  store.all = { ...store.all, instances };
  return { ok: true, result: { DBInstance: instanceXml(changed, store.all) } };
}

function onCluster(call: Call, store: DatabaseStore, change: (cluster: Cluster) => Cluster): Answer {
  const id = call.params.get('DBClusterIdentifier')?.toLowerCase() ?? '';
  const found = store.all.clusters.find((one) => one.id === id && isHere(call, one));
  if (found === undefined) return fail('DBClusterNotFoundFault', `DBCluster ${id} not found.`, 404);
  const changed = change(found);
  const clusters = store.all.clusters.map((one) => (one === found ? changed : one));
  store.all = { ...store.all, clusters };
  return { ok: true, result: { DBCluster: clusterXml(changed) } };
}

function isHere(
  { identity, region }: Call,
  one: { readonly account: string; readonly region: string },
): boolean {
  return one.account === identity.account && one.region === region;
}
