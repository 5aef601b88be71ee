import { fail, succeed, type Result } from '../../app/common/result.ts';
import type { AwsConfig } from '../../app/profiles/config-files/model.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ResolvedProfile } from '../../app/profiles/plan/resolve-profile.ts';
import { commandOf, keysOf } from '../../app/profiles/plan/secrets.ts';
import { processLoop } from '../../app/profiles/plan/process-loop.ts';
import { loginCredentials } from './login-credentials.ts';
import { machineCredentials } from './machine-credentials.ts';
import { processCredentials } from './process-credentials.ts';
import { wordsOn } from './run-program.ts';
import { ssoCredentials } from './sso-credentials.ts';
import { assumeRoleWithWebIdentity } from './web-identity.ts';

/**
 * The credentials that a plan starts from.
 *
 * @param config the files that the plan was made of
 * @returns what the source of each kind returns
 * @throws what AWS and the SDK's providers say of IAM Identity Center
 */
export async function leafCredentials(
  { plan: { profile, leaf }, client }: ResolvedProfile,
  config: AwsConfig,
  env: NodeJS.ProcessEnv,
): Promise<Result<Credentials>> {
  switch (leaf.kind) {
    case 'keys': {
      const keys = keysOf(config, leaf);
      if (keys === null) return gone(profile);
      return succeed({ ...keys, expiry: { kind: keys.sessionToken === null ? 'never' : 'unstated' } });
    }
    case 'process': {
      const command = commandOf(config, leaf);
      if (command === null) return gone(profile);
      const loop = processLoop(config, leaf.profile, (line) => wordsOn(process.platform, line));
      return loop === null
        ? processCredentials({ profile, owner: leaf.profile }, command, env)
        : goesRound(profile, loop);
    }
    case 'sso':
      return ssoCredentials(profile, leaf, client, env);
    case 'login':
      return loginCredentials(profile, leaf, client);
    case 'web-identity':
      return assumeRoleWithWebIdentity(profile, leaf, client);
    case 'machine':
      return machineCredentials(profile, leaf.source, env);
  }
}

/** The plan is of other files than these. */
function gone(profile: string): Result<Credentials> {
  return fail('profile-unusable', `Profile ${profile}: its keys are not there any more.`, {
    hint: 'Refresh the profiles.',
  });
}

/** A program that asks the AWS CLI for what it is itself asked for. */
function goesRound(profile: string, loop: readonly string[]): Result<Credentials> {
  const message = `Profile ${profile}: its credential_process asks the AWS CLI for the same credentials again (${loop.join(', then ')}).`;
  return fail('profile-unusable', message, {
    hint: 'Let it name a profile that has credentials of another kind.',
  });
}
