import { holds } from './condition.ts';
import type { Document, Statement } from './document.ts';
import { covers, coversArn, type Context, type Missing } from './pattern.ts';

/** What IAM is asked. */
export interface IamRequest {
  readonly action: string;
  /** The exact ARN, or `*` for an action on nothing in particular. */
  readonly resource: string;
  readonly context: Context;
}

/** A policy with what it is called in an answer of the simulator's. */
export interface NamedDocument {
  readonly id: string;
  readonly document: Document;
}

/** All that has a say in what an identity may do. */
export interface Policies {
  readonly own: readonly NamedDocument[];
  /** Null where there is no permissions boundary. */
  readonly boundary: Document | null;
  /** The organization's; null where there is no organization. */
  readonly organization: readonly Document[] | null;
  /** The one that a session was made with; null where there is none. */
  readonly session: Document | null;
}

/** What IAM decides, in its own words. */
export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** A decision, and why. */
export interface Evaluation {
  readonly decision: Decision;
  /** The identity's own policies whose statements decided. */
  readonly matched: readonly NamedDocument[];
  /** Keys that the identity's own policies ask for and the request does not have. */
  readonly missing: readonly string[];
  /** Null where there is no boundary. */
  readonly allowedByBoundary: boolean | null;
  /** Null where there is no organization. */
  readonly allowedByOrganization: boolean | null;
}

/**
 * Decides as IAM does within one account: a denial anywhere wins; else one of the identity's own policies must allow
 * it, and the boundary, the organization and the session's policy must too, where there are any.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function evaluate(policies: Policies, request: IamRequest): Evaluation {
  const missing: Missing = new Set();
  const unheard: Missing = new Set();
  const about = (effect: 'Allow' | 'Deny'): readonly NamedDocument[] =>
    policies.own.filter(({ document }) => says(document, effect, request, missing));
  const [denials, allowances] = [about('Deny'), about('Allow')];
  const others = [
    policies.boundary === null ? null : [policies.boundary],
    policies.organization,
    policies.session === null ? null : [policies.session],
  ].map((documents) => (documents === null ? null : layer(documents, request, unheard)));
  const decision =
    denials.length > 0 || others.includes('explicitDeny')
      ? 'explicitDeny'
      : allowances.length === 0 || others.includes('implicitDeny')
        ? 'implicitDeny'
        : 'allowed';
  const [boundary = null, organization = null] = others;
  return {
    decision,
    matched: denials.length > 0 ? denials : decision === 'allowed' ? allowances : [],
    missing: [...missing],
    allowedByBoundary: boundary === null ? null : boundary === 'allowed',
    allowedByOrganization: organization === null ? null : organization === 'allowed',
  };
}

/** What some policies decide by themselves. */
function layer(documents: readonly Document[], request: IamRequest, missing: Missing): Decision {
  if (documents.some((one) => says(one, 'Deny', request, missing))) return 'explicitDeny';
  return documents.some((one) => says(one, 'Allow', request, missing)) ? 'allowed' : 'implicitDeny';
}

function says(
  { statements, hasVariables }: Document,
  effect: 'Allow' | 'Deny',
  request: IamRequest,
  missing: Missing,
): boolean {
  return statements.some(
    (statement) => statement.Effect === effect && applies(statement, hasVariables, request, missing),
  );
}

function applies(
  statement: Statement,
  hasVariables: boolean,
  { action, resource, context }: IamRequest,
  missing: Missing,
): boolean {
  const { Action, NotAction, Resource, NotResource } = statement;
  const isAction = (pattern: string): boolean =>
    covers(pattern.toLowerCase(), action.toLowerCase(), null, missing);
  const isResource = (pattern: string): boolean =>
    coversArn(pattern, resource, hasVariables ? context : null, missing);
  return (
    (Action?.some(isAction) ?? true) &&
    !(NotAction?.some(isAction) ?? false) &&
    (Resource?.some(isResource) ?? true) &&
    !(NotResource?.some(isResource) ?? false) &&
    holds(statement, context, hasVariables, missing)
  );
}
