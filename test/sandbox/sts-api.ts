import { sessionPolicyOf, type Directory } from './directory.ts';
import { fail, type Answer, type Call } from './query-protocol.ts';
import { getSessionToken, mfaProblem } from './sts-mfa.ts';

/** Answers one STS call: GetCallerIdentity, GetSessionToken, or AssumeRole with MFA where the role asks for it. */
export function sts(call: Call, directory: Directory): Answer {
  if (call.action === 'GetCallerIdentity') {
    const { arn, userId, account } = call.identity;
    return { ok: true, result: { Arn: arn, UserId: userId, Account: account } };
  }
  if (call.action === 'GetSessionToken') return getSessionToken(call, directory);
  if (call.action !== 'AssumeRole') {
    return fail('InvalidAction', `Could not find operation ${call.action} for version 2011-06-15`);
  }

  const roleArn = call.params.get('RoleArn') ?? '';
  const sessionName = call.params.get('RoleSessionName') ?? '';
  const seconds = Number(call.params.get('DurationSeconds') ?? '3600');
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    return fail(
      'ValidationError',
      `1 validation error detected: Value '${sessionName}' at 'roleSessionName' failed`,
    );
  }
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 3600) {
    return fail(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  const problem = mfaProblem(call, directory);
  if (problem !== null) return problem;
  const role = directory.role(roleArn);
  const hasMfa = call.params.has('TokenCode') || call.identity.hasMfa === true;
  const denied = `User: ${call.identity.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
  // STS tells a missing role and a forbidden one in the same words, and a missing MFA code too
  if (!role || (role.needsMfa === true && !hasMfa)) return fail('AccessDenied', denied, 403);
  const expiresAt = call.now + seconds * 1000;
  const text = call.params.get('Policy');
  const policy = text === undefined ? undefined : sessionPolicyOf(text);
  if (text !== undefined && policy === undefined) {
    return fail('MalformedPolicyDocument', 'Syntax errors in policy.');
  }
  const session = directory.assume(role, {
    name: sessionName,
    expiresAt,
    ...(policy === undefined ? {} : { policy }),
  });
  return {
    ok: true,
    result: {
      AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: session.secretAccessKey,
        SessionToken: session.sessionToken,
        Expiration: new Date(expiresAt),
      },
    },
  };
}
