import { fail, type Failure, type FailureCode } from '../../app/common/result.ts';

/**
 * AWS's error names and Node's network codes, by what they mean to someone who wants in.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html
 */
const codes: ReadonlyArray<readonly [RegExp, FailureCode]> = [
  [/^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/, 'credentials-expired'],
  [
    /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|AuthFailure|InvalidToken)$/,
    'credentials-invalid',
  ],
  [
    /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|NotAuthorized|OptInRequired|ForbiddenException)$/,
    'access-denied',
  ],
  [
    /^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|RequestThrottled)/,
    'throttled',
  ],
  [
    /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|TimeoutError|NetworkingError|AggregateError|CERT_.*|.*SELF_SIGNED.*|ERR_TLS.*|UNABLE_TO_.*)$/,
    'unreachable',
  ],
];

const hints: Partial<Record<FailureCode, string>> = {
  'credentials-expired': 'Renew the credentials the way you got them; Latchkey sees the change by itself.',
  'credentials-invalid':
    'AWS does not accept these keys. Look whether they were rotated or deleted, and whether this computer’s clock is right. Where only one region says so, it is not enabled for the account.',
  'access-denied': 'Ask for this permission, or use a profile that has it.',
  throttled: 'AWS is limiting requests from this account. Refresh in a moment.',
  unreachable: 'Look at your network, VPN and proxy, then refresh.',
};

/**
 * Says in the closed set's words what an AWS call or a credential source reported.
 *
 * @param cause what was thrown
 * @param doing what was being done, as in "DescribeDBInstances in eu-west-1"
 */
export function awsFailure(cause: unknown, doing: string): Failure {
  const code = codeOf(cause);
  const { error } = fail(code, `${doing}: ${words(cause)}`);
  const hint = hints[code];
  return hint === undefined ? error : { ...error, hint };
}

function codeOf(cause: unknown): FailureCode {
  for (const name of namesOf(cause)) {
    const found = codes.find(([pattern]) => pattern.test(name));
    if (found !== undefined) return found[1];
  }
  return 'aws-error';
}

/** Error names and codes from the outermost to the innermost cause. */
function namesOf(cause: unknown): string[] {
  const names: string[] = [];
  let current = cause;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') names.push(current.code);
    names.push(current.name);
    // credential providers put what they met into words and drop the error itself
    if (/^(Credentials|Token)ProviderError$/.test(current.name))
      names.push(...current.message.split(/[^\w]+/));
    current = current.cause;
  }
  return names;
}

/** An error's first line, at a length that fits a window. Many Node network errors have an empty message. */
function words(cause: unknown): string {
  const message = cause instanceof Error ? cause.message.split('\n')[0]?.trim() : '';
  const said =
    message === undefined || message === '' ? namesOf(cause).join(', ') || 'unknown error' : message;
  return said.length > 600 ? `${said.slice(0, 600)}…` : said;
}
