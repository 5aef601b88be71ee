import { conditionHolds } from './condition.ts';
import type { PolicyDocument, PolicyStatement } from './document.ts';
import { anyOf, matches, resourceMatches, type Maybe, type PolicyContext } from './matching.ts';

/** A question to IAM: may this be done with that? */
export interface PolicyQuestion {
  readonly action: string;
  /** The exact ARN. */
  readonly resource: string;
  /** Values of variables by name, in lower case. */
  readonly context?: PolicyContext;
}

/** `unknown`: it depends on a condition or a variable that is not known here. */
export type PolicyDecision = 'allowed' | 'denied' | 'not-allowed' | 'unknown';

/**
 * What an identity's policies say, as IAM decides within an account: a denial wins, and what nothing allows is
 * not allowed. Boundaries, session policies and the organization's policies are not looked at.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
 */
export function evaluatePolicies(
  documents: readonly PolicyDocument[],
  question: PolicyQuestion,
): PolicyDecision {
  const statements = documents.flatMap(({ Statement }) => Statement);
  const effect = (wanted: 'Allow' | 'Deny'): Maybe => {
    const found = statements
      .filter(({ Effect }) => Effect === wanted)
      .map((statement) => applies(statement, question));
    return found.includes(true) ? true : found.includes(null) ? null : false;
  };
  const [denied, allowed] = [effect('Deny'), effect('Allow')];
  if (denied === true) return 'denied';
  if (allowed === false) return 'not-allowed';
  return allowed === true && denied === false ? 'allowed' : 'unknown';
}

/** Whether a statement is about what is asked, and its condition holds. */
export function applies(statement: PolicyStatement, { action, resource, context }: PolicyQuestion): Maybe {
  const { Action, NotAction, Resource, NotResource } = statement;
  const isAction = (pattern: string): Maybe => matches(pattern.toLowerCase(), action.toLowerCase());
  const isResource = (pattern: string): Maybe => resourceMatches(pattern, resource, context);
  const parts = [
    Action === undefined ? not(anyOf([NotAction ?? '*'].flat(), isAction)) : anyOf([Action].flat(), isAction),
    Resource === undefined
      ? not(anyOf([NotResource ?? '*'].flat(), isResource))
      : anyOf([Resource].flat(), isResource),
    conditionHolds(statement),
  ];
  return parts.includes(false) ? false : parts.includes(null) ? null : true;
}

function not(maybe: Maybe): Maybe {
  return maybe === null ? null : !maybe;
}
