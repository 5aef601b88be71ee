import { CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { errorCodesFor, errorLogGroup } from '../../../app/doctor/aws/error-log.ts';
import { factsOf } from '../../../app/doctor/diagnose.ts';
import type { ErrorsSeen, IamErrorCode } from '../../../app/doctor/observations.ts';
import type { DatabaseFacts } from '../../../app/doctor/subject.ts';
import type { AwsLook } from '../probes.ts';
import { isNotFound, observed, type LookOptions } from './ask.ts';

/** How far back is looked, in milliseconds. */
const LOOK_BACK_MS = 60 * 60_000;
/** How many lines of the log are read at most. */
const MAX_LINES = 100;
const MINUTE_S = 60;

/** What CloudWatch says of the last hour: the IAM error log, where it is exported, and RDS's metrics. */
export function errorLog(options: LookOptions): AwsLook<'errors'> {
  return async (order, credentials, signal) => {
    const { subject, observations } = order;
    const facts = factsOf(subject, observations);
    if (facts === null || facts.kind === 'dsql' || facts.kind === 'proxy') return { outcome: 'skipped' };
    const logs = new CloudWatchLogsClient(await options('cloudwatch_logs', order, credentials));
    const metrics = new CloudWatchClient(await options('cloudwatch', order, credentials));
    const startedAt = Date.now() - LOOK_BACK_MS;
    try {
      const [lines, measured] = await Promise.all([
        observed('logs:FilterLogEvents', () => linesOf(logs, facts, startedAt, signal)),
        observed('cloudwatch:GetMetricData', () => measure(metrics, facts, startedAt, signal)),
      ]);
      if (lines.outcome !== 'seen' && measured.outcome !== 'seen') return lines;
      const written = lines.outcome === 'seen' ? errorCodesFor(lines.value, subject.dbUser) : [];
      const counted = measured.outcome === 'seen' ? measured.value : NOTHING_MEASURED;
      const codes = [...new Set([...written, ...counted.codes])];
      return { outcome: 'seen', value: { codes, freeMemory: counted.freeMemory } };
    } finally {
      logs.destroy();
      metrics.destroy();
    }
  };
}

async function linesOf(
  client: CloudWatchLogsClient,
  { kind, identifier }: DatabaseFacts,
  startTime: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const group = errorLogGroup(kind === 'instance' ? 'instance' : 'cluster', identifier);
  const ask = new FilterLogEventsCommand({
    logGroupName: group,
    startTime,
    filterPattern: '"Error Code"',
    limit: MAX_LINES,
  });
  try {
    const said = await client.send(ask, { abortSignal: signal });
    return (said.events ?? []).flatMap(({ message }) => message ?? []);
  } catch (cause) {
    // the log is not exported
    if (isNotFound(cause)) return [];
    throw cause;
  }
}

/**
 * Metrics that do not say for which user: only what all users share is taken from them.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Troubleshooting.html
 */
const FAILURES: readonly (readonly [metric: string, code: IamErrorCode])[] = [
  ['IamDbAuthConnectionFailureThrottling', 'ThrottlingException'],
  ['IamDbAuthConnectionFailureServerError', 'InternalError'],
];

const NOTHING_MEASURED: ErrorsSeen = { codes: [], freeMemory: null };

async function measure(
  client: CloudWatchClient,
  { kind, identifier }: DatabaseFacts,
  startedAt: number,
  signal: AbortSignal,
): Promise<ErrorsSeen> {
  const Name = kind === 'instance' ? 'DBInstanceIdentifier' : 'DBClusterIdentifier';
  const query = (Id: string, MetricName: string, Stat: string) => ({
    Id,
    MetricStat: {
      Metric: { Namespace: 'AWS/RDS', MetricName, Dimensions: [{ Name, Value: identifier }] },
      Period: 5 * MINUTE_S,
      Stat,
    },
  });
  const ask = new GetMetricDataCommand({
    StartTime: new Date(startedAt),
    EndTime: new Date(startedAt + LOOK_BACK_MS),
    MetricDataQueries: [
      query('memory', 'FreeableMemory', 'Minimum'),
      ...FAILURES.map(([metric], index) => query(`failure${index}`, metric, 'Sum')),
    ],
  });
  const said = await client.send(ask, { abortSignal: signal });
  const results: readonly MetricDataResult[] = said.MetricDataResults ?? [];
  const valuesOf = (id: string): readonly number[] => results.find(({ Id }) => Id === id)?.Values ?? [];
  const memory = valuesOf('memory');
  return {
    codes: FAILURES.flatMap(([, code], index) =>
      valuesOf(`failure${index}`).some((value) => value > 0) ? [code] : [],
    ),
    freeMemory: memory.length === 0 ? null : Math.min(...memory),
  };
}
