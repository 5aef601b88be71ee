import { parseArn } from '../arn.ts';
import type { PolicyContext } from './matching.ts';

/** Who signs: to whom a policy is given. */
export type Principal =
  | { readonly kind: 'user'; readonly name: string; readonly account: string }
  | { readonly kind: 'role'; readonly name: string; readonly account: string }
  /** A role that IAM Identity Center made of a permission set: it is changed there only. */
  | {
      readonly kind: 'permission-set';
      readonly name: string;
      readonly role: string;
      readonly account: string;
    }
  | { readonly kind: 'root'; readonly account: string }
  /** A session of GetFederationToken: it has the policies of the user who made it, and one of its own. */
  | { readonly kind: 'federated'; readonly name: string; readonly account: string };

/**
 * Who an ARN of STS GetCallerIdentity is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 *
 * @returns null for an ARN of none of these kinds
 */
export function principalOf(arn: string): Principal | null {
  const parts = parseArn(arn);
  if (parts === null) return null;
  const { account } = parts;
  const [word, ...path] = parts.resource.split('/');
  const last = path.at(-1) ?? '';
  switch (word) {
    case 'root':
      return path.length === 0 ? { kind: 'root', account } : null;
    case 'user':
      return last === '' ? null : { kind: 'user', name: last, account };
    case 'federated-user':
      return last === '' ? null : { kind: 'federated', name: last, account };
    case 'role':
      return last === '' ? null : roleOf(last, account);
    // arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION: the role's path is lost
    case 'assumed-role':
      return path[0] === undefined || path[0] === '' ? null : roleOf(path[0], account);
    default:
      return null;
  }
}

/**
 * Identity Center's roles: AWSReservedSSO_, the permission set, 16 hexadecimal digits.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
function roleOf(role: string, account: string): Principal {
  const [, name] = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role) ?? [];
  return name === undefined
    ? { kind: 'role', name: role, account }
    : { kind: 'permission-set', name, role, account };
}

/** A principal in words: `role DatabaseReader`. */
export function principalInWords(principal: Principal): string {
  switch (principal.kind) {
    case 'root':
      return `the root user of account ${principal.account}`;
    case 'federated':
      return `federated user ${principal.name}`;
    case 'permission-set':
      return `permission set ${principal.name}`;
    default:
      return `${principal.kind} ${principal.name}`;
  }
}

/**
 * The variables of a policy that an identity's ARN tells.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function policyContextOf(arn: string | null): PolicyContext {
  const principal = arn === null ? null : principalOf(arn);
  if (principal === null) return new Map();
  const account = ['aws:principalaccount', principal.account] as const;
  return new Map(principal.kind === 'user' ? [account, ['aws:username', principal.name]] : [account]);
}
