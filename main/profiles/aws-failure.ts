import { fail, type Failure, type FailureCode } from '../../app/common/result.ts';
import { proxyFaultOf } from '../proxies/proxy-error.ts';

/**
 * AWS's error names and Node's network codes, by what they mean to someone who wants in.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/CommonErrors.html
 */
const codes: ReadonlyArray<readonly [RegExp, FailureCode]> = [
  [/^(ClockWrongError|RequestTimeTooSkewed|RequestInTheFuture)$/, 'clock-wrong'],
  [/^NotAwsError$/, 'not-aws'],
  [/^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/, 'credentials-expired'],
  [
    /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|AuthFailure|InvalidToken|InvalidIdentityToken|InvalidIdentityTokenException)$/,
    'credentials-invalid',
  ],
  [
    /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|NotAuthorized|OptInRequired|ForbiddenException|IDPRejectedClaim|IDPRejectedClaimException|RegionDisabledException)$/,
    'access-denied',
  ],
  [
    /^(Throttling|ThrottlingException|TooManyRequestsException|RequestLimitExceeded|RequestThrottled|SlowDown)/,
    'throttled',
  ],
  // whatever shows such a certificate in the place of AWS's is not AWS, or a proxy that is not known
  [/^(CERT_.*|.*SELF_SIGNED.*|ERR_TLS_CERT.*|UNABLE_TO_(VERIFY|GET_ISSUER).*)$/, 'not-aws'],
  [
    /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|TimeoutError|NetworkingError|AggregateError|ERR_TLS.*|UNABLE_TO_.*|IDPCommunicationError|IDPCommunicationErrorException)$/,
    'unreachable',
  ],
];

const hints: Partial<Record<FailureCode, string>> = {
  'credentials-expired': 'Renew the credentials the way you got them; Latchkey sees the change by itself.',
  'credentials-invalid':
    'AWS does not accept these keys. Look whether they were rotated or deleted, and whether this computer’s clock is right. Where only one region says so, it is not enabled for the account.',
  'access-denied': 'Ask for this permission, or use a profile that has it.',
  'role-denied':
    'Ask for sts:AssumeRole on this role, and look whether the role’s trust policy names this identity.',
  'clock-wrong': 'Set this computer’s clock, then check again. AWS refuses what is signed at another time.',
  'not-aws':
    'Open a web page to see whether this network wants you to sign in. Where a proxy of your company shows its own certificate, name its CA file in ca_bundle.',
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
  return told(codeOf(cause), cause, doing);
}

/** The same for a call that assumes a role: what is denied is the role. */
export function roleFailure(cause: unknown, doing: string): Failure {
  const code = codeOf(cause);
  return told(code === 'access-denied' ? 'role-denied' : code, cause, doing);
}

function told(code: FailureCode, cause: unknown, doing: string): Failure {
  const fault = proxyFaultOf(cause);
  if (fault !== null) return { ...fault, message: `${doing}: ${fault.message}` };
  const hint = hints[code];
  return fail(code, `${doing}: ${words(cause)}`, hint === undefined ? {} : { hint }).error;
}

function codeOf(cause: unknown): FailureCode {
  for (const name of namesOf(cause)) {
    const found = codes.find(([pattern]) => pattern.test(name));
    if (found !== undefined) return found[1];
  }
  return isNoAnswerOfAws(cause) ? 'not-aws' : 'aws-error';
}

/** Whether an answer could not be read, as the SDK says it: AWS's answers can. */
function isNoAnswerOfAws(cause: unknown): boolean {
  return (
    cause instanceof SyntaxError ||
    (cause instanceof Error && cause.message.includes('Deserialization error'))
  );
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
  // the first line would quote the answer
  if (isNoAnswerOfAws(cause)) return 'what answered is not AWS';
  const message = cause instanceof Error ? (cause.message.split('\n')[0]?.trim() ?? '') : '';
  const said = message === '' ? namesOf(cause).join(', ') || 'unknown error' : message;
  return said.length > 600 ? `${said.slice(0, 600)}…` : said;
}
