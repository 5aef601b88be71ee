import { fail, succeed, type Result } from '../../../app/common/result.ts';
import { shownWords } from '../../../app/doctor/server-words.ts';
import type { Subject } from '../../../app/doctor/subject.ts';
import { queryMysql } from './mysql.ts';
import { queryPostgres } from './postgres.ts';
import type { Query } from './question.ts';

/**
 * Logs in over verified TLS, asks one question that changes nothing, and goes.
 *
 * @returns the rows; `access-denied` where the database refuses, `unreachable` where it cannot be asked
 */
export async function queryDatabase(subject: Subject, query: Query): Promise<Result<readonly unknown[]>> {
  const ask = subject.family === 'postgres' ? queryPostgres : queryMysql;
  try {
    return succeed(await ask(subject, query));
  } catch (cause) {
    const { message } = shownWords({
      code: '',
      message: cause instanceof Error ? cause.message : 'It did not say why.',
      hint: '',
    });
    const isServers = cause instanceof Error && ('severity' in cause || 'sqlState' in cause);
    return isServers
      ? fail('access-denied', `${subject.name} did not answer who can log in: ${message}`, {
          hint: 'Ask as a user who may read this, or ask an administrator of the database.',
        })
      : fail('unreachable', `${subject.name} could not be asked: ${message}`, {
          hint: '“Can I connect?” finds out why.',
        });
  }
}
