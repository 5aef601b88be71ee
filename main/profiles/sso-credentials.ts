import { GetRoleCredentialsCommand } from '@aws-sdk/client-sso';
import { fail, succeed, type Failure, type Result } from '../../app/common/result.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import type { Leaf } from '../../app/profiles/plan/model.ts';
import { signInNeeded } from './person-needed.ts';
import { withSso } from './sso-client.ts';
import { awsFailure } from './aws-failure.ts';
import { errorName } from './error-name.ts';
import { currentToken } from './sso-refresh.ts';
import { isSamePortal, readToken, refuseToken, tokenPath, type SsoToken } from './sso-token.ts';

type SsoLeaf = Extract<Leaf, { kind: 'sso' }>;

/**
 * The credentials of a role in IAM Identity Center, with the sign-in of exactly the session that the profile
 * names. https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html
 *
 * @param profile the one that is used
 * @returns `sign-in-needed`, `role-denied`, `throttled`, `unreachable`, `profile-unusable` or `aws-error`
 */
export async function ssoCredentials(
  profile: string,
  leaf: SsoLeaf,
  settings: ClientSettings,
  env: NodeJS.ProcessEnv,
): Promise<Result<Credentials>> {
  const path = tokenPath(leaf, env);
  const current = await currentToken(path, leaf, settings);
  if (!current.ok)
    return {
      ok: false,
      error: { ...current.error, message: `Profile ${profile}: ${current.error.message}` },
    };
  const token = current.value;
  if (token === null || token.expiresAt <= Date.now()) return signInNeeded(profile, leaf);
  if (token.startUrl !== undefined && !isSamePortal(token.startUrl, leaf.startUrl)) {
    const message = `Profile ${profile}: the SSO session ${leaf.session ?? leaf.startUrl} is signed in to another start URL than its own.`;
    return { ok: false, error: { ...signInNeeded(profile, leaf).error, message } };
  }
  try {
    return await roleCredentials(token, leaf, settings);
  } catch (cause) {
    if (errorName(cause) !== 'UnauthorizedException')
      return { ok: false, error: explain(cause, profile, leaf) };
    refuseToken(token);
    // somebody may have signed in anew meanwhile
    const now = await readToken(path);
    if (now === null) return signInNeeded(profile, leaf);
    return roleCredentials(now, leaf, settings).catch((again: unknown) => ({
      ok: false as const,
      error: explain(again, profile, leaf),
    }));
  }
}

async function roleCredentials(
  { accessToken }: SsoToken,
  { accountId, roleName, region }: SsoLeaf,
  settings: ClientSettings,
): Promise<Result<Credentials>> {
  const { roleCredentials: given } = await withSso(settings, region, (client) =>
    client.send(new GetRoleCredentialsCommand({ accessToken, accountId, roleName })),
  );
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = given ?? {};
  if (!accessKeyId || !secretAccessKey || !sessionToken || !expiration) {
    return fail('aws-error', `IAM Identity Center gave no credentials for ${roleName} in ${accountId}.`, {
      hint: 'Check again in a moment.',
    });
  }
  return succeed({ accessKeyId, secretAccessKey, sessionToken, expiry: { kind: 'at', time: expiration } });
}

/** Signed in, and still no credentials: why, in words. */
function explain(cause: unknown, profile: string, leaf: SsoLeaf): Failure {
  const { accountId, roleName } = leaf;
  switch (errorName(cause)) {
    case 'UnauthorizedException':
      return signInNeeded(profile, leaf).error;
    case 'ForbiddenException':
      return fail(
        'role-denied',
        `Profile ${profile}: you are signed in, but the role ${roleName} in account ${accountId} is not assigned to you.`,
        {
          hint: 'Ask whoever manages IAM Identity Center for it, or correct sso_account_id and sso_role_name.',
        },
      ).error;
    case 'ResourceNotFoundException':
    case 'InvalidRequestException':
      return fail(
        'profile-unusable',
        `Profile ${profile}: IAM Identity Center does not know the role ${roleName} in account ${accountId}.`,
        { hint: 'Correct sso_account_id and sso_role_name in the AWS config file.' },
      ).error;
    default:
      return awsFailure(cause, `Profile ${profile}`);
  }
}
