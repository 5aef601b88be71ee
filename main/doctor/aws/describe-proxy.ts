import type { DBProxy } from '@aws-sdk/client-rds';
import type { DescriptionSeen } from '../../../app/doctor/observations.ts';
import type { DatabaseFacts, Subject } from '../../../app/doctor/subject.ts';
import { takesTokens } from '../../endpoints/descriptions.ts';
import { addressOf, placeOf } from './describe-database.ts';
import type { RdsCalls } from './rds-calls.ts';

/**
 * What RDS says of a proxy. Policies name it by the last part of its ARN.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-connecting.html
 */
export async function proxyFacts(rds: RdsCalls, name: string, subject: Subject): Promise<DescriptionSeen> {
  const proxy = await rds.proxy(name);
  if (proxy === null) return { state: 'missing' };
  const { DBProxyArn, Endpoint, Status, VpcSecurityGroupIds } = proxy;
  const iam = takesTokens(proxy);
  return {
    state: 'found',
    facts: {
      kind: 'proxy',
      ...placeOf(DBProxyArn, subject),
      iam,
      iamPending: false,
      resourceId: DBProxyArn?.split(':').at(-1) ?? null,
      clusterResourceId: null,
      identifier: name,
      names: [name, ...(Endpoint === undefined ? [] : [Endpoint])],
      instanceIds: [],
      formerIds: subject.known?.formerIds ?? [],
      // its further endpoints are hosts of their own, on the same port
      address: addressOf(Endpoint === undefined ? undefined : subject.address.host, subject.address.port),
      status: Status ?? '',
      masterUser: null,
      // proxies have private addresses only
      isPublic: false,
      proxy: { takesTokens: iam, hasSecret: hasSecret(proxy, subject) },
      securityGroups: VpcSecurityGroupIds ?? [],
      pendingChanges: [],
    },
  };
}

/** Whether the proxy logs in to its database with IAM itself, and needs no secret. */
function signsIn({ DefaultAuthScheme }: DBProxy): boolean {
  return DefaultAuthScheme === 'IAM_AUTH';
}

/** Null where RDS does not say for whom its secrets are. */
function hasSecret(
  proxy: DBProxy,
  { dbUser }: Pick<Subject, 'dbUser'>,
): NonNullable<DatabaseFacts['proxy']>['hasSecret'] {
  const names = (proxy.Auth ?? []).map(({ UserName }) => UserName);
  if (signsIn(proxy) || names.includes(dbUser)) return true;
  return names.some((name) => name === undefined || name === '') ? null : false;
}
