import { describe, expect, it } from 'vitest';
import { afterTheFact } from '../../../app/doctor/after-the-fact.ts';
import { notLookedAt } from '../../../app/doctor/lines.ts';
import type { Seen } from '../../../app/doctor/observations.ts';
import { errorsSeen, observed, subject } from './sample.ts';

const told = (over: Partial<Seen['errors']>) => {
  const seen = observed({ errors: errorsSeen(over) });
  const [logins, memory] = afterTheFact(subject, seen);
  return [logins?.text, memory?.text, ...notLookedAt(seen)];
};
const denied = (permission: string) => ({ outcome: 'not-allowed', permission }) as const;

describe('what CloudWatch says afterwards, in words', () => {
  it('tells the user’s failed logins from those that the metrics count of all', () => {
    expect(told({ codes: ['ExpiredToken'], counted: [{ code: 'NotAuthorized', count: 3 }] })).toEqual([
      'app_readonly: the token had ended. All users: not allowed by IAM (3)',
      'Not measured',
    ]);
  });

  it('says that there is nothing, and where it would be', () => {
    expect(told({ freeMemory: 420 * 1_048_576 })).toEqual([
      'None are known. The log iam-db-auth-error says whose they were, where it is exported.',
      '420 MiB at the lowest in the last hour',
    ]);
  });

  it('names the permission that is missing for each half', () => {
    expect(told({ logUnseen: denied('logs:FilterLogEvents'), freeMemory: 1_048_576 })).toEqual([
      'The log: not allowed to look (logs:FilterLogEvents)',
      '1 MiB at the lowest in the last hour',
      'The database’s IAM error log: not allowed to look (logs:FilterLogEvents).',
    ]);
    expect(told({ codes: ['NotAuthorized'], metricsUnseen: denied('cloudwatch:GetMetricData') })).toEqual([
      'app_readonly: not allowed by IAM. The metrics: not allowed to look (cloudwatch:GetMetricData)',
      'Not allowed to look (cloudwatch:GetMetricData)',
      'The database’s metrics: not allowed to look (cloudwatch:GetMetricData).',
    ]);
  });
});
