import { DEMO_DSQL, DEMO_PLACE, DEMO_PROXY } from './account.ts';
import type { Authority } from './certificates.ts';
import type { Databases } from './databases.ts';
import type { Identity } from './identity.ts';
import type { Postgres } from './postgres.ts';
import { verifyToken, type Expected, type RefusalReason, type Verdict } from './token-verifier.ts';

/** A database that answers under a name which leads nowhere on this machine: its port here has to be dialled. */
export interface DemoFront {
  /** The database host, which is in the certificate, in tokens and in SNI. */
  readonly host: string;
  readonly port: number;
  /** Where the socket goes. */
  readonly connectAddress: { readonly host: 'localhost'; readonly port: number };
  readonly region: string;
  readonly account: string;
  /** What a policy names. */
  readonly resourceId: string;
}

/** What the fronts are opened with. */
interface FrontPorts {
  readonly postgres: Postgres;
  readonly authority: Authority;
  readonly databases: Databases;
  readonly now: () => number;
  readonly find: (accessKeyId: string) => Identity | undefined;
  readonly onRefused: (reason: RefusalReason) => void;
}

const PORT = 5432;

/**
 * Opens the embedded PostgreSQL as a cluster of Aurora DSQL, which insists on SNI and takes its own kind of token, and as
 * an RDS Proxy, whose tokens are checked for the proxy's own resource ID.
 */
export async function openFronts(
  ports: FrontPorts,
): Promise<{ readonly dsql: DemoFront; readonly proxy: DemoFront }> {
  const dsql = ports.databases.dsql.find(({ tags }) => tags['Name'] === DEMO_DSQL);
  const proxy = ports.databases.proxies.find(({ name }) => name === DEMO_PROXY);
  if (dsql === undefined || proxy === undefined) throw new Error('The sandbox has lost its demo databases.');
  return {
    dsql: await open(ports, { host: dsql.host, resourceId: dsql.id, service: 'dsql' }),
    proxy: await open(ports, { host: proxy.host, resourceId: proxy.resourceId, service: 'rds-db' }),
  };
}

async function open(
  { postgres, authority, now, find, onRefused }: FrontPorts,
  of: Pick<Expected, 'host' | 'resourceId'> & { readonly service: 'rds-db' | 'dsql' },
): Promise<DemoFront> {
  const { host, resourceId, service } = of;
  const check = (user: string, token: string): Verdict => {
    const at = { ...DEMO_PLACE, host, port: PORT, resourceId, service };
    const verdict = verifyToken(token, { ...at, user, now: now(), identities: find });
    if (!verdict.ok) onRefused(verdict.reason);
    return verdict;
  };
  const front = await postgres.open({
    certificate: authority.issue([host]),
    check,
    isIamUser: () => true,
    ...(service === 'dsql' ? { serverName: host } : {}),
  });
  return {
    host,
    port: PORT,
    connectAddress: { host: 'localhost', port: front.port },
    ...DEMO_PLACE,
    resourceId,
  };
}
