import type { Finding } from '../causes/finding.ts';
import {
  notAnIamUser,
  iamOff,
  iamPending,
  passwordsEnd,
  proxyIamOff,
  userNameCase,
} from '../causes/server.ts';
import { seen, type Observations } from '../observations.ts';
import type { DatabaseFacts, Subject } from '../subject.ts';

/** What the server, or AWS, says of IAM and of the user before there is a token. */
export function serverFindings(
  subject: Subject,
  observations: Observations,
  facts: DatabaseFacts | null,
): readonly Finding[] {
  const off = iamFindings(subject, observations, facts);
  return [
    ...off,
    // where nobody can log in with a token, every user is asked for a password
    ...(off.length > 0 ? [] : userFindings(subject, observations, facts)),
    ...masterFindings(observations, facts),
  ];
}

function iamFindings(
  subject: Subject,
  observations: Observations,
  facts: DatabaseFacts | null,
): readonly Finding[] {
  if (facts === null || facts.kind === 'dsql') return [];
  if (facts.proxy !== null) return facts.proxy.takesTokens ? [] : [proxyIamOff(subject, '')];
  if (facts.iam) return [];
  const off = facts.iamPending ? iamPending(subject, facts) : iamOff(subject, facts, 'certain');
  // what discovery has seen may be old
  return [seen(observations, 'description') === null ? { ...off, certainty: 'likely' } : off];
}

function userFindings(
  subject: Subject,
  observations: Observations,
  facts: DatabaseFacts | null,
): readonly Finding[] {
  const authentication = seen(observations, 'authentication');
  if (authentication?.asks !== 'password' || subject.service === 'dsql') return [];
  if (seen(observations, 'lowerCaseUser')?.asks === 'token') return [userNameCase(subject)];
  if (facts?.kind === 'proxy') return [{ ...proxyIamOff(subject, ''), certainty: 'likely' }];
  const certainty = facts?.iam === true ? 'certain' : 'likely';
  return [notAnIamUser(subject, facts, authentication.method, certainty)];
}

function masterFindings(observations: Observations, facts: DatabaseFacts | null): readonly Finding[] {
  const master = facts?.masterUser ?? null;
  return master !== null && seen(observations, 'masterUser')?.asks === 'token' ? [passwordsEnd(master)] : [];
}
