import { AssumeRoleCommand, type Credentials as StsCredentials } from '@aws-sdk/client-sts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import type { RoleHop } from '../../app/profiles/plan/model.ts';
import { NotAwsError } from './aws-http-handler.ts';
import { withSts } from './sts-client.ts';

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
  return withSts(settings, source, async (client) => takenFrom((await client.send(command)).Credentials));
}

/** What CloudTrail shows of a session that its profile does not name. */
export function sessionName(): string {
  return `latchkey-${Date.now()}`;
}

/** The credentials in an answer of STS; an answer without them is not AWS's. */
export function takenFrom(given: StsCredentials | undefined): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw new NotAwsError('what answered is not AWS');
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiry: Expiration === undefined ? { kind: 'unstated' } : { kind: 'at', time: Expiration.getTime() },
  };
}
