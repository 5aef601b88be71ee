import { z } from 'zod';
import type { AuthError } from './auth-log.ts';
import type { Databases } from './databases.ts';
import { fail, type Answer, type Call } from './query-protocol.ts';

const question = z.looseObject({
  logGroupName: z.string(),
  startTime: z.number().optional(),
  endTime: z.number().optional(),
  filterPattern: z.string().optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
  nextToken: z.string().optional(),
});

/** Answers `logs:FilterLogEvents` for the IAM error logs of databases that export them. */
export function logs(call: Call, databases: Databases, errors: readonly AuthError[]): Answer {
  if (call.action !== 'FilterLogEvents') {
    return fail('UnknownOperationException', `The sandbox has no ${call.action}.`);
  }
  const asked = question.safeParse(call.json);
  if (!asked.success) return fail('InvalidParameterException', 'The request is not valid.');
  const { logGroupName, startTime = 0, endTime = Infinity, filterPattern, limit, nextToken } = asked.data;
  const [, id] = /^\/aws\/rds\/instance\/([^/]+)\/iam-db-auth-error$/.exec(logGroupName) ?? [];
  const database = databases.instances.find(
    (one) => one.id === id && one.account === call.identity.account && one.region === call.region,
  );
  if (database?.logExports?.includes('iam-db-auth-error') !== true) {
    return fail('ResourceNotFoundException', 'The specified log group does not exist.');
  }
  const words = filterPattern === undefined || filterPattern === '' ? [] : wordsOf(filterPattern);
  const found = errors
    .filter((one) => one.database.resourceId === database.resourceId)
    .filter(({ time }) => time >= startTime && time < endTime)
    .filter(({ message }) => words.every((word) => message.includes(word)));
  const start = Number(nextToken ?? '0');
  const end = start + limit;
  return {
    ok: true,
    result: {
      events: found.slice(start, end).map(({ time, message }, index) => ({
        logStreamName: database.resourceId,
        timestamp: time,
        message,
        ingestionTime: time,
        eventId: String(start + index).padStart(56, '0'),
      })),
      searchedLogStreams: [],
      nextToken: end < found.length ? String(end) : undefined,
    },
  };
}

/** The terms of a filter pattern, all of which must be there; quoted ones may have spaces. */
function wordsOf(pattern: string): string[] {
  return [...pattern.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}
