import { connectPolicy, type GrantedUsers, type PolicyDocument } from './document.ts';
import type { PolicyDatabase } from './database.ts';

/**
 * How long a policy may be, in characters that are no white space. The inline limits hold for all inline
 * policies of an identity together.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
export const MAX_POLICY_SIZE = { managed: 6_144, role: 10_240, group: 5_120, user: 2_048 } as const;

/** A policy's size as IAM counts it. */
export function policySize(document: PolicyDocument): number {
  return JSON.stringify(document).replaceAll(/\s/g, '').length;
}

/** Where a policy fits: as a managed policy, or inline where the identity has no other inline policy. */
export function fitsAs(document: PolicyDocument): readonly (keyof typeof MAX_POLICY_SIZE)[] {
  const size = policySize(document);
  return (['managed', 'role', 'group', 'user'] as const).filter((kind) => size <= MAX_POLICY_SIZE[kind]);
}

/**
 * The policies that let an identity connect as many users, as few as fit into the limit.
 *
 * @param databases at least one
 * @param limit of each, in characters that are no white space
 */
export function connectPolicies(
  databases: readonly PolicyDatabase[],
  users: GrantedUsers,
  limit: number = MAX_POLICY_SIZE.managed,
): readonly PolicyDocument[] {
  const whole = connectPolicy(databases, users);
  if (users.kind !== 'users' || users.names.length < 2 || policySize(whole) <= limit) return [whole];
  const policies: PolicyDocument[] = [];
  let names: readonly string[] = [];
  for (const name of users.names) {
    const more = [...names, name];
    const fits = policySize(connectPolicy(databases, { kind: 'users', names: more })) <= limit;
    if (!fits && names.length > 0) policies.push(connectPolicy(databases, { kind: 'users', names }));
    names = fits ? more : [name];
  }
  return [...policies, connectPolicy(databases, { kind: 'users', names })];
}
