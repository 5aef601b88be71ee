import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../../app/common/result.ts';
import { awsFailure, roleFailure } from '../../../main/profiles/aws-failure.ts';

function named(name: string, message = 'Words.', more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

describe('what AWS or the network says', () => {
  it.each<[FailureCode, unknown]>([
    ['credentials-expired', named('ExpiredToken')],
    ['credentials-expired', named('ExpiredTokenException')],
    ['credentials-invalid', named('InvalidClientTokenId')],
    ['credentials-invalid', named('SignatureDoesNotMatch')],
    ['credentials-invalid', named('UnrecognizedClientException')],
    ['access-denied', named('AccessDenied')],
    ['access-denied', named('AccessDeniedException')],
    ['access-denied', named('UnauthorizedOperation')],
    ['throttled', named('Throttling')],
    ['throttled', named('ThrottlingException')],
    ['throttled', named('RequestLimitExceeded')],
    ['unreachable', named('Error', 'getaddrinfo', { code: 'ENOTFOUND' })],
    ['unreachable', named('Error', '', { code: 'ECONNREFUSED' })],
    ['unreachable', named('TimeoutError')],
    ['not-aws', named('Error', 'x', { code: 'CERT_HAS_EXPIRED' })],
    ['not-aws', named('Error', 'x', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
    ['not-aws', named('Error', 'x', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })],
    ['not-aws', named('Error', 'x', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
    ['not-aws', named('NotAwsError')],
    ['not-aws', new SyntaxError('Unexpected token \'<\', "<html>"... is not valid JSON')],
    ['not-aws', named('Error', 'Unclosed tag\n  Deserialization error: to see the raw response')],
    ['clock-wrong', named('ClockWrongError')],
    ['clock-wrong', named('RequestTimeTooSkewed')],
    ['credentials-invalid', named('InvalidIdentityToken')],
    ['access-denied', named('IDPRejectedClaim')],
    ['unreachable', named('IDPCommunicationError')],
    ['unreachable', new Error('outer', { cause: named('Error', 'inner', { code: 'ECONNRESET' }) })],
    ['unreachable', named('CredentialsProviderError', 'Error: connect ECONNREFUSED 127.0.0.1:1')],
    ['access-denied', named('CredentialsProviderError', 'ForbiddenException: No access')],
    ['aws-error', named('CredentialsProviderError', 'UnauthorizedException: Session token not found')],
    ['aws-error', named('Error', 'It said ECONNREFUSED somewhere')],
    ['aws-error', named('InternalFailure')],
    ['aws-error', 'text'],
    ['aws-error', undefined],
  ])('is %s: %s', (code, cause) => {
    expect(awsFailure(cause, 'Asking')).toMatchObject({ code, message: expect.stringMatching(/^Asking: ./) });
  });

  it('is told in its first line, at a length that fits', () => {
    const { message } = awsFailure(named('AccessDenied', `${'x'.repeat(2_000)}\nstack`), 'Asking');
    expect(message.length).toBeLessThan(700);
    expect(message).not.toContain('stack');
  });

  it('without words is told by its name', () => {
    expect(awsFailure(named('Error', '', { code: 'ECONNREFUSED' }), 'Asking').message).toContain(
      'ECONNREFUSED',
    );
    expect(awsFailure(null, 'Asking').message).toBe('Asking: unknown error');
  });

  it('is a denied role where a role was asked for', () => {
    expect(roleFailure(named('AccessDenied', 'Not authorized.'), 'Assuming')).toMatchObject({
      code: 'role-denied',
      hint: expect.stringContaining('trust policy'),
    });
    expect(roleFailure(named('ExpiredToken'), 'Assuming').code).toBe('credentials-expired');
  });

  it('is not quoted where AWS did not say it', () => {
    const { message } = awsFailure(new SyntaxError('Unexpected token \'<\', "<script>x" is not'), 'Asking');
    expect(message).toBe('Asking: what answered is not AWS');
  });

  it('goes on however deep its causes lead', () => {
    const loop = named('Odd');
    loop.cause = loop;
    expect(awsFailure(loop, 'Asking').code).toBe('aws-error');
  });
});
