import {
  fromContainerMetadata,
  fromHttp,
  fromInstanceMetadata,
  fromLoginCredentials,
} from '@aws-sdk/credential-providers';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import type { AwsConfig } from '../../app/profiles/config-files/model.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { Leaf, MachineSource } from '../../app/profiles/plan/model.ts';
import { refusedFailure } from '../../app/profiles/plan/refused-failure.ts';
import type { ResolvedProfile } from '../../app/profiles/plan/resolve-profile.ts';
import { commandOf, keysOf } from '../../app/profiles/plan/secrets.ts';
import { assumeRoleWithWebIdentity } from './assume-role.ts';
import { clientOptions } from './client-options.ts';
import { processCredentials } from './process-credentials.ts';
import { givenBySdk } from './sdk-credentials.ts';
import { ssoCredentials } from './sso-credentials.ts';

/** How long the machine's own metadata may take, in milliseconds: a laptop has none, and nobody answers. */
const METADATA_TIMEOUT_MS = 2_000;

/**
 * The credentials that a plan starts from.
 *
 * @param config the files that the plan was made of
 * @returns `profile-unusable`, `sign-in-needed` or `credentials-expired`
 * @throws what AWS and the SDK's providers say
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
      return command === null ? gone(profile) : processCredentials(profile, command, env);
    }
    case 'sso':
      return ssoCredentials(profile, leaf, client);
    case 'login':
      return loginCredentials(profile, leaf, await clientOptions(client, 'signin', null));
    case 'web-identity':
      return succeed(await assumeRoleWithWebIdentity(leaf, client));
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

/**
 * The credentials of `aws login`. The SDK takes the sign-in from its own reading of the profile; one for
 * another account than the plan's is refused.
 */
async function loginCredentials(
  profile: string,
  leaf: Extract<Leaf, { kind: 'login' }>,
  clientConfig: Awaited<ReturnType<typeof clientOptions>>,
): Promise<Result<Credentials>> {
  const given = await fromLoginCredentials({ profile: leaf.profile, ignoreCache: true, clientConfig })();
  const [, account] = /^arn:[\w-]+:\w+::(\d+):/.exec(leaf.session) ?? [];
  if (account !== undefined && given.accountId !== undefined && given.accountId !== account) {
    const message = `The sign-in that was found is for account ${given.accountId}, not for ${account}.`;
    const hint = 'Look whether the config file has this profile twice.';
    return { ok: false, error: refusedFailure(profile, { code: 'contradiction', message, hint, at: null }) };
  }
  return succeed(givenBySdk(given));
}

async function machineCredentials(
  profile: string,
  source: MachineSource,
  env: NodeJS.ProcessEnv,
): Promise<Result<Credentials>> {
  const limits = { timeout: METADATA_TIMEOUT_MS, maxRetries: 1 };
  switch (source) {
    case 'Environment': {
      const accessKeyId = env['AWS_ACCESS_KEY_ID'] ?? '';
      const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'] ?? '';
      const token = env['AWS_SESSION_TOKEN'] ?? '';
      if (accessKeyId === '' || secretAccessKey === '') {
        const message = `Profile ${profile}: the environment that Latchkey was started in holds no AWS keys.`;
        const hint = 'Start Latchkey with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set.';
        return fail('profile-unusable', message, { hint });
      }
      const sessionToken = token === '' ? null : token;
      return succeed({
        accessKeyId,
        secretAccessKey,
        sessionToken,
        expiry: { kind: sessionToken === null ? 'never' : 'unstated' },
      });
    }
    case 'EcsContainer': {
      const full = env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '';
      const relative = env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] ?? '';
      const provide = full === '' && relative === '' ? fromContainerMetadata(limits) : fromHttp(limits);
      return succeed(givenBySdk(await provide()));
    }
    case 'Ec2InstanceMetadata':
      return succeed(givenBySdk(await fromInstanceMetadata(limits)()));
  }
}
