import { fail, succeed, type Failure, type Result } from '../../app/common/result.ts';
import type { AwsConfig } from '../../app/profiles/config-files/model.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { Leaf } from '../../app/profiles/plan/model.ts';
import { refusedFailure } from '../../app/profiles/plan/refused-failure.ts';
import { resolveProfile, type ResolvedProfile } from '../../app/profiles/plan/resolve-profile.ts';
import { commandOf } from '../../app/profiles/plan/secrets.ts';
import type { LoadCredentials, MfaSource, ProfileFiles } from '../../app/profiles/ports.ts';
import { awsFailure } from './aws-failure.ts';
import { hopCredentials } from './hop-credentials.ts';
import { leafCredentials } from './leaf-credentials.ts';
import { signInNeeded } from './person-needed.ts';

/**
 * Loads credentials as AWS's files say it, and in no other way: from where the profile's chain starts, over
 * each of its roles. Nothing of the machine signs for a profile that does not name it.
 *
 * @param env its `AWS_…` variables go before the files; a `credential_process` gets all of it
 */
export function loadCredentials(files: Pick<ProfileFiles, 'read'>, env: NodeJS.ProcessEnv): LoadCredentials {
  return async (profile, mfa) => {
    const { config } = await files.read();
    const resolved = resolveProfile(config, profile, env);
    if (!resolved.ok) return { ok: false, error: refusedFailure(profile, resolved.error) };
    return walk(resolved.value, { config, env, mfa });
  };
}

interface Around {
  readonly config: AwsConfig;
  readonly env: NodeJS.ProcessEnv;
  readonly mfa: MfaSource;
}

/** The source comes first: nobody is asked for a code that could be of no use. */
async function walk(resolved: ResolvedProfile, around: Around): Promise<Result<Credentials>> {
  const { plan, client } = resolved;
  const start = await startOf(resolved, around);
  if (!start.ok) return start;
  let credentials = start.value;
  const origin = originOf(plan.leaf, start.value, around.config);
  for (const [at, hop] of plan.hops.entries()) {
    const sourceKey = JSON.stringify([origin, plan.hops.slice(0, at)]);
    const step = { profile: plan.profile, hop, source: credentials, sourceKey, client };
    const next = await hopCredentials(step, around.mfa);
    if (!next.ok) return next;
    credentials = next.value;
  }
  return succeed(credentials);
}

/** What tells where credentials start from any other start, also where their keys are new each time. */
function originOf(leaf: Leaf, { accessKeyId }: Credentials, config: AwsConfig): unknown {
  if (leaf.kind === 'keys') return [leaf, accessKeyId];
  return leaf.kind === 'process' ? [leaf, commandOf(config, leaf)] : [leaf];
}

async function startOf(resolved: ResolvedProfile, { config, env }: Around): Promise<Result<Credentials>> {
  try {
    return await leafCredentials(resolved, config, env);
  } catch (cause) {
    return { ok: false, error: explain(resolved, cause) };
  }
}

/** Says what to run for a profile that needs a person, and what is wrong with one that needs an edit. */
function explain({ plan: { profile, leaf } }: ResolvedProfile, cause: unknown): Failure {
  const known = awsFailure(cause, `Profile ${profile}`);
  if (leaf.kind === 'sso' && known.code === 'access-denied') {
    return fail(
      'role-denied',
      `Profile ${profile}: ${leaf.roleName} in ${leaf.accountId} is not assigned to you.`,
      {
        hint: 'You are signed in. Ask for this role in IAM Identity Center, or correct the profile.',
      },
    ).error;
  }
  // a network that is down is not a sign-in that has ended
  if (known.code !== 'aws-error') return known;
  if (leaf.kind === 'sso' || leaf.kind === 'login') return signInNeeded(profile, leaf).error;
  return fail('profile-unusable', known.message, {
    hint: 'Look at this profile in the AWS config and credentials files.',
  }).error;
}
