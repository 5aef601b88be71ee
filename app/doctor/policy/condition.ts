import type { PolicyStatement } from './document.ts';
import type { Maybe } from './matching.ts';

/**
 * Condition keys that IAM database authentication does not have. AWS names the first six; that
 * `aws:CurrentTime` does not match is what users report (aws/aws-cli#5271).
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html#UsingWithRDS.IAMDBAuth.Limitations
 */
const UNSUPPORTED_KEYS: ReadonlySet<string> = new Set([
  'aws:referer',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:useragent',
  'aws:vpcsourceip',
  'aws:currenttime',
  'aws:epochtime',
]);

/** The keys of a statement's condition that IAM database authentication does not have, as they are written. */
export function unsupportedKeys({ Condition = {} }: Pick<PolicyStatement, 'Condition'>): readonly string[] {
  return Object.values(Condition)
    .flatMap((keys) => Object.keys(keys))
    .filter((key) => UNSUPPORTED_KEYS.has(key.toLowerCase()));
}

/**
 * Whether a statement's condition holds when somebody connects. A key that is not there makes an operator
 * false, a negated one and one with IfExists true. What depends on other keys is not known here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionHolds({ Condition = {} }: Pick<PolicyStatement, 'Condition'>): Maybe {
  const found = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]): Maybe => {
      if (!UNSUPPORTED_KEYS.has(key.toLowerCase())) return null;
      if (/^null$/i.test(operator)) return [value].flat().some((one) => String(one) === 'true');
      return /IfExists$/i.test(operator) || /^(?:ForA\w+:)?(?:Not|\w+Not)/i.test(operator);
    }),
  );
  return found.includes(false) ? false : found.includes(null) ? null : true;
}
