import { conditionHolds, hinderingKeys, isUnsupportedKey } from './condition.ts';
import { correctResource } from './correct-resource.ts';
import type { Correction, PolicyTarget } from './correction.ts';
import { connectArn, literalUser } from './database.ts';
import type { PolicyStatement } from './document.ts';
import { hasWildcard, matches } from './matching.ts';

/** A statement as it should be; two where connecting needs other resources than the rest of it. */
export interface CorrectedStatement {
  readonly statements: readonly PolicyStatement[];
  readonly corrections: readonly Correction[];
}

const CONNECT = 'rds-db:connect';
const MEANT_AS_CONNECT = /^rds(?:-db)?:connect$/i;
/** Signing happens on the computer, but policies with these are about. */
const NO_ACTION = /^rds(?:-db)?:generate-?(?:db)?-?auth-?token$/i;

/** Corrects a statement that allows connecting, or was meant to. */
export function correctAllowing(statement: PolicyStatement, target: PolicyTarget): CorrectedStatement {
  const actions = [statement.Action ?? []].flat();
  const corrections = actions.flatMap(actionCorrection);
  const isAbout = actions.some((action) => matches(action.toLowerCase(), CONNECT) === true);
  if (!isAbout && !actions.some((action) => MEANT_AS_CONNECT.test(action))) {
    return { statements: [statement], corrections };
  }
  // a statement that had no effect must not come to let anybody be more than was asked for
  const hasEffect = isAbout && conditionHolds(statement) !== false && hinderingKeys(statement).length === 0;
  const written = [statement.Resource ?? []].flat();
  const checked = written.map((resource) => correctResource(resource, target));
  const hindering = hinderingKeys(statement);
  corrections.push(
    ...checked
      .flatMap((resource) => resource.corrections)
      .filter(({ code }) => hasEffect || !code.startsWith('wildcard')),
    ...hindering.map(conditionCorrection),
  );
  if (corrections.every(({ after }) => after === null)) return { statements: [statement], corrections };

  const exact = connectArn(target.database, literalUser(target.dbUser));
  const resources = checked.map(({ text }) => (hasEffect || !hasWildcard(text) ? text : exact));
  const { Sid, Condition, ...rest } = statement;
  const condition = withoutKeys(Condition ?? {}, hindering);
  const others = actions.filter((action) => !MEANT_AS_CONNECT.test(action) && !NO_ACTION.test(action));
  const connecting: PolicyStatement = {
    // a statement's name stands once in a policy
    ...(Sid !== undefined && { Sid: others.length > 0 ? `${Sid}Connect` : Sid }),
    ...rest,
    Action: CONNECT,
    ...(written.length > 0 && { Resource: oneOrList([...new Set(resources)]) }),
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
  const remaining = others.length > 0 ? [{ ...statement, Action: oneOrList(others) }] : [];
  return { statements: [...remaining, connecting], corrections };
}

function actionCorrection(action: string): Correction[] {
  if (NO_ACTION.test(action)) {
    const message = `${action} is not an action of AWS: a token is signed on the computer, without asking.`;
    return [{ code: 'no-action', before: action, after: '', message }];
  }
  if (!MEANT_AS_CONNECT.test(action) || matches(action.toLowerCase(), CONNECT) === true) return [];
  return [{ code: 'action', before: action, after: CONNECT, message: `The action is called ${CONNECT}.` }];
}

function conditionCorrection(key: string): Correction {
  const message = isUnsupportedKey(key)
    ? `IAM database authentication does not have ${key}, so that a condition on it never holds.`
    : `Users report that IAM database authentication does not have ${key}; AWS does not say.`;
  return { code: 'condition', before: key, after: '', message };
}

function withoutKeys(
  condition: NonNullable<PolicyStatement['Condition']>,
  unwanted: readonly string[],
): NonNullable<PolicyStatement['Condition']> {
  const kept = Object.entries(condition).map(([operator, keys]) => {
    const left = Object.entries(keys).filter(([key]) => !unwanted.includes(key));
    return [operator, Object.fromEntries(left)] as const;
  });
  return Object.fromEntries(kept.filter(([, keys]) => Object.keys(keys).length > 0));
}

function oneOrList(values: readonly string[]): string | string[] {
  const [only, ...more] = values;
  return only !== undefined && more.length === 0 ? only : [...values];
}
