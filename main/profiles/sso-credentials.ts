import { fromSSO } from '@aws-sdk/credential-providers';
import { succeed, type Result } from '../../app/common/result.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import type { Leaf } from '../../app/profiles/plan/model.ts';
import { clientOptions } from './client-options.ts';
import { signInNeeded } from './person-needed.ts';
import { givenBySdk } from './sdk-credentials.ts';
import { isSamePortal, knownSignIn } from './sso-token.ts';

/** A sign-in with less than this left is renewed first, where it can be, in milliseconds: the SDK's own limit. */
const RENEW_BEFORE_MS = 5 * 60_000;

/**
 * The credentials of a role in IAM Identity Center, with the sign-in of exactly the session that the profile
 * names.
 *
 * @param profile the one that is used
 * @returns `sign-in-needed`
 * @throws what AWS says
 */
export async function ssoCredentials(
  profile: string,
  leaf: Extract<Leaf, { kind: 'sso' }>,
  settings: ClientSettings,
): Promise<Result<Credentials>> {
  const { session, startUrl, region, accountId, roleName } = leaf;
  const key = session ?? startUrl;
  const signIn = await renewed(key, leaf, settings);
  if (signIn === null || signIn.expiresAt <= Date.now()) return signInNeeded(profile, leaf);
  if (signIn.startUrl !== null && !isSamePortal(signIn.startUrl, startUrl)) {
    const message = `Profile ${profile}: the SSO session ${key} is signed in to another start URL than its own.`;
    return { ok: false, error: { ...signInNeeded(profile, leaf).error, message } };
  }
  const provide = fromSSO({
    // without a session the SDK takes the sign-in that is kept under this key, and looks up no profile
    ssoStartUrl: key,
    ssoRegion: region,
    ssoAccountId: accountId,
    ssoRoleName: roleName,
    clientConfig: await clientOptions(settings, 'sso', region),
  });
  return succeed(givenBySdk(await provide()));
}

/** The sign-in of a session, which the SDK renews and writes back where it is about to end. */
async function renewed(key: string, leaf: Extract<Leaf, { kind: 'sso' }>, settings: ClientSettings) {
  const signIn = await knownSignIn(key);
  const { profile, session, startUrl, region, accountId, roleName } = leaf;
  const isEnding = signIn !== null && signIn.expiresAt - Date.now() < RENEW_BEFORE_MS;
  if (!isEnding || !signIn.canRefresh || session === null) return signIn;
  try {
    // only for the token file that it leaves: whose sign-in it is the SDK finds out by its own reading
    await fromSSO({
      profile,
      ssoSession: session,
      ssoStartUrl: startUrl,
      ssoRegion: region,
      ssoAccountId: accountId,
      ssoRoleName: roleName,
      ignoreCache: true,
      clientConfig: await clientOptions(settings, 'sso_oidc', region),
    })();
  } catch {
    // what is left of the sign-in says what to do
  }
  return knownSignIn(key);
}
