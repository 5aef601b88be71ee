import type { Failure } from '../../common/result.ts';
import type { DatabaseFacts, Subject } from '../subject.ts';
import type { Finding } from './finding.ts';

/** The profile has no credentials that could sign. */
export function credentialsUnusable({ profile }: Subject, error: Failure): Finding {
  const needsPerson = error.code === 'sign-in-needed' || error.code === 'mfa-needed';
  return {
    cause: 'credentials-unusable',
    certainty: 'certain',
    headline: needsPerson
      ? `The profile ${profile} is not signed in.`
      : `The profile ${profile} has no credentials.`,
    detail: needsPerson ? '' : error.message,
    next: needsPerson ? 'Sign in, then check again.' : (error.hint ?? 'Mend the profile, then check again.'),
    remedies: needsPerson
      ? [{ kind: 'sign-in' }]
      : error.command === undefined
        ? []
        : [{ kind: 'command', command: error.command }],
  };
}

/** The credentials do not work any more, whatever time they say. */
export function credentialsEnded({ profile }: Subject, isUnknownKey: boolean): Finding {
  return {
    cause: 'credentials-ended',
    certainty: 'certain',
    headline: isUnknownKey
      ? `AWS does not know the access key of ${profile}.`
      : `The credentials of ${profile} have ended.`,
    detail: isUnknownKey
      ? 'The key may have been deleted or replaced.'
      : 'A token that they sign is refused from its first second.',
    next: 'Sign in again, or renew the credentials the way you got them.',
    remedies: [{ kind: 'sign-in' }],
  };
}

/** The computer's clock is off so far that tokens are refused. @param offsetMs how far AWS's clock is ahead */
export function clockWrong(offsetMs: number, certainty: Finding['certainty']): Finding {
  const isFast = offsetMs < 0;
  return {
    cause: 'clock-wrong',
    certainty,
    headline: `The clock of this computer is ${duration(offsetMs)} ${isFast ? 'fast' : 'slow'}.`,
    detail: isFast
      ? 'Tokens are dated in the future, and the database does not take them.'
      : 'Tokens are dated in the past, and end early or have ended before they are used.',
    next: 'Let the operating system set the time, then check again.',
    remedies: [],
  };
}

/** The clock is off, and tokens still work. @param offsetMs how far AWS's clock is ahead */
export function clockDrifting(offsetMs: number): Finding {
  const isFast = offsetMs < 0;
  return {
    cause: 'clock-drifting',
    certainty: 'certain',
    headline: `The clock of this computer is ${duration(offsetMs)} ${isFast ? 'fast' : 'slow'}.`,
    detail: isFast
      ? 'From five minutes on, the database does not take tokens.'
      : `Tokens work that much shorter than fifteen minutes.`,
    next: 'Let the operating system set the time.',
    remedies: [],
  };
}

/** The identity is of another account, or partition, than the database. */
export function otherAccount(
  { profile, name, region }: Subject,
  account: string,
  facts: Pick<DatabaseFacts, 'account' | 'partition'> | null,
): Finding {
  const isKnown = facts?.account !== null && facts?.account !== undefined;
  return {
    cause: 'other-account',
    certainty: isKnown ? 'certain' : 'likely',
    headline: isKnown
      ? `${name} is in account ${facts.account}, and ${profile} is in ${account}.`
      : `Account ${account} has no database ${name} in ${region}.`,
    detail: isKnown
      ? 'IAM database authentication works within one account only.'
      : 'It may be in another account or region, or have been deleted.',
    next: 'Use a profile of the database’s account, such as a role that you may assume there.',
    remedies: [],
  };
}

/** A time in words, minutes from two on. */
export function duration(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1_000);
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
