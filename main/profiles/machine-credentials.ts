import { fromHttp, fromInstanceMetadata } from '@aws-sdk/credential-providers';
import { fail, succeed, type Failure, type Result } from '../../app/common/result.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { MachineSource } from '../../app/profiles/plan/model.ts';
import { awsFailure } from './aws-failure.ts';
import { givenBySdk } from './sdk-credentials.ts';
import { hideFilesFromSdk } from './sdk-files.ts';

/** How long one answer of the machine's own metadata may take, in milliseconds: a laptop has none, and nobody answers. */
const METADATA_TIMEOUT_MS = 2_000;
/** How long all of it may take, in milliseconds. */
const DEADLINE_MS = 10_000;

const limits = { timeout: METADATA_TIMEOUT_MS, maxRetries: 1 };

/** The SDK warns on the console where it makes ended credentials look longer than they are. */
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * What the machine that Latchkey runs on has for a role with `credential_source`.
 *
 * @param profile the one that is used
 * @returns `profile-unusable` where the machine has no such thing, `unreachable`, `access-denied`,
 * `credentials-expired` or `not-aws`
 */
export function machineCredentials(
  profile: string,
  source: MachineSource,
  env: NodeJS.ProcessEnv,
): Promise<Result<Credentials>> {
  switch (source) {
    case 'Environment':
      return Promise.resolve(fromEnvironment(profile, env));
    case 'EcsContainer':
      return fromContainer(profile, env);
    case 'Ec2InstanceMetadata':
      return fromInstance(profile, env);
  }
}

function fromEnvironment(profile: string, env: NodeJS.ProcessEnv): Result<Credentials> {
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

async function fromContainer(profile: string, env: NodeJS.ProcessEnv): Promise<Result<Credentials>> {
  const relative = env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] ?? '';
  const full = env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '';
  if (relative === '' && full === '') {
    const message = `Profile ${profile} is for a container, and Latchkey does not run in one that has AWS credentials.`;
    return fail('profile-unusable', message, { hint: 'Use it there, or choose another profile.' });
  }
  const tokenFile = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'] ?? '';
  const provide = () =>
    // an empty text keeps the SDK from its own look at the environment
    fromHttp({
      ...limits,
      awsContainerCredentialsRelativeUri: relative,
      awsContainerCredentialsFullUri: relative === '' ? full : '',
      awsContainerAuthorizationTokenFile: tokenFile,
      awsContainerAuthorizationToken:
        tokenFile === '' ? (env['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '') : '',
    })();
  return provided(profile, 'the container’s credentials', provide);
}

async function fromInstance(profile: string, env: NodeJS.ProcessEnv): Promise<Result<Credentials>> {
  if (env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') {
    const message = `Profile ${profile} is for an EC2 instance, and AWS_EC2_METADATA_DISABLED is set.`;
    return fail('profile-unusable', message, {
      hint: 'Start Latchkey without it, or choose another profile.',
    });
  }
  hideFilesFromSdk();
  return provided(profile, 'the instance’s role', fromInstanceMetadata({ ...limits, logger: silent }));
}

interface Given {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
  /** Where the SDK has made `expiration` later than the source says it. */
  originalExpiration?: Date;
}

async function provided(
  profile: string,
  what: string,
  provide: () => Promise<Given>,
): Promise<Result<Credentials>> {
  try {
    const { originalExpiration, ...given } = await within(DEADLINE_MS, provide());
    const end = originalExpiration ?? given.expiration;
    if (end !== undefined && end.getTime() <= Date.now()) {
      const message = `Profile ${profile}: ${what} ended at ${end.toISOString()}, and there are no newer ones.`;
      return fail('credentials-expired', message, { hint: 'Look at the machine’s metadata service.' });
    }
    return succeed(givenBySdk({ ...given, ...(end === undefined ? {} : { expiration: end }) }));
  } catch (cause) {
    return { ok: false, error: explain(profile, what, cause) };
  }
}

function explain(profile: string, what: string, cause: unknown): Failure {
  const known = awsFailure(cause, `Profile ${profile}, asking for ${what}`);
  const status = cause instanceof Error && 'statusCode' in cause ? cause.statusCode : null;
  const said = cause instanceof Error ? cause.message : '';
  if (status === 404) {
    return fail('profile-unusable', `Profile ${profile}: this EC2 instance has no role.`, {
      hint: 'Attach an instance profile to it.',
    }).error;
  }
  if (status === 401 || status === 403 || /status: 40[13]\b/.test(said)) {
    return fail(
      'access-denied',
      `Profile ${profile}: the metadata service of this machine refuses to answer.`,
      {
        hint: 'Look at its settings, and at the authorization token for containers.',
      },
    ).error;
  }
  if (known.code === 'unreachable' || /Unable to connect|Timeout/.test(said)) {
    return fail('unreachable', `Profile ${profile}: nobody answers for ${what} on this machine.`, {
      hint: 'It works only where that service runs. Elsewhere choose another profile.',
    }).error;
  }
  if (known.code !== 'aws-error') return known;
  return fail('profile-unusable', known.message, {
    hint: 'Look at the machine’s metadata service, and at the AWS_CONTAINER_… variables.',
  }).error;
}

/** The SDK's readers of metadata limit each silence, and not a whole answer. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Timeout')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
