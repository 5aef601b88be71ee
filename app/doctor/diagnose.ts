import { keepsOut, rankOf } from './causes/cause.ts';
import type { Finding } from './causes/finding.ts';
import { addressFindings } from './find/address.ts';
import { identityFindings } from './find/identity.ts';
import { networkFindings } from './find/network.ts';
import { policyFindings } from './find/policy.ts';
import { serverFindings } from './find/server.ts';
import { clientFindings, refusalOf, signInFindings } from './find/sign-in.ts';
import type { Verdict } from './model.ts';
import { seen, type Observations } from './observations.ts';
import { meaningOf } from './server-words.ts';
import type { DatabaseFacts, Subject } from './subject.ts';

/** An answer to "Can I connect?", as far as it is known. */
export interface Diagnosis {
  readonly verdict: Verdict;
  /** What is wrong, the first to be mended first; what keeps nobody out comes last. */
  readonly findings: readonly Finding[];
}

/** What AWS has said of the database, or discovery before; null where nobody knows. */
export function factsOf(subject: Subject, observations: Observations): DatabaseFacts | null {
  const description = seen(observations, 'description');
  return description?.state === 'found' ? description.facts : subject.known;
}

/** Draws the conclusion from what has been seen so far. */
export function diagnose(subject: Subject, observations: Observations): Diagnosis {
  const facts = factsOf(subject, observations);
  const refusal = refusalOf(observations);
  const isIn = seen(observations, 'signIn')?.state === 'in';
  const isTokenRefused = refusal !== null && meaningOf(subject.family, refusal) === 'token-refused';
  const address = addressFindings(subject, observations, facts);
  const before = [
    ...identityFindings(subject, observations, address.length === 0),
    ...address,
    ...networkFindings(subject, observations, facts),
    ...serverFindings(subject, observations, facts),
    ...signInFindings(subject, observations, facts),
  ];
  // what else would keep a token from being taken explains that it was not
  const isExplained = before.some(({ cause }) => explainsToken(cause));
  const found = [
    ...before,
    ...policyFindings(subject, observations, facts, isTokenRefused && !isExplained),
    ...clientFindings(subject, observations),
  ];
  // who is in was kept out by nothing
  const findings = found
    .filter(({ cause }) => !isIn || !keepsOut(cause))
    .toSorted((a, b) => rankOf(a.cause) - rankOf(b.cause));
  return { verdict: verdictOf(observations, findings, isIn), findings: oneEach(findings) };
}

/** Causes that make the database refuse a token, whatever policies say. */
function explainsToken(cause: Finding['cause']): boolean {
  return rankOf(cause) < rankOf('condition-unsupported');
}

function verdictOf(observations: Observations, findings: readonly Finding[], isIn: boolean): Verdict {
  if (isIn) return 'yes';
  const against = findings.filter(({ cause }) => keepsOut(cause));
  const signIn = seen(observations, 'signIn');
  const authentication = seen(observations, 'authentication');
  const isRefused = signIn !== null || (authentication !== null && !asksForToken(authentication.asks));
  if (isRefused || against.some(({ certainty }) => certainty === 'certain')) return 'no';
  if (against.length > 0) return 'probably-not';
  return authentication?.asks === 'token' ? 'probably' : 'unknown';
}

const asksForToken = (asks: string): boolean => asks === 'token' || asks === 'perhaps-token';

/** Two checks may find the same: the surer one counts, and of two alike the first. */
function oneEach(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => {
    const same = findings.filter(({ cause }) => cause === finding.cause);
    return finding === (same.find(({ certainty }) => certainty === 'certain') ?? same[0]);
  });
}
