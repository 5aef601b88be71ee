import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { errorCodesFor, errorLogGroup } from '../../../app/doctor/aws/error-log.ts';
import { factsOf } from '../../../app/doctor/diagnose.ts';
import type { Observation } from '../../../app/doctor/observations.ts';
import type { DatabaseFacts } from '../../../app/doctor/subject.ts';
import type { AwsLook } from '../probes.ts';
import { isNotFound, observed, unseen, type LookOptions } from './ask.ts';
import { measuring, NOTHING_MEASURED } from './metrics.ts';

/** How far back is looked, in milliseconds. */
const LOOK_BACK_MS = 60 * 60_000;
/** How many lines of the log are kept at most, the newest. */
const MAX_LINES = 1_000;
/** How much earlier than the check itself a question ends, in milliseconds: one that is silent must not cost the other. */
const BEFORE_LIMIT_MS = 200;

/** What CloudWatch says of the last hour: the IAM error log, where it is exported, and RDS's metrics. */
export function errorLog(options: LookOptions): AwsLook<'errors'> {
  return async (order, credentials, signal) => {
    const { subject, observations, limitMs } = order;
    const facts = factsOf(subject, observations);
    if (facts === null || facts.kind === 'dsql' || facts.kind === 'proxy') return { outcome: 'skipped' };
    const logs = new CloudWatchLogsClient(await options('cloudwatch_logs', order, credentials));
    const metrics = await measuring(options, order, credentials);
    const until = Date.now();
    const span = { from: until - LOOK_BACK_MS, until };
    const ask = <T>(permission: string, call: (end: AbortSignal) => Promise<T>): Promise<Observation<T>> =>
      inTime(limitMs - BEFORE_LIMIT_MS, signal, permission, call);
    try {
      const [lines, measured] = await Promise.all([
        ask('logs:FilterLogEvents', (end) => linesOf(logs, facts, span.from, end)),
        ask('cloudwatch:GetMetricData', (end) => metrics.measure(facts, span, end)),
      ]);
      if (lines.outcome !== 'seen' && measured.outcome !== 'seen') return neither(lines, measured);
      const written = lines.outcome === 'seen' ? errorCodesFor(lines.value, subject.dbUser) : [];
      const { codes, counted, freeMemory } = measured.outcome === 'seen' ? measured.value : NOTHING_MEASURED;
      return {
        outcome: 'seen',
        value: {
          codes: [...new Set([...written, ...codes])],
          counted,
          freeMemory,
          logUnseen: unseen(lines),
          metricsUnseen: unseen(measured),
        },
      };
    } finally {
      logs.destroy();
      metrics.destroy();
    }
  };
}

/** What is said where neither the log nor the metrics could be read: both permissions, where both are missing. */
function neither(lines: Observation<unknown>, measured: Observation<unknown>): Observation<never> {
  const [one, other] = [unseen(lines), unseen(measured)];
  if (one?.outcome === 'not-allowed' && other?.outcome === 'not-allowed') {
    return { outcome: 'not-allowed', permission: `${one.permission}, ${other.permission}` };
  }
  return one ?? other ?? { outcome: 'skipped' };
}

/** Asks, and gives up a moment before the whole check does. @param limitMs in milliseconds */
async function inTime<T>(
  limitMs: number,
  stop: AbortSignal,
  permission: string,
  call: (end: AbortSignal) => Promise<T>,
): Promise<Observation<T>> {
  const late = AbortSignal.timeout(Math.max(limitMs, 0));
  const said = await observed(permission, () => call(AbortSignal.any([stop, late])));
  return said.outcome === 'failed' && late.aborted ? { outcome: 'timed-out' } : said;
}

/** The newest lines, all pages of them: a page may be empty and not the last. */
async function linesOf(
  client: CloudWatchLogsClient,
  { kind, identifier }: DatabaseFacts,
  startTime: number,
  abortSignal: AbortSignal,
): Promise<readonly string[]> {
  const logGroupName = errorLogGroup(kind === 'instance' ? 'instance' : 'cluster', identifier);
  const question = { logGroupName, startTime, filterPattern: '"Error Code"' };
  let lines: string[] = [];
  try {
    for await (const { events = [] } of paginateFilterLogEvents({ client }, question, { abortSignal })) {
      lines = [...lines, ...events.flatMap(({ message }) => message ?? [])].slice(-MAX_LINES);
    }
    return lines;
  } catch (cause) {
    // the log is not exported
    if (isNotFound(cause)) return [];
    throw cause;
  }
}
