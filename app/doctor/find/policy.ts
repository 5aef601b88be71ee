import type { Finding } from '../causes/finding.ts';
import {
  boundaryDenies,
  conditionUnsupported,
  lowMemory,
  organizationDenies,
  policyDenies,
  policyMissing,
  policyWrong,
  sessionPolicy,
  throttled,
  type PolicyCase,
} from '../causes/policy.ts';
import { notAnIamUser } from '../causes/server.ts';
import { seen, type Observations, type PoliciesSeen, type SimulatedDecision } from '../observations.ts';
import { checkPolicy, questionOf, type PolicyFinding } from '../policy/check.ts';
import { isUnsupportedKey } from '../policy/condition.ts';
import type { PolicyTarget } from '../policy/correction.ts';
import { evaluatePolicies, type PolicyDecision } from '../policy/evaluate.ts';
import { policyContextOf } from '../policy/principal.ts';
import { policyTargetOf, type DatabaseFacts, type Subject } from '../subject.ts';

/** Less free memory than this keeps tokens from being checked, in bytes. */
const MIN_FREE_MEMORY = 300 * 1_048_576;

/**
 * Why IAM does not allow it.
 *
 * @param isTokenRefused whether the database has taken the user and refused a token
 */
export function policyFindings(
  subject: Subject,
  observations: Observations,
  facts: DatabaseFacts | null,
  isTokenRefused: boolean,
): readonly Finding[] {
  const caller = seen(observations, 'caller');
  const arn = caller?.state === 'known' ? caller.arn : null;
  const of: PolicyCase = { subject, arn, target: policyTargetOf(subject, facts) };
  const policies = seen(observations, 'policies');
  const own = policies === null || of.target === null ? null : evaluated(policies, of.target, arn);
  const simulated = seen(observations, 'simulation')?.decision ?? null;
  const ofOwn =
    policies === null || own === null ? [] : ownFindings(of, policies, own, isTokenRefused, simulated);
  // a policy that was read says more than the simulator
  const found = ofOwn.length > 0 ? ofOwn : simulationFindings(of, observations);
  if (found.length > 0 || !isTokenRefused) return found;
  const service = serviceFindings(subject, observations);
  if (service.length > 0) return service;
  const isAllowed = simulated === 'allowed' || own === 'allowed';
  const isUserSure = seen(observations, 'authentication')?.asks === 'token';
  if (isAllowed) return [isUserSure ? sessionPolicy() : notAnIamUser(subject, facts, '', 'likely')];
  const isSaid = seen(observations, 'errors')?.codes.includes('NotAuthorized') === true;
  const doubt = isUserSure ? '' : 'MariaDB and MySQL say the same of a user who does not exist.';
  return [policyMissing(of, isSaid ? 'certain' : 'likely', doubt)];
}

function evaluated({ policies }: PoliciesSeen, target: PolicyTarget, arn: string | null): PolicyDecision {
  const documents = policies.map(({ document }) => document);
  return evaluatePolicies(documents, { ...questionOf(target), context: policyContextOf(arn) });
}

/** What the identity's own policies explain. */
function ownFindings(
  of: PolicyCase,
  { policies, boundary, isComplete }: PoliciesSeen,
  own: PolicyDecision,
  isTokenRefused: boolean,
  simulated: SimulatedDecision | null,
): readonly Finding[] {
  const { target } = of;
  if (target === null) return [];
  const question = questionOf(target);
  if (own === 'denied') {
    const denies = policies.find(({ document }) => evaluatePolicies([document], question) === 'denied');
    return [policyDenies(of, denies?.name ?? '')];
  }
  if (own === 'not-allowed' || (own === 'unknown' && isTokenRefused)) {
    const checked = policies.map(({ name, document }) => ({
      name,
      findings: checkPolicy(document, target).findings,
    }));
    const wrong = checked
      // what lets nobody in here when it is corrected is about other databases or users
      .filter(({ findings }) => !findings.some(({ code }) => code === 'not-covered'))
      .map(({ name, findings }) => ({ name, findings: findings.filter(({ after }) => after !== null) }))
      // the simulator has some keys that databases do not have; of all else it knows more
      .find(({ findings }) => findings.some(({ code }) => simulated !== 'allowed' || code === 'condition'));
    const certainty = own === 'unknown' ? 'likely' : 'certain';
    if (wrong !== undefined) return [{ ...policyWrong(of, wrong.name, wrong.findings), certainty }];
    return isComplete && own === 'not-allowed' && simulated !== 'allowed'
      ? [policyMissing(of, 'certain', namesNoId(checked))]
      : [];
  }
  const bounded = boundary === null ? 'allowed' : evaluatePolicies([boundary], question);
  return bounded === 'not-allowed' || bounded === 'denied' ? [boundaryDenies(of)] : [];
}

/** What of the policies may mean this database, under a name that AWS does not tell; empty where nothing may. */
function namesNoId(
  checked: readonly { readonly name: string; readonly findings: readonly PolicyFinding[] }[],
): string {
  const [first] = checked.flatMap(({ name, findings }) =>
    findings
      .filter(({ code, after }) => code === 'name' && after === null)
      .map(({ message }) => `In the policy ${name}, ${message}`),
  );
  return first ?? '';
}

/** What IAM's simulator says. */
function simulationFindings(of: PolicyCase, observations: Observations): readonly Finding[] {
  const simulation = seen(observations, 'simulation');
  if (simulation === null || simulation.decision === 'allowed') return [];
  const { decision, withoutOrganization, boundaryAllows, missingKeys } = simulation;
  const unsupported = missingKeys.filter(isUnsupportedKey);
  if (unsupported.length > 0) return [conditionUnsupported(of, unsupported)];
  if (boundaryAllows === false) return [boundaryDenies(of)];
  if (withoutOrganization === 'allowed') return [organizationDenies(of)];
  if (decision === 'explicit-deny') {
    const denies = policyDenies(of, '');
    return [withoutOrganization === null ? { ...denies, certainty: 'likely' } : denies];
  }
  // what depends on keys that nobody knows is not decided
  const isSure = withoutOrganization !== null && missingKeys.length === 0;
  return [policyMissing(of, isSure ? 'certain' : 'likely', SIMULATED)];
}

const SIMULATED = 'IAM’s simulator says so.';

/** What CloudWatch says of the service that checks tokens. */
function serviceFindings(subject: Subject, observations: Observations): readonly Finding[] {
  const errors = seen(observations, 'errors');
  if (errors === null) return [];
  if (errors.codes.includes('ThrottlingException')) return [throttled(subject)];
  const isShort = errors.freeMemory !== null && errors.freeMemory < MIN_FREE_MEMORY;
  return isShort || errors.codes.includes('InternalError') ? [lowMemory(subject, errors.freeMemory)] : [];
}
