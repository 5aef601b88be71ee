import { connectAction, connectArn, type PolicyDatabase } from './database.ts';
import type { PolicyDocument } from './document.ts';
import { evaluatePolicies } from './evaluate.ts';
import { hasWildcard, type PolicyContext } from './matching.ts';

/** Whom policies let an identity be on a database. */
export interface AllowedUsers {
  /** Users who are named, or whom a variable that is known names. */
  readonly users: readonly string[];
  /** Patterns of users, such as `*`: they let the identity be anyone whom they cover. */
  readonly wildcards: readonly string[];
}

/**
 * Whom policies let an identity be on a database. Aurora DSQL's policies name nobody.
 *
 * @param context values of variables by name, in lower case
 */
export function allowedUsers(
  documents: readonly PolicyDocument[],
  database: PolicyDatabase,
  context: PolicyContext = new Map(),
): AllowedUsers {
  const named = documents
    .flatMap(({ Statement }) => Statement)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Resource }) => Resource ?? [])
    .flatMap((resource) => (resource === '*' ? '*' : (userPart(resource) ?? [])));
  const isAllowed = (user: string): boolean =>
    evaluatePolicies(documents, {
      action: connectAction(database, user),
      resource: connectArn(database, user),
      context,
    }) === 'allowed';
  const [patterns, literals] = [named.filter(hasWildcard), named.filter((user) => !hasWildcard(user))];
  const users = literals.map((user) => spelled(user, context)).filter((user) => isAllowed(user));
  return {
    users: [...new Set(users)].toSorted(),
    // a name that nobody has: what allows it allows more than names
    wildcards: [...new Set(patterns)].filter((pattern) => isAllowed(exampleOf(pattern))).toSorted(),
  };
}

/** What follows the slash in `dbuser:ID/USER`; a pattern that ends before covers every user. */
function userPart(resource: string): string | null {
  const [, part] = /:dbuser:(?:\$\{[^}]*\}|[^/])*\/(.+)$/s.exec(resource) ?? [];
  if (part !== undefined) return part;
  return /^arn:[^:]*:rds-db:[^:]*:[^:]*:.*\*$/s.test(resource) ? '*' : null;
}

/** The name with its variables filled in: `${*}` is a star, and what is not known stays. */
function spelled(user: string, context: PolicyContext): string {
  return user.replaceAll(/\$\{([^}]*)\}/g, (whole, name: string) =>
    /^[*?$]$/.test(name) ? name : (context.get(name.toLowerCase()) ?? whole),
  );
}

function exampleOf(pattern: string): string {
  return pattern.replaceAll('*', 'latchkey').replaceAll('?', 'x');
}
