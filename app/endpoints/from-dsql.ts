import { addressOf, checkedTags, line, MAX_ARN, MAX_RESOURCE_ID, MAX_WORD } from './checked-descriptions.ts';
import { endpointIdOf, type Endpoint } from './model.ts';
import { placeOf } from './place.ts';
import type { DescribedDsqlCluster, ScanScope } from './ports.ts';

/**
 * What every cluster of Aurora DSQL has: PostgreSQL's protocol on its usual port, one database, IAM as the only way in,
 * and no connection without TLS.
 * https://docs.aws.amazon.com/aurora-dsql/latest/userguide/accessing.html
 */
const PORT = 5432;
const DATABASE = 'postgres';

/**
 * Statuses in which a cluster answers, by AWS's words for RDS: the window knows these. `IDLE` and `INACTIVE` ones wake up
 * when a client connects.
 * https://docs.aws.amazon.com/aurora-dsql/latest/userguide/cluster-status.html
 */
const STATUSES: Readonly<Record<string, string>> = { ACTIVE: 'available', UPDATING: 'modifying' };

/**
 * Turns a cluster of Aurora DSQL into its endpoint. Its identifier is random letters, so it is called by its `Name` tag
 * where it has one.
 */
export function endpointFromDsql(scope: ScanScope, cluster: DescribedDsqlCluster): Endpoint {
  const identifier = line(cluster.identifier, MAX_RESOURCE_ID);
  const tags = checkedTags(cluster.tags);
  const address = addressOf(cluster.host, PORT);
  const arn = line(cluster.arn, MAX_ARN);
  const named = tags['Name'] ?? '';
  const status = line(cluster.status, MAX_WORD);
  return {
    ...scope,
    ...placeOf(arn, scope.region),
    arn,
    id: endpointIdOf(scope, `${identifier}/dsql`, address),
    name: named === '' ? identifier : named,
    parent: identifier,
    kind: 'dsql',
    role: 'writer',
    engine: 'aurora-dsql',
    family: 'postgres',
    engineVersion: '',
    instanceClass: null,
    address,
    resourceId: identifier,
    policyResourceId: identifier === '' ? null : identifier,
    formerIds: [],
    iam: 'on',
    status: STATUSES[status] ?? status.toLowerCase().replaceAll('_', '-'),
    pending: [],
    publiclyAccessible: null,
    vpc: null,
    ca: null,
    tlsForced: true,
    capacity: null,
    global: null,
    tags,
    defaultDatabase: DATABASE,
    members: [],
    lastSeenAt: null,
    environment: null,
  };
}
