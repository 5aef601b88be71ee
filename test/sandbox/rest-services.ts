import type { Databases, DsqlCluster } from './databases.ts';
import { fail, type Answer, type Call } from './query-protocol.ts';
import type { SignedRequest } from './request-signature.ts';
import type { XmlObject } from './xml.ts';

/** Services of AWS's REST protocol, which name what is called by method and path. */
const ROUTES: ReadonlyArray<readonly [service: string, method: string, path: RegExp, action: string]> = [
  ['dsql', 'GET', /^\/cluster$/, 'ListClusters'],
  ['dsql', 'GET', /^\/cluster\/(?<identifier>[^/]+)$/, 'GetCluster'],
  ['account', 'POST', /^\/listRegions$/, 'ListRegions'],
];

/** Which call a request of one of these services is, with what it is told; null for other services. */
export function restCallOf(
  service: string,
  request: SignedRequest,
  body: string,
): { readonly action: string; readonly params: ReadonlyMap<string, string>; readonly json: unknown } | null {
  if (!ROUTES.some(([of]) => of === service)) return null;
  const [path = '/', query = ''] = request.target.split('?', 2);
  for (const [of, method, pattern, action] of ROUTES) {
    const match = of === service && method === request.method ? pattern.exec(decodeURIComponent(path)) : null;
    if (match === null) continue;
    const params = new Map([...new URLSearchParams(query), ...Object.entries(match.groups ?? {})]);
    return { action, params, json: body === '' ? {} : JSON.parse(body) };
  }
  return { action: `${request.method} ${path}`, params: new Map(), json: {} };
}

/**
 * Answers Aurora DSQL's reads.
 * https://docs.aws.amazon.com/aurora-dsql/latest/APIReference/API_GetCluster.html
 */
export function dsqlApi({ action, params, identity, region }: Call, { dsql }: Databases): Answer {
  const here = dsql.filter((one) => one.account === identity.account && one.region === region);
  switch (action) {
    case 'ListClusters': {
      const size = Number(params.get('max-results') ?? '100');
      const start = Number(Buffer.from(params.get('next-token') ?? '', 'base64url').toString() || '0');
      if (!Number.isInteger(size) || size < 1 || size > 100 || !Number.isInteger(start) || start < 0) {
        return fail('ValidationException', 'The request parameters are not valid.');
      }
      const clusters = here
        .slice(start, start + size)
        .map((one): XmlObject => ({ identifier: one.id, arn: clusterArn(one) }));
      const next =
        start + size < here.length ? Buffer.from(String(start + size)).toString('base64url') : undefined;
      return { ok: true, result: { clusters, ...(next === undefined ? {} : { nextToken: next }) } };
    }
    case 'GetCluster': {
      const found = here.find(({ id }) => id === params.get('identifier'));
      if (found === undefined) return fail('ResourceNotFoundException', 'Cluster not found.', 404);
      return {
        ok: true,
        result: {
          identifier: found.id,
          arn: clusterArn(found),
          status: found.status,
          creationTime: new Date('2025-06-01T08:00:00Z'),
          deletionProtectionEnabled: true,
          tags: { ...found.tags },
          endpoint: found.host,
        },
      };
    }
    default:
      return fail('ValidationException', `Aurora DSQL has no call ${action}.`, 404);
  }
}

/**
 * Answers `account:ListRegions`: the regions that an account has enabled, and one that it has not.
 * https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html
 */
export function accountApi({ action, json }: Call, regions: readonly string[]): Answer {
  if (action !== 'ListRegions') return fail('ValidationException', `AWS Account has no call ${action}.`, 404);
  const wanted = wantedStatuses(json);
  const all = [
    ...regions.map((name) => ({ RegionName: name, RegionOptStatus: 'ENABLED_BY_DEFAULT' })),
    { RegionName: 'ap-east-1', RegionOptStatus: 'DISABLED' },
  ];
  return {
    ok: true,
    result: {
      Regions: all.filter(({ RegionOptStatus }) => wanted === null || wanted.includes(RegionOptStatus)),
    },
  };
}

function wantedStatuses(json: unknown): readonly string[] | null {
  const given: unknown =
    typeof json === 'object' && json !== null ? Reflect.get(json, 'RegionOptStatusContains') : undefined;
  return Array.isArray(given) ? given.map(String) : null;
}

function clusterArn({ region, account, id }: DsqlCluster): string {
  return `arn:aws:dsql:${region}:${account}:cluster/${id}`;
}
