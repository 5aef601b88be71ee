import type { Instance } from './databases.ts';
import type { RefusalReason } from './token-verifier.ts';

/** A token that a database has refused, as RDS would note it. */
export interface AuthError {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly database: Instance;
  readonly user: string;
  readonly code: 'NotAuthorized' | 'ExpiredToken' | 'InvalidToken';
  readonly message: string;
}

/**
 * The line of the `iam-db-auth-error` log for a token that was refused.
 * Source: RDS User Guide, "Troubleshooting for IAM DB authentication"; its examples word for word.
 *
 * @param arn of the identity that signed; empty where it is not known
 */
export function authError(
  database: Instance,
  user: string,
  reason: RefusalReason,
  arn: string,
  time: number,
): AuthError {
  const about = { time, database, user };
  const stamp = new Date(time).toISOString().replace('Z', '').replace('.', ',');
  const start = `${stamp} [ERROR] Failed to`;
  if (reason === 'not-allowed') {
    return {
      ...about,
      code: 'NotAuthorized',
      message: `${start} authorize the connection request for user ${user} because the IAM policy assumed by the caller '${arn}' is not authorized to perform \`rds-db:connect\` on the DB instance. (Status Code: 403, Error Code:NotAuthorized)`,
    };
  }
  if (reason === 'expired') {
    return {
      ...about,
      code: 'ExpiredToken',
      message: `${start} authenticate the connection request for user ${user} because the token age is longer than 15 minutes. (Status Code: 400, Error Code:ExpiredToken)`,
    };
  }
  return {
    ...about,
    code: 'InvalidToken',
    message: `${start} authenticate the connection request for user '${user}' because the provided token is malformed or otherwise invalid. (Status Code: 400, Error Code: InvalidToken)`,
  };
}
