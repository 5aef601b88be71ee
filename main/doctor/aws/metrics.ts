import { CloudWatchClient, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import type { ErrorsSeen, IamErrorCode } from '../../../app/doctor/observations.ts';
import type { CheckOrder } from '../../../app/doctor/ports.ts';
import type { DatabaseFacts } from '../../../app/doctor/subject.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import type { LookOptions } from './ask.ts';

/**
 * The metrics of failed logins, which need no export of logs. They do not say of which user.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Troubleshooting.html
 */
const FAILURES: readonly (readonly [metric: string, code: IamErrorCode])[] = [
  ['IamDbAuthConnectionFailureInsufficientPermissions', 'NotAuthorized'],
  ['IamDbAuthConnectionFailureInvalidToken', 'InvalidToken'],
  ['IamDbAuthConnectionFailureThrottling', 'ThrottlingException'],
  ['IamDbAuthConnectionFailureServerError', 'InternalError'],
];

/** What concerns whoever logs in, whoever was refused. */
const OF_EVERYBODY: ReadonlySet<IamErrorCode> = new Set<IamErrorCode>([
  'ThrottlingException',
  'InternalError',
]);

/** How long the time is that one value stands for, in seconds. */
const PERIOD_S = 300;

/** What the metrics say. */
export type Measured = Pick<ErrorsSeen, 'codes' | 'counted' | 'freeMemory'>;

/** What is known where nothing could be measured. */
export const NOTHING_MEASURED: Measured = { codes: [], counted: [], freeMemory: null };

/** From when until when, in milliseconds since the epoch. */
interface Span {
  readonly from: number;
  readonly until: number;
}

/** Makes what reads a database's metrics; it is destroyed by whoever made it. */
export async function measuring(
  options: LookOptions,
  order: Pick<CheckOrder, 'subject'>,
  credentials: Credentials,
) {
  const client = new CloudWatchClient(await options('cloudwatch', order, credentials));
  return {
    /** Reads all pages; rejects where AWS denies it or the signal ends it. */
    measure: async (
      facts: DatabaseFacts,
      { from, until }: Span,
      abortSignal: AbortSignal,
    ): Promise<Measured> => {
      const question = {
        StartTime: new Date(from),
        EndTime: new Date(until),
        MetricDataQueries: [
          query(facts, 'memory', 'FreeableMemory', 'Minimum'),
          ...FAILURES.map(([metric, code]) => query(facts, idOf(code), metric, 'Sum')),
        ],
      };
      const values = new Map<string, readonly number[]>();
      for await (const page of paginateGetMetricData({ client }, question, { abortSignal })) {
        for (const { Id = '', Values = [] } of page.MetricDataResults ?? []) {
          values.set(Id, [...(values.get(Id) ?? []), ...Values]);
        }
      }
      return measuredBy((id) => values.get(id) ?? []);
    },
    destroy: () => client.destroy(),
  };
}

function query({ kind, identifier }: DatabaseFacts, Id: string, MetricName: string, Stat: string) {
  const Name = kind === 'instance' ? 'DBInstanceIdentifier' : 'DBClusterIdentifier';
  const Metric = { Namespace: 'AWS/RDS', MetricName, Dimensions: [{ Name, Value: identifier }] };
  return { Id, MetricStat: { Metric, Period: PERIOD_S, Stat } };
}

/** CloudWatch wants an id to begin with a small letter. */
const idOf = (code: IamErrorCode): string => `of${code}`;

function measuredBy(valuesOf: (id: string) => readonly number[]): Measured {
  const counted = FAILURES.map(([, code]) => ({
    code,
    count: valuesOf(idOf(code)).reduce((sum, value) => sum + value, 0),
  })).filter(({ count }) => count > 0);
  const memory = valuesOf('memory');
  return {
    codes: counted.map(({ code }) => code).filter((code) => OF_EVERYBODY.has(code)),
    counted,
    freeMemory: memory.length === 0 ? null : Math.min(...memory),
  };
}
