import { fromLoginCredentials } from '@aws-sdk/credential-providers';
import { fail, succeed, type Failure, type Result } from '../../app/common/result.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import type { Leaf } from '../../app/profiles/plan/model.ts';
import { awsFailure } from './aws-failure.ts';
import { clientOptions } from './client-options.ts';
import { signInNeeded } from './person-needed.ts';
import { givenBySdk } from './sdk-credentials.ts';
import { onlyProfile } from './sdk-files.ts';

/**
 * The credentials of `aws login`, which the SDK renews and writes back where they are about to end.
 *
 * @param profile the one that is used
 * @returns `sign-in-needed`, `access-denied`, `profile-unusable`, or what the network and AWS say
 */
export async function loginCredentials(
  profile: string,
  leaf: Extract<Leaf, { kind: 'login' }>,
  settings: ClientSettings,
): Promise<Result<Credentials>> {
  const options = await clientOptions(settings, 'signin', null);
  try {
    const given = await fromLoginCredentials({
      ...onlyProfile({ login_session: leaf.session }),
      clientConfig: options,
      // it warns on the console that it could not renew what still works
      logger: silent,
    })();
    const [, account] = /^arn:[\w-]+:\w+::(\d+):/.exec(leaf.session) ?? [];
    if (account !== undefined && given.accountId !== undefined && given.accountId !== account) {
      const message = `Profile ${profile}: the sign-in that was found is for account ${given.accountId}, not for ${account}.`;
      return { ok: false, error: { ...signInNeeded(profile, leaf).error, message } };
    }
    return succeed(givenBySdk(given));
  } catch (cause) {
    return { ok: false, error: explain(profile, leaf, cause) };
  } finally {
    options.requestHandler.destroy();
  }
}

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The SDK tells its refusals apart by their words alone. */
function explain(profile: string, leaf: Extract<Leaf, { kind: 'login' }>, cause: unknown): Failure {
  const said = cause instanceof Error ? cause.message : '';
  const needed = signInNeeded(profile, leaf).error;
  if (said.includes('INSUFFICIENT_PERMISSIONS') || said.includes('insufficient permissions')) {
    return fail('access-denied', `Profile ${profile}: AWS does not renew its sign-in with aws login.`, {
      hint: 'Ask for the permission signin:CreateOAuth2Token.',
    }).error;
  }
  if (said.includes('change in your password')) {
    return { ...needed, message: `Profile ${profile}: its password was changed since it signed in.` };
  }
  const known = awsFailure(cause, `Profile ${profile}`);
  // a sign-in that is not there, has ended or cannot be read is made anew; a network that is down is none of these
  return known.code === 'aws-error' || known.code === 'access-denied' ? needed : known;
}
