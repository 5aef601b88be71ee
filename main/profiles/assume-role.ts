import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials as StsCredentials,
} from '@aws-sdk/client-sts';
import { readFile } from 'node:fs/promises';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import type { Leaf, RoleHop } from '../../app/profiles/plan/model.ts';
import { withSts } from './sts-client.ts';

/** How long a token file may take to read, in milliseconds: it may lie on a network drive. */
const READ_TIMEOUT_MS = 5_000;

/**
 * Assumes a role with the credentials of its source.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeRole(
  { roleArn, roleSessionName, externalId, durationSeconds }: RoleHop,
  source: Credentials,
  settings: ClientSettings,
): Promise<Credentials> {
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: roleSessionName ?? sessionName(),
    ...(externalId === null ? {} : { ExternalId: externalId }),
    ...(durationSeconds === null ? {} : { DurationSeconds: durationSeconds }),
  });
  return withSts(settings, source, async (client) => taken((await client.send(command)).Credentials));
}

/**
 * Assumes a role with the token that a file holds.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export async function assumeRoleWithWebIdentity(
  { tokenFile, roleArn, roleSessionName }: Extract<Leaf, { kind: 'web-identity' }>,
  settings: ClientSettings,
): Promise<Credentials> {
  const signal = AbortSignal.timeout(READ_TIMEOUT_MS);
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: roleArn,
    RoleSessionName: roleSessionName ?? sessionName(),
    WebIdentityToken: await readFile(tokenFile, { encoding: 'utf8', signal }),
  });
  return withSts(settings, null, async (client) => taken((await client.send(command)).Credentials));
}

/** What CloudTrail shows of a session that its profile does not name. */
function sessionName(): string {
  return `latchkey-${Date.now()}`;
}

function taken(given: StsCredentials | undefined): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw new Error('AWS STS gave no credentials');
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiry: Expiration === undefined ? { kind: 'unstated' } : { kind: 'at', time: Expiration.getTime() },
  };
}
