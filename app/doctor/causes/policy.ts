import type { PolicyFinding } from '../policy/check.ts';
import type { PolicyTarget } from '../policy/correction.ts';
import { connectAction } from '../policy/database.ts';
import { principalInWords, principalOf } from '../policy/principal.ts';
import type { Subject } from '../subject.ts';
import type { CauseId } from './cause.ts';
import type { Finding, Remedy } from './finding.ts';

/** Whom it is about: subject, the identity as AWS names it, and what a policy must name. */
export interface PolicyCase {
  readonly subject: Subject;
  /** Null where AWS could not be asked. */
  readonly arn: string | null;
  /** Null where the resource ID is not known. */
  readonly target: PolicyTarget | null;
}

/** Nothing allows it. */
export function policyMissing(of: PolicyCase, certainty: Finding['certainty'], detail = ''): Finding {
  const { subject, target } = of;
  return {
    cause: 'policy-missing',
    certainty,
    headline: `No policy allows ${actionOf(of)} as ${subject.dbUser}.`,
    detail:
      detail !== ''
        ? detail
        : certainty === 'certain'
          ? ''
          : 'That is what is left: the server took the user and refused the token, and everything else is fine. IAM that is overloaded looks the same.',
    next:
      target === null
        ? `Ask an administrator to allow ${actionOf(of)} for ${whoIs(of)}.`
        : `Have this policy added to ${whoIs(of)}.`,
    remedies: policyRemedy(of),
  };
}

/** What of a policy that was meant to allow it is wrong, and which cause that is. */
const CAUSE_OF: Partial<Record<PolicyFinding['code'], CauseId>> = {
  'former-id': 'former-resource-id',
  condition: 'condition-unsupported',
};

/** A policy was meant to allow it and does not. @param name of the policy */
export function policyWrong(of: PolicyCase, name: string, findings: readonly PolicyFinding[]): Finding {
  const [first] = findings;
  const cause = (first && CAUSE_OF[first.code]) ?? 'policy-wrong-arn';
  const who = whoIs(of);
  const headlines: Partial<Record<CauseId, string>> = {
    'former-resource-id': `The policy ${name} names the resource ID that this database had before it was replaced.`,
    'condition-unsupported': `The policy ${name} has a condition that never holds for databases.`,
  };
  const ids =
    first?.code === 'former-id' ? `It names ${first.before}, and now it is ${first.after ?? ''}.` : '';
  return {
    cause,
    certainty: 'certain',
    headline: headlines[cause] ?? `The policy ${name} does not name this database as IAM wants it.`,
    detail: ids !== '' ? ids : findings.map(({ message }) => message).join(' '),
    next: `Have the policy of ${who} corrected.`,
    remedies: policyRemedy(of),
  };
}

/** A policy asks for condition keys that databases do not have; its text could not be read. */
export function conditionUnsupported(of: PolicyCase, keys: readonly string[]): Finding {
  return {
    cause: 'condition-unsupported',
    certainty: 'likely',
    headline: 'A policy has a condition that never holds for databases.',
    detail: `It asks for ${keys.join(', ')}, which IAM database authentication does not have.`,
    next: `Have the condition taken out of the policy of ${whoIs(of)}.`,
    remedies: policyRemedy(of),
  };
}

/** A policy of the identity denies it. @param name of the policy, empty where it is not known */
export function policyDenies(of: PolicyCase, name: string): Finding {
  return {
    cause: 'policy-denies',
    certainty: 'certain',
    headline: `${name === '' ? 'A policy' : `The policy ${name}`} of ${whoIs(of)} denies ${actionOf(of)}.`,
    detail: 'A denial wins over everything that allows it.',
    next: 'Ask whoever wrote the denial.',
    remedies: [],
  };
}

/** The permissions boundary does not allow it. */
export function boundaryDenies(of: PolicyCase): Finding {
  return {
    cause: 'boundary-denies',
    certainty: 'certain',
    headline: `The permissions boundary of ${whoIs(of)} does not allow ${actionOf(of)}.`,
    detail: 'The boundary must allow it, and a policy too.',
    next: 'Have the boundary widened, by the same statement.',
    remedies: policyRemedy(of),
  };
}

/** The organization's policies deny it. */
export function organizationDenies(of: PolicyCase): Finding {
  return {
    cause: 'organization-denies',
    certainty: 'likely',
    headline: `A policy of the organization denies ${actionOf(of)}.`,
    detail: 'Without the organization’s policies, IAM’s simulator allows it.',
    next: 'Ask whoever administers the organization in AWS.',
    remedies: [],
  };
}

/** Everything that can be read allows it, and the token is refused. */
export function sessionPolicy(): Finding {
  return {
    cause: 'session-policy',
    certainty: 'likely',
    headline: 'Policies allow it, and the database refuses the token all the same.',
    detail:
      'What remains is a policy of the session itself, a resource control policy, or IAM that is overloaded: the database’s IAM error log tells which.',
    next: 'Look whether the session was made with a policy, and try again in a minute.',
    remedies: [],
  };
}

/** A proxy that logs in with IAM itself was refused by its database. @param words the proxy's */
export function proxyRole(of: PolicyCase, words: string): Finding {
  return {
    cause: 'proxy-role',
    certainty: 'likely',
    headline: `The proxy ${of.subject.name} refuses the token.`,
    detail: `${words} The policy must name the proxy’s own resource ID, and with IAM end to end the proxy’s role needs ${actionOf(of)} on the database too.`,
    next: `Have this policy added to ${whoIs(of)}, and look at the proxy’s role.`,
    remedies: policyRemedy(of),
  };
}

/** IAM answers no more than so many logins a second. */
export function throttled({ name }: Subject): Finding {
  return {
    cause: 'throttled',
    certainty: 'certain',
    headline: `IAM is asked too often about ${name}.`,
    detail: 'A database checks some 200 tokens a second.',
    next: 'Open fewer connections: use a pool, or RDS Proxy.',
    remedies: [],
  };
}

/** The instance has too little memory to check tokens. @param freeMemory in bytes; null where it was not measured */
export function lowMemory({ name }: Subject, freeMemory: number | null): Finding {
  return {
    cause: 'low-memory',
    certainty: freeMemory === null ? 'likely' : 'certain',
    headline: `${name} has too little memory to check tokens.`,
    detail:
      freeMemory === null
        ? ''
        : `It had ${Math.round(freeMemory / 1_048_576)} MiB free at the least; checking takes 300 to 1,000.`,
    next: 'Choose a larger instance class.',
    remedies: [],
  };
}

function actionOf({ target, subject }: PolicyCase): string {
  const service = subject.service === 'dsql' ? 'dsql' : 'rds-db';
  return connectAction(target?.database ?? { service }, subject.dbUser);
}

/** The identity in words, `this identity` where nothing is known. */
export function whoIs({ arn }: Pick<PolicyCase, 'arn'>): string {
  const principal = arn === null ? null : principalOf(arn);
  return principal === null ? 'this identity' : principalInWords(principal);
}

function policyRemedy({ target }: PolicyCase): readonly Remedy[] {
  return target === null ? [] : [{ kind: 'policy', target }];
}
