import { correctAllowing } from './correct-statement.ts';
import type { Correction, PolicyTarget } from './correction.ts';
import { connectAction, connectArn } from './database.ts';
import { connectPolicy, POLICY_VERSION, type PolicyDocument, type PolicyStatement } from './document.ts';
import { applies, evaluatePolicies, type PolicyDecision, type PolicyQuestion } from './evaluate.ts';

/** Something in a policy that is wrong, or worth to be known. */
export interface PolicyFinding extends Correction {
  /** Which statement, from 0; null for the policy as a whole. */
  readonly statement: number | null;
}

/** A policy that was looked through. */
export interface CheckedPolicy {
  readonly findings: readonly PolicyFinding[];
  /** The policy with what could be corrected corrected. A denial is never taken away. */
  readonly corrected: PolicyDocument;
  /** What the policy as it is says of the target. */
  readonly before: PolicyDecision;
  /** What the corrected policy says of the target. */
  readonly after: PolicyDecision;
}

/** Looks through a policy that is to let somebody connect, and corrects what can be corrected. */
export function checkPolicy(document: PolicyDocument, target: PolicyTarget): CheckedPolicy {
  const question = questionOf(target);
  const checked = document.Statement.map((statement) =>
    statement.Effect === 'Allow'
      ? correctAllowing(statement, target)
      : { statements: [statement], corrections: denialsIn(statement, question) },
  );
  const findings: PolicyFinding[] = checked.flatMap(({ corrections }, statement) =>
    corrections.map((correction) => ({ ...correction, statement })),
  );
  const statements: PolicyStatement[] = checked.flatMap(({ statements }) => statements);
  let corrected: PolicyDocument = { ...document, Statement: statements };
  if (/\$\{/.test(JSON.stringify(statements)) && document.Version !== POLICY_VERSION) {
    const message = `Only policies of version ${POLICY_VERSION} have variables.`;
    const before = document.Version ?? '';
    findings.push({ statement: null, code: 'version', before, after: POLICY_VERSION, message });
    corrected = { ...corrected, Version: POLICY_VERSION };
  }
  if (evaluatePolicies([corrected], question) === 'not-allowed') {
    const { database, dbUser } = target;
    const message = `Nothing here allows ${question.action} as ${dbUser} on this database.`;
    findings.push({ statement: null, code: 'not-covered', before: '', after: question.resource, message });
    const missing = connectPolicy([database], { kind: 'users', names: [dbUser] });
    corrected = { ...corrected, Statement: [...statements, ...missing.Statement] };
  }
  return {
    findings,
    corrected,
    before: evaluatePolicies([document], question),
    after: evaluatePolicies([corrected], question),
  };
}

/** What IAM is asked when the target connects. */
export function questionOf({ database, dbUser }: Pick<PolicyTarget, 'database' | 'dbUser'>): PolicyQuestion {
  return { action: connectAction(database, dbUser), resource: connectArn(database, dbUser) };
}

/** A denial that holds, or may: it is said and left, for somebody wanted it. */
function denialsIn(statement: PolicyStatement, question: PolicyQuestion): readonly Correction[] {
  const denies = applies(statement, question);
  if (denies === false) return [];
  const name = statement.Sid === undefined ? 'A statement' : `The statement ${statement.Sid}`;
  const message = denies === true ? `${name} denies this.` : `${name} denies this where its condition holds.`;
  return [{ code: 'denied', before: statement.Sid ?? '', after: null, message }];
}
