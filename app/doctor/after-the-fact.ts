import { factsOf } from './diagnose.ts';
import { CHECKS } from './checks/table.ts';
import {
  seen,
  type CheckId,
  type ErrorsSeen,
  type IamErrorCode,
  type Observations,
  type Unseen,
} from './observations.ts';
import type { Subject } from './subject.ts';

/** Something that was looked at afterwards, in words. */
interface Told {
  readonly title: string;
  readonly text: string;
}

/** The log's codes as one says them. */
const CODES: Record<IamErrorCode, string> = {
  NotAuthorized: 'not allowed by IAM',
  ExpiredToken: 'the token had ended',
  InvalidToken: 'the token was damaged',
  ThrottlingException: 'too many logins at once',
  InternalError: 'the service that checks tokens failed',
};

/** What CloudWatch's log and metrics, the security groups and RDS's pending changes say. */
export function afterTheFact(subject: Subject, observations: Observations): readonly Told[] {
  const facts = factsOf(subject, observations);
  return [
    { title: 'Failed logins of the last hour', text: errorsText(observations, subject) },
    { title: 'Free memory', text: memoryText(observations) },
    { title: 'Security groups', text: groupsText(observations) },
    { title: 'Pending changes', text: pendingText(facts?.pendingChanges) },
  ];
}

function errorsText(observations: Observations, { dbUser }: Subject): string {
  const errors = seen(observations, 'errors');
  if (errors === null) return whyNot('errors', observations);
  const { codes, counted } = errors;
  const told = [
    ...(codes.length === 0 ? [] : [`${dbUser}: ${codes.map((code) => CODES[code]).join(', ')}`]),
    ...(counted.length === 0
      ? []
      : [`All users: ${counted.map(({ code, count }) => `${CODES[code]} (${count})`).join(', ')}`]),
    ...unseenOf(errors),
  ];
  if (told.length > 0) return told.join('. ');
  return 'None are known. The log iam-db-auth-error says whose they were, where it is exported.';
}

function unseenOf({ logUnseen, metricsUnseen }: ErrorsSeen): readonly string[] {
  return [
    ...(logUnseen === null ? [] : [`The log: ${inSentence(unseenText(logUnseen, 'errors'))}`]),
    ...(metricsUnseen === null ? [] : [`The metrics: ${inSentence(unseenText(metricsUnseen, 'errors'))}`]),
  ];
}

/** Words behind a colon; names of AWS keep their capitals. */
function inSentence(words: string): string {
  return words.replace(/^No/, 'no');
}

function memoryText(observations: Observations): string {
  const errors = seen(observations, 'errors');
  if (errors === null) return whyNot('errors', observations);
  if (errors.metricsUnseen !== null) return unseenText(errors.metricsUnseen, 'errors');
  if (errors.freeMemory === null) return 'Not measured';
  return `${Math.round(errors.freeMemory / 1_048_576)} MiB at the lowest in the last hour`;
}

function groupsText(observations: Observations): string {
  const groups = seen(observations, 'securityGroups');
  if (groups === null) return whyNot('securityGroups', observations);
  const names = groups.groups.join(', ');
  if (groups.letsIn === false) return `${names} let nobody in at this port`;
  return `${names} let in ${groups.sources.slice(0, 8).join(', ')}`;
}

function pendingText(pending: readonly string[] | undefined): string {
  if (pending === undefined) return 'Not looked at';
  return pending.length === 0 ? 'None' : pending.join(', ');
}

/** Why nothing is known of it. */
function whyNot(check: CheckId, observations: Observations): string {
  const observation = observations[check];
  return observation === undefined || observation.outcome === 'seen'
    ? 'Not looked at'
    : unseenText(observation, check);
}

function unseenText(unseen: Unseen, check: CheckId): string {
  switch (unseen.outcome) {
    case 'not-allowed':
      return `Not allowed to look (${unseen.permission})`;
    case 'failed':
      return unseen.message;
    case 'timed-out':
      return `No answer in ${CHECKS[check].limitMs / 1_000} seconds`;
    default:
      return 'Not looked at';
  }
}
