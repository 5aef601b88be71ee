import {
  addressOf,
  line,
  lineOrNull,
  MAX_ARN,
  MAX_NAME,
  MAX_RESOURCE_ID,
  MAX_WORD,
} from './checked-descriptions.ts';
import { endpointIdOf, familyOf, type Endpoint } from './model.ts';
import { placeOf } from './place.ts';
import type { DescribedProxy, DescribedProxyEndpoint, ScanScope } from './ports.ts';

/** The engine that a proxy speaks as, and its port: proxies have no port of their own to choose. */
const ENGINES: Readonly<Record<string, { readonly engine: string; readonly port: number }>> = {
  POSTGRESQL: { engine: 'postgres', port: 5432 },
  MYSQL: { engine: 'mysql', port: 3306 },
  SQLSERVER: { engine: 'sqlserver', port: 1433 },
};

/**
 * Turns RDS Proxies into endpoints: the default one, and all further ones. Where the further ones may not be listed,
 * the default one is still there. An endpoint of a proxy that is not described (that call may be denied) is left out:
 * neither its engine nor its IAM requirement is known.
 *
 * - A policy names the proxy, by the last part of its ARN (`prx-…`), for all of its endpoints.
 * - Proxies have private addresses only, and certificates of AWS Certificate Manager.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-connecting.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-endpoints.html
 */
export function endpointsFromProxies(
  scope: ScanScope,
  proxies: readonly DescribedProxy[],
  further: readonly DescribedProxyEndpoint[],
): Endpoint[] {
  return proxies.flatMap((proxy) => {
    const own = further.filter((one) => one.proxy === proxy.name && !one.isDefault);
    return [
      proxyEndpoint(scope, proxy, { ...proxy, readOnly: false }),
      ...own.map((one) => proxyEndpoint(scope, proxy, one)),
    ];
  });
}

function proxyEndpoint(
  scope: ScanScope,
  proxy: DescribedProxy,
  at: Pick<DescribedProxyEndpoint, 'name' | 'host' | 'status' | 'vpc' | 'readOnly'>,
): Endpoint {
  const { engine, port } = ENGINES[proxy.engineFamily] ?? {
    engine: line(proxy.engineFamily, MAX_WORD),
    port: null,
  };
  const family = familyOf(engine);
  const address = addressOf(at.host, port);
  const [name, parent] = [line(at.name, MAX_NAME), line(proxy.name, MAX_NAME)];
  const resourceId = line(proxy.arn.split(':').at(-1) ?? '', MAX_RESOURCE_ID);
  const arn = line(proxy.arn, MAX_ARN);
  return {
    ...scope,
    ...placeOf(arn, scope.region),
    arn,
    id: endpointIdOf(scope, `${parent}/proxy/${name}`, address),
    name,
    parent,
    kind: 'proxy',
    role: at.readOnly ? 'reader' : 'writer',
    engine,
    family,
    engineVersion: '',
    instanceClass: null,
    address,
    resourceId,
    policyResourceId: resourceId === '' ? null : resourceId,
    formerIds: [],
    iam: family === null ? 'unsupported' : proxy.iam ? 'on' : 'off',
    status: line(at.status, MAX_WORD),
    pending: [],
    publiclyAccessible: false,
    vpc: lineOrNull(at.vpc ?? proxy.vpc, MAX_WORD),
    ca: null,
    tlsForced: proxy.requiresTls,
    capacity: null,
    global: null,
    tags: {},
    defaultDatabase: null,
    members: [],
    lastSeenAt: null,
    environment: null,
  };
}
