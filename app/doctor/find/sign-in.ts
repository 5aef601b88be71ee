import { clipboardToken } from '../causes/clipboard.ts';
import {
  databaseDenied,
  databaseMissing,
  dsqlRefused,
  serverWords,
  slotsReserved,
  userNotLetIn,
} from '../causes/database.ts';
import type { Finding } from '../causes/finding.ts';
import { clientWithoutTls, connectionsFull, notAvailable } from '../causes/network.ts';
import { policyMissing, proxyRole } from '../causes/policy.ts';
import { cleartextOff, notAnIamUser, proxyIamOff, proxyNoSecret } from '../causes/server.ts';
import { seen, type Observations } from '../observations.ts';
import { meaningOf, shownWords, type RefusalMeaning, type ServerRefusal } from '../server-words.ts';
import { policyTargetOf, type DatabaseFacts, type Subject } from '../subject.ts';

/** The server's own error, wherever it came. */
export function refusalOf(observations: Observations): ServerRefusal | null {
  const signIn = seen(observations, 'signIn');
  if (signIn?.state === 'refused') return signIn.refusal;
  const authentication = seen(observations, 'authentication');
  if (authentication?.asks === 'nothing') return authentication.refusal;
  const tls = seen(observations, 'tls');
  return tls?.state === 'refused' ? tls.refusal : null;
}

/** What the server's own error says, and what remains if it said nothing. */
export function signInFindings(
  subject: Subject,
  observations: Observations,
  facts: DatabaseFacts | null,
): readonly Finding[] {
  if (seen(observations, 'signIn')?.state === 'closed') {
    return [serverWords(subject, 'It closed the connection when it had the token, and did not say why.')];
  }
  const refusal = refusalOf(observations);
  if (refusal === null) return [];
  const found = refusalFinding(
    subject,
    observations,
    facts,
    meaningOf(subject.family, refusal),
    shownWords(refusal),
  );
  return found === null ? [] : [found];
}

/** Null where the error alone says nothing: a token that is refused has many causes. */
function refusalFinding(
  subject: Subject,
  observations: Observations,
  facts: DatabaseFacts | null,
  meaning: RefusalMeaning,
  { message, hint }: ServerRefusal,
): Finding | null {
  const caller = seen(observations, 'caller');
  const arn = caller?.state === 'known' ? caller.arn : null;
  switch (meaning) {
    case 'token-refused':
      return null;
    case 'no-login':
    case 'locked':
    case 'connection-limit':
      return userNotLetIn(subject, meaning, message);
    case 'full':
      return connectionsFull(subject, message);
    case 'slots-reserved':
      return slotsReserved(subject, message);
    case 'database-missing':
      return databaseMissing(subject);
    case 'database-denied':
      return databaseDenied(subject);
    case 'starting':
      return notAvailable(subject, null, message);
    case 'password-refused':
    case 'empty-password':
      return notAnIamUser(subject, facts, 'password', 'likely');
    case 'proxy-token-refused':
      return proxyRole({ subject, arn, target: policyTargetOf(subject, facts) }, message);
    case 'proxy-no-secret':
      return proxyNoSecret(subject, message);
    case 'proxy-no-iam':
      return proxyIamOff(subject, message);
    case 'dsql-not-authorized':
      return policyMissing({ subject, arn, target: policyTargetOf(subject, facts) }, 'certain', hint);
    case 'dsql-wrong-action':
    case 'dsql-refused':
      return dsqlRefused(subject, hint === '' ? message : hint, arn);
    default:
      return serverWords(subject, hint === '' ? message : `${message}: ${hint}`);
  }
}

/** What a client was told, and a token that is damaged: they keep out whoever uses them, and not the doctor. */
export function clientFindings(subject: Subject, observations: Observations): readonly Finding[] {
  const findings: Finding[] = [];
  const reported = seen(observations, 'reported');
  if (reported !== null) {
    const meaning = meaningOf(subject.family, reported);
    const { message } = shownWords(reported);
    if (meaning === 'no-tls') findings.push(clientWithoutTls(message));
    if (meaning === 'cleartext-off') findings.push(cleartextOff(message));
  }
  const clipboard = seen(observations, 'clipboard');
  const token = clipboard === null ? null : clipboardToken(subject, clipboard.faults);
  return token === null ? findings : [...findings, token];
}
