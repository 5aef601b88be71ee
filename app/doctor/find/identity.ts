import {
  clockDrifting,
  clockWrong,
  credentialsEnded,
  credentialsUnusable,
  otherAccount,
} from '../causes/identity.ts';
import type { Finding } from '../causes/finding.ts';
import { parseArn } from '../arn.ts';
import { seen, type Observations } from '../observations.ts';
import { partitionOf, type Subject } from '../subject.ts';

/** From when on a clock is shown to be off, in milliseconds. */
export const CLOCK_DRIFT_MS = 30_000;

/** How far a clock may be fast before tokens are dated too far in the future, in milliseconds. */
export const MAX_CLOCK_FAST_MS = 5 * 60_000;

/** A clock that is slow by a token's life signs tokens that have ended, in milliseconds. */
const TOKEN_LIFE_MS = 15 * 60_000;

/**
 * What is wrong with who signs, and when.
 *
 * @param isAddressRight false where AWS was asked for a database at a wrong place
 */
export function identityFindings(
  subject: Subject,
  observations: Observations,
  isAddressRight: boolean,
): readonly Finding[] {
  const credentials = seen(observations, 'credentials');
  if (credentials?.state === 'unusable') return [credentialsUnusable(subject, credentials.error)];
  const caller = seen(observations, 'caller');
  if (caller === null) return [];
  const findings: Finding[] = [];
  if (caller.state !== 'known') findings.push(credentialsEnded(subject, caller.state === 'unknown-key'));
  findings.push(...clockFindings(caller.clockOffsetMs, seen(observations, 'signIn')?.state === 'in'));
  if (caller.state === 'known')
    findings.push(...accountFindings(subject, observations, caller, isAddressRight));
  return findings;
}

/**
 * What is to be said of a clock.
 *
 * @param offsetMs how far AWS's clock is ahead; null where it was not measured
 * @param isIn whether a token was taken all the same
 */
export function clockFindings(offsetMs: number | null, isIn: boolean): readonly Finding[] {
  if (offsetMs === null || Math.abs(offsetMs) < CLOCK_DRIFT_MS) return [];
  if (isIn) return [clockDrifting(offsetMs)];
  const isFast = offsetMs < 0;
  // AWS states no tolerance: five minutes is what it has elsewhere
  if (isFast && -offsetMs >= MAX_CLOCK_FAST_MS) return [clockWrong(offsetMs, 'certain')];
  if (!isFast && offsetMs >= TOKEN_LIFE_MS) return [clockWrong(offsetMs, 'certain')];
  if (!isFast && offsetMs >= MAX_CLOCK_FAST_MS) return [clockWrong(offsetMs, 'likely')];
  return [clockDrifting(offsetMs)];
}

/** The account and the partition must be the database's: nothing else can be allowed. */
function accountFindings(
  subject: Subject,
  observations: Observations,
  caller: { readonly arn: string; readonly account: string },
  isAddressRight: boolean,
): readonly Finding[] {
  const description = seen(observations, 'description');
  const facts = description?.state === 'found' ? description.facts : subject.known;
  const partition = partitionOf(subject, facts);
  const own = parseArn(caller.arn)?.partition ?? partition;
  if (own !== partition)
    return [otherAccount(subject, caller.account, { account: facts?.account ?? partition, partition })];
  if (facts !== null && facts.account !== null && facts.account !== caller.account) {
    const found = otherAccount(subject, caller.account, facts);
    // discovery may have seen it with another profile, and AWS may still say that this one sees it too
    return [observations.description === undefined ? { ...found, certainty: 'likely' } : found];
  }
  return description?.state === 'missing' && isAddressRight
    ? [otherAccount(subject, caller.account, null)]
    : [];
}
