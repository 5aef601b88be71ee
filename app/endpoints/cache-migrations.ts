import { z } from 'zod';
import type { Migrations } from '../common/migrations.ts';
import { partitionOfRegion } from './partition.ts';

const scans = z.array(z.looseObject({ endpoints: z.array(z.looseObject({})) }));
const before = z.looseObject({
  region: z.string(),
  name: z.string(),
  role: z.string(),
  engine: z.string(),
  resourceId: z.string(),
  members: z.array(z.looseObject({})),
});

/** What version 1 did not know of an endpoint; the next scan says it. */
function withKinds(given: unknown): unknown {
  const known = before.parse(given);
  const { role, engine, resourceId } = known;
  const isOfCluster = role === 'writer' || role === 'reader' || role === 'custom' || role === 'member';
  const kind = engine.startsWith('aurora') ? 'cluster' : 'multi-az-cluster';
  return {
    arn: '',
    parent: null,
    kind: isOfCluster ? kind : 'instance',
    partition: partitionOfRegion(known.region),
    policyResourceId: role === 'member' ? null : resourceId,
    pending: [],
    publiclyAccessible: null,
    vpc: null,
    ca: null,
    tlsForced: null,
    capacity: null,
    global: null,
    tags: {},
    ...known,
    members: known.members.map((member) => ({
      address: null,
      resourceId: null,
      instanceClass: null,
      status: null,
      ...member,
    })),
  };
}

/** The steps of `endpoint-cache.json`. */
export const endpointCacheMigrations: Migrations = [
  (data) => scans.parse(data).map((scan) => ({ ...scan, endpoints: scan.endpoints.map(withKinds) })),
];
