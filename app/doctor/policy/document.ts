import { z } from 'zod';
import { DSQL_ADMIN } from '../../tokens/model.ts';
import { connectAction, connectArn, literalUser, type PolicyDatabase } from './database.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]);

/** A statement of an identity's policy. What else it has is kept. */
export const policyStatement = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: z
    .record(z.string(), z.record(z.string(), z.union([oneOrMore, z.boolean(), z.number()])))
    .optional(),
});

/** A statement of an identity's policy. */
export type PolicyStatement = z.infer<typeof policyStatement>;

/**
 * A policy of an identity.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const policyDocument = z.looseObject({
  Version: z.string().optional(),
  Statement: z.union([policyStatement, z.array(policyStatement)]),
});

/** A policy of an identity, its statements always as a list. */
export interface PolicyDocument {
  readonly Version?: string | undefined;
  readonly Statement: readonly PolicyStatement[];
}

/** The version whose policies have variables. */
export const POLICY_VERSION = '2012-10-17';

/** Whom a policy lets an identity log in as. */
export type GrantedUsers =
  | { readonly kind: 'users'; readonly names: readonly string[] }
  /** The user that the identity's tag of this key names. */
  | { readonly kind: 'tag'; readonly key: string }
  /** The user that is called as the IAM user is. */
  | { readonly kind: 'iam-user-name' }
  | { readonly kind: 'anyone' };

/**
 * The policy that lets an identity connect, and nothing else.
 *
 * @param databases at least one
 */
export function connectPolicy(databases: readonly PolicyDatabase[], users: GrantedUsers): PolicyDocument {
  const resources = new Map<string, string[]>();
  for (const database of databases) {
    for (const user of patternsOf(users)) {
      const action = connectAction(database, user);
      const arns = resources.get(action) ?? [];
      const arn = connectArn(database, user);
      if (!arns.includes(arn)) resources.set(action, [...arns, arn]);
    }
  }
  return {
    Version: POLICY_VERSION,
    Statement: [...resources].map(([action, arns]) => ({
      Effect: 'Allow',
      Action: action,
      Resource: arns.length === 1 ? (arns[0] ?? []) : arns,
    })),
  };
}

/** The users as the last part of an ARN. */
function patternsOf(users: GrantedUsers): readonly string[] {
  switch (users.kind) {
    case 'users':
      return users.names.map(literalUser);
    case 'tag':
      return [`\${aws:PrincipalTag/${users.key}}`];
    case 'iam-user-name':
      return ['${aws:username}'];
    case 'anyone':
      return ['*'];
  }
}

/** What is to be known of a policy before it is given to somebody. */
export interface PolicyNote {
  readonly code: 'anyone' | 'iam-users-only' | 'variable-untested' | 'dsql-roles';
  readonly message: string;
}

/** What is to be known of a policy before it is given to somebody. */
export function notesOn(databases: readonly PolicyDatabase[], users: GrantedUsers): readonly PolicyNote[] {
  const notes: PolicyNote[] = [];
  if (users.kind === 'anyone') {
    const message = 'This lets the identity log in as anyone here, administrators of the database included.';
    notes.push({ code: 'anyone', message });
  }
  if (users.kind === 'iam-user-name') {
    const message = 'Only IAM users have aws:username: roles and Identity Center users match nothing here.';
    notes.push({ code: 'iam-users-only', message });
  }
  if (users.kind === 'iam-user-name' || users.kind === 'tag') {
    const message = 'AWS shows no rds-db policy with this variable. Try it before you rely on it.';
    notes.push({ code: 'variable-untested', message });
  }
  const isForAdmin = users.kind === 'users' && users.names.every((name) => name === DSQL_ADMIN);
  if (databases.some(({ service }) => service === 'dsql') && !isForAdmin) {
    const message = 'In Aurora DSQL a policy names no user: AWS IAM GRANT in the database says who is whom.';
    notes.push({ code: 'dsql-roles', message });
  }
  return notes;
}
