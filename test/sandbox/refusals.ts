import type { CallFacts } from './faults.ts';
import { fail, type Answer } from './query-protocol.ts';

/** Services that speak AWS's JSON protocol 1.1. */
export const JSON_1_1: ReadonlySet<string> = new Set(['ecs', 'logs', 'ssm']);

/** AWS has been asked too much. */
export function throttled(service: string): Answer {
  if (service === 'dsql' || service === 'account') return fail('ThrottlingException', 'Rate exceeded', 429);
  return service === 'ec2'
    ? fail('RequestLimitExceeded', 'Request limit exceeded.', 503)
    : fail('Throttling', 'Rate exceeded');
}

/** Whoever asked may not, in each service's own words. */
export function denied(service: string, facts: CallFacts, arn: string): Answer {
  if (service === 'dsql' || service === 'account') {
    return fail('AccessDeniedException', `User: ${arn} is not authorized to perform: ${facts.action}`, 403);
  }
  if (service === 'ec2')
    return fail('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
  const kind: Record<string, string> = {
    'rds:DescribeDBInstances': 'db',
    'rds:DescribeDBClusters': 'cluster',
    'rds:DescribeDBClusterEndpoints': 'cluster-endpoint',
    'rds:DescribeGlobalClusters': 'global-cluster',
    'rds:DescribeDBProxies': 'db-proxy',
    'rds:DescribeDBProxyEndpoints': 'db-proxy-endpoint',
  };
  const resource =
    service === 'rds' ? `arn:aws:rds:${facts.region}:${facts.account}:${kind[facts.action] ?? 'db'}:*` : '*';
  return fail(
    JSON_1_1.has(service) ? 'AccessDeniedException' : 'AccessDenied',
    `User: ${arn} is not authorized to perform: ${facts.action} on resource: ${resource} because no ` +
      `identity-based policy allows the ${facts.action} action`,
    JSON_1_1.has(service) ? 400 : 403,
  );
}
