import type { DiscoveryCall } from './model.ts';
import { iamActionsOf } from './names.ts';

/**
 * The policy that allows what a profile was not allowed to list. These calls list whatever there is, so no resource can
 * be named: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
 */
export function listPolicy(calls: readonly DiscoveryCall[]): string {
  const actions = [...new Set(calls.flatMap(iamActionsOf))].toSorted();
  const statement = { Sid: 'ListDatabases', Effect: 'Allow', Action: actions, Resource: '*' };
  return `${JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)}\n`;
}
