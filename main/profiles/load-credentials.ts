import { fail, succeed, type Failure, type Result } from '../../app/common/result.ts';
import type { AwsConfig } from '../../app/profiles/config-files/model.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import { refusedFailure } from '../../app/profiles/plan/refused-failure.ts';
import { resolveProfile, type ResolvedProfile } from '../../app/profiles/plan/resolve-profile.ts';
import type { LoadCredentials, ProfileFiles } from '../../app/profiles/ports.ts';
import { assumeRole } from './assume-role.ts';
import { awsFailure } from './aws-failure.ts';
import { leafCredentials } from './leaf-credentials.ts';
import { mfaNeeded, signInNeeded } from './person-needed.ts';

/**
 * Loads credentials as AWS's files say it, and in no other way: from where the profile's chain starts, over
 * each of its roles. Nothing of the machine signs for a profile that does not name it.
 *
 * @param env its `AWS_…` variables go before the files; a `credential_process` gets all of it
 */
export function loadCredentials(files: Pick<ProfileFiles, 'read'>, env: NodeJS.ProcessEnv): LoadCredentials {
  return async (profile) => {
    const { config } = await files.read();
    const resolved = resolveProfile(config, profile, env);
    if (!resolved.ok) return { ok: false, error: refusedFailure(profile, resolved.error) };
    return walk(resolved.value, config, env);
  };
}

async function walk(
  resolved: ResolvedProfile,
  config: AwsConfig,
  env: NodeJS.ProcessEnv,
): Promise<Result<Credentials>> {
  const { plan, client } = resolved;
  // as with the AWS CLI, a device without a role asks for no code: the keys are used as they are
  const mfa = plan.hops.find(({ kind, mfaSerial }) => kind === 'role' && mfaSerial !== null);
  // nobody can be asked yet, so the source is left alone
  if (mfa !== undefined) return mfaNeeded(plan.profile, mfa);
  const start = await startOf(resolved, config, env);
  if (!start.ok) return start;
  let credentials = start.value;
  for (const hop of plan.hops) {
    if (hop.kind !== 'role') continue;
    try {
      credentials = await assumeRole(hop, credentials, client);
    } catch (cause) {
      const role = hop.profile === plan.profile ? 'its role' : `the role of ${hop.profile}`;
      return { ok: false, error: awsFailure(cause, `Profile ${plan.profile}, assuming ${role}`) };
    }
  }
  return succeed(credentials);
}

async function startOf(
  resolved: ResolvedProfile,
  config: AwsConfig,
  env: NodeJS.ProcessEnv,
): Promise<Result<Credentials>> {
  try {
    return await leafCredentials(resolved, config, env);
  } catch (cause) {
    return { ok: false, error: explain(resolved, cause) };
  }
}

/** Says what to run for a profile that needs a person, and what is wrong with one that needs an edit. */
function explain({ plan: { profile, leaf } }: ResolvedProfile, cause: unknown): Failure {
  const known = awsFailure(cause, `Profile ${profile}`);
  // a network that is down is not a sign-in that has ended
  if (known.code !== 'aws-error') return known;
  if (leaf.kind === 'sso' || leaf.kind === 'login') return signInNeeded(profile, leaf).error;
  return fail('profile-unusable', known.message, {
    hint: 'Look at this profile in the AWS config and credentials files.',
  }).error;
}
