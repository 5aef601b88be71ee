import {
  addressOf,
  checkedTags,
  line,
  lineOrNull,
  MAX_ARN,
  MAX_NAME,
  MAX_RESOURCE_ID,
  MAX_WORD,
} from './checked-descriptions.ts';
import { endpointIdOf, familyOf, regionCode, type Endpoint } from './model.ts';
import { placeOf, regionOfArn } from './place.ts';
import type { DescribedGlobalCluster, ScanScope } from './ports.ts';

/**
 * Adds what global clusters say to a region's endpoints: which cluster is the primary one, and the global writer
 * endpoint, wherever a cluster of it is in this region. RDS lists a global cluster in all of its regions; the writer
 * endpoint has the same ID in each.
 *
 * Tokens for the writer endpoint are signed for the region of the primary cluster, which moves at a switchover or
 * failover, and a policy names the primary cluster. A global cluster has neither port nor IAM setting of its own: those
 * of its cluster in this region are taken, and the primary's resource ID is known only in its own region.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-connecting.html
 * `docs/…/GlobalDatabases.md` and the GDB region look-up of aws/aws-advanced-jdbc-wrapper
 *
 * @param found the region's other endpoints
 */
export function withGlobalClusters(
  scope: ScanScope,
  found: readonly Endpoint[],
  globals: readonly DescribedGlobalCluster[],
): Endpoint[] {
  const primaryOf = new Map<string, string>();
  const made: Endpoint[] = [];
  for (const global of globals) {
    const name = line(global.identifier, MAX_NAME);
    const primary = global.members.find(({ writer }) => writer)?.arn ?? null;
    if (primary !== null) primaryOf.set(name, primary);
    const arns = new Set(global.members.map(({ arn }) => arn));
    const local = found.find(({ arn, role }) => role === 'writer' && arns.has(arn));
    const isHere = global.members.some(({ arn }) => regionOfArn(arn) === scope.region);
    if (isHere) made.push(globalWriter(scope, global, { name, primary, local: local ?? null }));
  }
  const known = found.map((one) =>
    one.global === null
      ? one
      : { ...one, global: { ...one.global, primary: primaryOf.get(one.global.name) === one.arn } },
  );
  return [...known, ...made];
}

interface GlobalPlace {
  readonly name: string;
  /** The primary cluster's ARN. */
  readonly primary: string | null;
  /** The writer endpoint of the global cluster's cluster in this region; null where it may not be seen. */
  readonly local: Endpoint | null;
}

function globalWriter(
  scope: ScanScope,
  cluster: DescribedGlobalCluster,
  { name, primary, local }: GlobalPlace,
): Endpoint {
  const engine = line(cluster.engine, MAX_WORD);
  const family = familyOf(engine);
  const port = local?.address?.port ?? (family === 'postgres' ? 5432 : 3306);
  const address = addressOf(cluster.host, port);
  const tags = checkedTags(cluster.tags);
  const arn = line(cluster.arn, MAX_ARN);
  const primaryRegion = regionCode.safeParse(regionOfArn(primary ?? '')).data;
  const isPrimaryHere = local !== null && local.arn === primary;
  return {
    ...scope,
    region: primaryRegion ?? scope.region,
    ...placeOf(arn, scope.region),
    arn,
    id: endpointIdOf(scope, `${name}/global`, address),
    name,
    parent: name,
    kind: 'global-cluster',
    role: 'writer',
    engine,
    family,
    engineVersion: line(cluster.engineVersion, MAX_WORD),
    instanceClass: null,
    address,
    resourceId: line(cluster.resourceId, MAX_RESOURCE_ID),
    policyResourceId: isPrimaryHere ? local.policyResourceId : null,
    formerIds: [],
    // where no cluster of it may be seen, only trying can tell
    iam: family === null ? 'unsupported' : (local?.iam ?? 'on'),
    status: line(cluster.status, MAX_WORD),
    pending: [],
    publiclyAccessible: isPrimaryHere ? local.publiclyAccessible : null,
    vpc: null,
    ca: isPrimaryHere ? local.ca : null,
    tlsForced: isPrimaryHere ? local.tlsForced : null,
    capacity: null,
    global: { name, primary: true },
    tags,
    defaultDatabase: lineOrNull(cluster.database, MAX_NAME),
    members: [],
    lastSeenAt: null,
    environment: null,
  };
}
