import type { PolicyStatement } from './document.ts';
import type { Maybe } from './matching.ts';

/**
 * Condition keys that IAM database authentication does not have.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html#UsingWithRDS.IAMDBAuth.Limitations
 */
const UNSUPPORTED_KEYS: ReadonlySet<string> = new Set([
  'aws:referer',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:useragent',
  'aws:vpcsourceip',
]);

/** Keys that users report not to match, and AWS does not name (aws/aws-cli#5271). */
const DOUBTFUL_KEYS: ReadonlySet<string> = new Set(['aws:currenttime', 'aws:epochtime']);

/** Whether AWS says that databases do not have a condition key. */
export function isUnsupportedKey(key: string): boolean {
  return UNSUPPORTED_KEYS.has(key.toLowerCase());
}

/** The keys of a statement's condition that keep it from holding, or seem to, as they are written. */
export function hinderingKeys({ Condition = {} }: Pick<PolicyStatement, 'Condition'>): readonly string[] {
  return Object.values(Condition)
    .flatMap((keys) => Object.keys(keys))
    .filter((key) => isUnsupportedKey(key) || DOUBTFUL_KEYS.has(key.toLowerCase()));
}

/**
 * Whether a statement's condition holds when somebody connects. A key that is not there makes an operator
 * false, a negated one and one with IfExists true. What depends on other keys is not known here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionHolds({ Condition = {} }: Pick<PolicyStatement, 'Condition'>): Maybe {
  const found = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]): Maybe => {
      if (!isUnsupportedKey(key)) return null;
      if (/^null$/i.test(operator)) return [value].flat().some((one) => String(one) === 'true');
      return /IfExists$/i.test(operator) || /^(?:ForA\w+:)?(?:Not|\w+Not)/i.test(operator);
    }),
  );
  return found.includes(false) ? false : found.includes(null) ? null : true;
}
