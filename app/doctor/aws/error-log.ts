import type { IamErrorCode } from '../observations.ts';

/** A line of a database's IAM error log. */
export interface IamError {
  readonly code: IamErrorCode;
  /** The database user; empty where the line names none. */
  readonly user: string;
  /** The identity; empty where the line names none. */
  readonly arn: string;
}

const CODES: readonly IamErrorCode[] = [
  'NotAuthorized',
  'ExpiredToken',
  'InvalidToken',
  'ThrottlingException',
  'InternalError',
];

/** The log group of a database's IAM errors. It is there only where the log is exported. */
export function errorLogGroup(kind: 'instance' | 'cluster', identifier: string): string {
  return `/aws/rds/${kind}/${identifier}/iam-db-auth-error`;
}

/**
 * Reads a line of the log; null for any other line.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Troubleshooting.html
 */
export function readErrorLine(line: string): IamError | null {
  const [, written] = /Error\s+Code:\s*(\w+)\)/.exec(line) ?? [];
  const code = CODES.find((one) => one === written);
  if (code === undefined) return null;
  const [, quoted, bare] = /request\s+for\s+user\s+(?:'([^']*)'|(\S+))/.exec(line) ?? [];
  const [, arn = ''] = /caller\s+'(arn:[^']*)'/.exec(line) ?? [];
  return { code, user: quoted ?? bare ?? '', arn: arn.replaceAll(/\s/g, '') };
}

/**
 * What the log says of one user, the latest first.
 *
 * @param lines in the order of their time
 */
export function errorCodesFor(lines: readonly string[], user: string): readonly IamErrorCode[] {
  const codes = lines
    .flatMap((line) => readErrorLine(line) ?? [])
    .filter((error) => error.user === user || error.user === '')
    .map(({ code }) => code);
  return [...new Set(codes.toReversed())];
}
