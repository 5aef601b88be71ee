import { fail, succeed, type Result } from '../../common/result.ts';
import { policyDocument, policyStatement, POLICY_VERSION, type PolicyDocument } from './document.ts';

/** The longest text that is taken for a policy, in characters: IAM's largest, with room for white space. */
export const MAX_PASTED_POLICY = 50_000;

/**
 * Reads a policy that somebody has pasted: a whole one, a statement or a list of them, or an ARN alone.
 *
 * @returns `invalid-input` for anything else, with where it stops being one
 */
export function readPolicy(text: string): Result<PolicyDocument> {
  const trimmed = text.trim();
  if (trimmed === '') return fail('invalid-input', 'There is nothing here.', { hint: HINT });
  if (trimmed.length > MAX_PASTED_POLICY) {
    return fail('invalid-input', 'This is longer than any policy of IAM.', { hint: HINT });
  }
  if (/^"?arn:[^\s"]+"?,?$/.test(trimmed)) {
    const arn = trimmed.replaceAll(/[",]/g, '');
    const statement = { Effect: 'Allow', Action: 'rds-db:connect', Resource: arn } as const;
    return succeed({ Version: POLICY_VERSION, Statement: [statement] });
  }
  const parsed = parseJson(trimmed);
  return parsed.ok ? documentOf(parsed.value) : parsed;
}

const HINT = 'Paste the JSON of a policy, one of its statements, or an ARN.';

function parseJson(text: string): Result<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return succeed(value);
  } catch (cause) {
    // the engine's message quotes what is around the place
    const where = cause instanceof Error ? cause.message.slice(0, 200) : '';
    return fail('invalid-input', `This is not JSON: ${where}.`, { hint: HINT });
  }
}

function documentOf(value: unknown): Result<PolicyDocument> {
  const whole = policyDocument.safeParse(value);
  if (whole.success) return succeed({ ...whole.data, Statement: [whole.data.Statement].flat() });
  // as a part of a policy is pasted, it will become part of one of today's version
  const statements = policyStatement.array().min(1).safeParse([value].flat());
  if (statements.success) return succeed({ Version: POLICY_VERSION, Statement: statements.data });
  const isDocument = typeof value === 'object' && value !== null && 'Statement' in value;
  const [issue] = (isDocument ? whole : statements).error.issues;
  const path = issue?.path.join('.') ?? '';
  return fail('invalid-input', `This is not a policy: look at ${path === '' ? 'its beginning' : path}.`, {
    hint: HINT,
  });
}
