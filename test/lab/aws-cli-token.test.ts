import { afterEach, describe, expect, it, vi } from 'vitest';
import { signWithRdsSigner } from '../../main/tokens/rds-signer.ts';
import { runProgram } from '../sandbox/run-program.ts';
import { AWS_PROGRAM } from '../sandbox/aws-program.ts';

const request = {
  host: 'orders.cluster-c9q2xexample.eu-west-1.rds.amazonaws.com',
  port: 5432,
  region: 'eu-west-1',
};
const keys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

afterEach(() => {
  vi.useRealTimers();
});

describe('a token and the AWS CLI’s for the same input', () => {
  it.each([
    ['long-lived keys', 'app_readonly', null],
    ['a session token of 744 characters', 'app_readonly', 'IQoJb3JpZ2luX2VjE+/='.repeat(38).slice(0, 744)],
    ['a user with characters to encode', 'dana.reyes@corp+ro', null],
  ])('are the same but for the order of the query: %s', async (_, dbUser, sessionToken) => {
    const { stdout, code } = await runProgram(
      AWS_PROGRAM,
      // prettier-ignore
      ['rds', 'generate-db-auth-token', '--hostname', request.host, '--port', String(request.port), '--region', request.region, '--username', dbUser],
      {
        PATH: process.env['PATH'] ?? '',
        HOME: '/nonexistent',
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        ...(sessionToken === null ? {} : { AWS_SESSION_TOKEN: sessionToken }),
      },
    );
    expect(code).toBe(0);
    const theirs = stdout.trim();
    vi.setSystemTime(amzDate(theirs));
    const ours = await signWithRdsSigner(
      { ...request, dbUser },
      { ...keys, sessionToken, expiry: { kind: 'never' } },
    );
    expect(parts(ours.token)).toEqual(parts(theirs));
  });
});

/** A token's host and path, and its query's words as they are written, sorted. */
function parts(token: string): { place: string; query: string[] } {
  const [place = '', query = ''] = token.split('?');
  return { place, query: query.split('&').toSorted() };
}

function amzDate(token: string): Date {
  const found = /X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(token);
  const [, ...digits] = found ?? [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = digits.map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}
