import { z } from 'zod';
import { isOperator } from './condition.ts';

const oneOrMore = z
  .union([z.string(), z.array(z.string()).min(1)])
  .transform((value): readonly string[] => [value].flat());

const conditionValues = z
  .union([z.string(), z.boolean(), z.number(), z.array(z.union([z.string(), z.boolean(), z.number()]))])
  .transform((value): readonly string[] => [value].flat().map(String));

/** An ARN as IAM wants it in a policy: six parts. */
const RESOURCE = /^(?:\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:.+)$/s;

const statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Action: oneOrMore.optional(),
    NotAction: oneOrMore.optional(),
    Resource: oneOrMore.optional(),
    NotResource: oneOrMore.optional(),
    Condition: z.record(z.string().refine(isOperator), z.record(z.string(), conditionValues)).optional(),
  })
  .refine(({ Action, NotAction }) => (Action === undefined) !== (NotAction === undefined))
  .refine(({ Resource, NotResource }) => (Resource === undefined) !== (NotResource === undefined))
  .refine(({ Action, NotAction }) =>
    [...(Action ?? []), ...(NotAction ?? [])].every((one) => /^(?:\*|[\w*?-]+:[\w*?]+)$/.test(one)),
  );

const document = z.strictObject({
  Version: z.enum(['2008-10-17', '2012-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement).min(1)]),
});

/** A statement of a policy; what may be one or a list is a list. */
export type Statement = z.infer<typeof statement>;

/** A policy of an identity, as IAM has understood it. */
export interface Document {
  /** Only the newer version has variables. */
  readonly hasVariables: boolean;
  readonly statements: readonly Statement[];
}

/**
 * Reads a policy as IAM does when it is put. Written apart from the application's own reader, so that one can judge
 * the other.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 *
 * @returns the document, or what IAM says is wrong with it
 */
export function readDocument(
  text: string,
): { readonly ok: true; readonly document: Document } | { readonly ok: false; readonly message: string } {
  const parsed = document.safeParse(parseJson(text));
  if (!parsed.success) return { ok: false, message: 'Syntax errors in policy.' };
  const { Version, Statement: statements } = parsed.data;
  const named = statements.flatMap(({ Resource, NotResource }) => [
    ...(Resource ?? []),
    ...(NotResource ?? []),
  ]);
  const wrong = named.find((resource) => !RESOURCE.test(resource));
  if (wrong !== undefined) {
    return { ok: false, message: `Resource ${wrong} must be in ARN format or "*".` };
  }
  return { ok: true, document: { hasVariables: Version === '2012-10-17', statements } };
}

/** Reads a policy that is known to be right; throws for any other. */
export function documentOf(text: string): Document {
  const read = readDocument(text);
  if (!read.ok) throw new Error(read.message);
  return read.document;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
