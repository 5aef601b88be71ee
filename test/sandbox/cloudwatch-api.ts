import { z } from 'zod';
import type { AuthError } from './auth-log.ts';
import type { Databases, Instance } from './databases.ts';
import { fail, type Answer, type Call } from './query-protocol.ts';

/** A question of either protocol, as it is read here. */
interface Query {
  readonly id: string;
  readonly metric: string;
  readonly instance: string;
  readonly periodMs: number;
}

const jsonQuestion = z.looseObject({
  StartTime: z.number(),
  EndTime: z.number(),
  MetricDataQueries: z
    .array(
      z.looseObject({
        Id: z.string(),
        MetricStat: z.looseObject({
          Period: z.number(),
          Metric: z.looseObject({
            MetricName: z.string(),
            Dimensions: z.array(z.looseObject({ Name: z.string(), Value: z.string() })).default([]),
          }),
        }),
      }),
    )
    .max(500),
});

/** What the smallest class has left, in bytes: enough to check tokens. */
const FREE_MEMORY = 420 * 1_048_576;

const CODES: Readonly<Record<string, AuthError['code'] | 'any'>> = {
  IamDbAuthConnectionFailure: 'any',
  IamDbAuthConnectionFailureInvalidToken: 'InvalidToken',
  IamDbAuthConnectionFailureInsufficientPermissions: 'NotAuthorized',
};

/** Answers `cloudwatch:GetMetricData` about databases: free memory, and sign-ins that failed. */
export function cloudwatch(call: Call, databases: Databases, errors: readonly AuthError[]): Answer {
  if (call.action !== 'GetMetricData') {
    return fail('InvalidAction', `The action ${call.action} is not valid for this web service.`);
  }
  const read = call.json === undefined ? fromParams(call.params) : fromJson(call.json);
  if (read === undefined) return fail('ValidationError', 'The request is not valid.');
  const { startMs, endMs, queries } = read;
  const results = queries.map(({ id, metric, instance, periodMs }) => {
    const database = databases.instances.find(
      (one) => one.id === instance && one.account === call.identity.account && one.region === call.region,
    );
    const points = database === undefined ? [] : pointsOf(database, metric, periodMs, errors);
    const within = points.filter(({ time }) => time >= startMs && time < endMs);
    return {
      Id: id,
      Label: metric,
      Timestamps: within.map(({ time }) => new Date(time)),
      Values: within.map(({ value }) => value),
      StatusCode: 'Complete',
    };
  });
  if (call.json !== undefined) return { ok: true, result: { MetricDataResults: results, Messages: [] } };
  return {
    ok: true,
    result: {
      MetricDataResults: {
        member: results.map(({ Timestamps, Values, ...rest }) => ({
          ...rest,
          Timestamps: { member: Timestamps },
          Values: { member: Values },
        })),
      },
    },
  };

  function pointsOf(
    database: Instance,
    metric: string,
    periodMs: number,
    all: readonly AuthError[],
  ): { readonly time: number; readonly value: number }[] {
    const start = (time: number): number => Math.floor(time / periodMs) * periodMs;
    if (metric === 'FreeableMemory') return [{ time: start(call.now - periodMs), value: FREE_MEMORY }];
    const code = CODES[metric];
    const times = all
      .filter((one) => one.database.resourceId === database.resourceId)
      .filter((one) => code === 'any' || one.code === code)
      .map(({ time }) => start(time));
    return [...new Set(times)].map((time) => ({ time, value: times.filter((one) => one === time).length }));
  }
}

interface Question {
  readonly startMs: number;
  readonly endMs: number;
  readonly queries: readonly Query[];
}

function fromJson(json: unknown): Question | undefined {
  const asked = jsonQuestion.safeParse(json);
  if (!asked.success) return undefined;
  const { StartTime, EndTime, MetricDataQueries } = asked.data;
  return {
    startMs: StartTime * 1_000,
    endMs: EndTime * 1_000,
    queries: MetricDataQueries.map(({ Id, MetricStat: { Period, Metric } }) => ({
      id: Id,
      metric: Metric.MetricName,
      instance: Metric.Dimensions.find(({ Name }) => Name === 'DBInstanceIdentifier')?.Value ?? '',
      periodMs: Period * 1_000,
    })),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
function fromParams(params: ReadonlyMap<string, string>): Question | undefined {
  const startMs = Date.parse(params.get('StartTime') ?? '');
  const endMs = Date.parse(params.get('EndTime') ?? '');
  if (Number.isNaN(startMs) || Number.isNaN(endMs)) return undefined;
  const queries: Query[] = [];
  for (let index = 1; params.has(`MetricDataQueries.member.${index}.Id`); index += 1) {
    const at = `MetricDataQueries.member.${index}`;
    const metric = `${at}.MetricStat.Metric`;
    let instance = '';
    for (let one = 1; params.has(`${metric}.Dimensions.member.${one}.Name`); one += 1) {
      const dimension = `${metric}.Dimensions.member.${one}`;
      if (params.get(`${dimension}.Name`) === 'DBInstanceIdentifier')
        instance = params.get(`${dimension}.Value`) ?? '';
    }
    queries.push({
      id: params.get(`${at}.Id`) ?? '',
      metric: params.get(`${metric}.MetricName`) ?? '',
      instance,
      periodMs: Number(params.get(`${at}.MetricStat.Period`) ?? '60') * 1_000,
    });
  }
  return { startMs, endMs, queries };
}
