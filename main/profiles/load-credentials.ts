import { fromIni } from '@aws-sdk/credential-providers';
import { fail, succeed, type Failure } from '../../app/common/result.ts';
import { shellWord } from '../../app/common/text/shell.ts';
import type { Credentials, ProfileSection } from '../../app/profiles/model.ts';
import type { LoadCredentials, ProfileFiles } from '../../app/profiles/ports.ts';
import { awsFailure } from './aws-failure.ts';
import { sourceChain } from './source-chain.ts';

/**
 * Loads credentials with AWS's own provider for shared config files. Not the default chain: that one goes
 * on to the machine's own role where a profile fails, and would sign as someone else.
 *
 * @param files where the profile's section is looked up, to know whether it needs a person and what to run
 * @param defaultRegion for role and SSO calls of profiles that name no region
 */
export function loadCredentials(
  files: Pick<ProfileFiles, 'read'>,
  defaultRegion: string | null,
): LoadCredentials {
  return async (profile) => {
    const { sections } = await files.read();
    const chain = sourceChain(sections, profile);
    const mfa = chain.find(({ section }) => section['mfa_serial'] !== undefined && isRole(section));
    // AWS's provider is not asked: it would leave the source profile's own failure to nobody
    if (mfa !== undefined) return { ok: false, error: mfaNeeded(profile, mfa.section) };
    try {
      const provide = fromIni({
        profile,
        ignoreCache: true,
        clientConfig: { profile },
        // as the parent's: a region in clientConfig would also take the place of the profile's sso_region
        ...(defaultRegion === null ? {} : { parentClientConfig: { region: defaultRegion } }),
      });
      const given = await provide();
      return succeed<Credentials>({
        accessKeyId: given.accessKeyId,
        secretAccessKey: given.secretAccessKey,
        sessionToken: given.sessionToken ?? null,
        expiry: expiryOf(given),
      });
    } catch (cause) {
      return { ok: false, error: explain(profile, chain.at(-1) ?? { name: profile, section: {} }, cause) };
    }
  };
}

function expiryOf(given: { sessionToken?: string; expiration?: Date }): Credentials['expiry'] {
  if (given.expiration !== undefined) return { kind: 'at', time: given.expiration.getTime() };
  return given.sessionToken === undefined ? { kind: 'never' } : { kind: 'unstated' };
}

function isRole(section: ProfileSection): boolean {
  const source = section['source_profile'] ?? section['credential_source'];
  return section['role_arn'] !== undefined && source !== undefined;
}

function mfaNeeded(profile: string, section: ProfileSection): Failure {
  const source = shellWord(section['source_profile'] ?? profile);
  const device = shellWord(section['mfa_serial'] ?? 'MFA-DEVICE-ARN');
  return fail('mfa-needed', `Profile ${profile} needs an MFA code.`, {
    hint: 'Get session keys with your code and save them as a profile of their own.',
    command: `aws sts get-session-token --profile ${source} --serial-number ${device} --token-code CODE`,
  }).error;
}

/**
 * Says what to run for a profile that needs a person, and what is wrong with one that needs an edit.
 *
 * @param source the profile at the end of the chain, which is the one to sign in to
 */
function explain(
  profile: string,
  { name, section }: { readonly name: string; readonly section: ProfileSection },
  cause: unknown,
): Failure {
  const known = awsFailure(cause, `Profile ${profile}`);
  // a network that is down is not a sign-in that has ended
  if (known.code !== 'aws-error') return known;
  const next = { hint: 'Run this in a terminal; Latchkey notices when it is done.' };
  if (section['sso_session'] !== undefined || section['sso_start_url'] !== undefined) {
    return fail(
      'sign-in-needed',
      `Profile ${profile} is not signed in to IAM Identity Center, or its sign-in has ended.`,
      { ...next, command: `aws sso login --profile ${shellWord(name)}` },
    ).error;
  }
  if (section['login_session'] !== undefined) {
    return fail('sign-in-needed', `Profile ${profile} is not signed in, or its sign-in has ended.`, {
      ...next,
      command: `aws login --profile ${shellWord(name)}`,
    }).error;
  }
  // the provider's own words; it has no error of its own for this
  if (cause instanceof Error && cause.message.includes('returned expired credentials')) {
    return fail('credentials-expired', known.message, {
      hint: 'Renew them with the program that the profile names, then refresh.',
    }).error;
  }
  return fail('profile-unusable', known.message, {
    hint: 'Look at this profile in the AWS config and credentials files.',
  }).error;
}
