import {
  AssumeRoleCommand,
  GetSessionTokenCommand,
  type Credentials as StsCredentials,
} from '@aws-sdk/client-sts';
import type { Secret } from '../../app/common/secret.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import type { RoleHop } from '../../app/profiles/plan/model.ts';
import { NotAwsError } from './aws-http-handler.ts';
import { withSts } from './sts-client.ts';

/** How long STS may take for one call and its retry, in milliseconds, however slowly it answers. */
const CALL_TIMEOUT_MS = 45_000;

/** A device and the code that it shows. */
export interface MfaAnswer {
  readonly serial: string;
  readonly code: Secret;
}

/** What of a role is said to AWS; whether there is a code is said apart. */
export type RoleToAssume = Pick<RoleHop, 'roleArn' | 'roleSessionName' | 'externalId' | 'durationSeconds'>;

/**
 * Assumes a role with the credentials of its source.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 *
 * @param answer null where no device is asked
 * @throws what AWS says
 */
export function assumeRole(
  { roleArn, roleSessionName, externalId, durationSeconds }: RoleToAssume,
  source: Credentials,
  settings: ClientSettings,
  answer: MfaAnswer | null = null,
): Promise<Credentials> {
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: roleSessionName ?? sessionName(),
    ...(externalId === null ? {} : { ExternalId: externalId }),
    ...(durationSeconds === null ? {} : { DurationSeconds: durationSeconds }),
    ...(answer === null ? {} : { SerialNumber: answer.serial, TokenCode: answer.code.reveal() }),
  });
  return withSts(settings, source, async (client) =>
    takenFrom((await client.send(command, deadline())).Credentials),
  );
}

/**
 * Begins a session of long-lived keys with the code of their user's device. AWS's own 12 hours are taken, as with the
 * AWS CLI.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 *
 * @throws what AWS says
 */
export function getSessionToken(
  { serial, code }: MfaAnswer,
  source: Credentials,
  settings: ClientSettings,
): Promise<Credentials> {
  const command = new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: code.reveal() });
  return withSts(settings, source, async (client) =>
    takenFrom((await client.send(command, deadline())).Credentials),
  );
}

function deadline() {
  return { abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS) };
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
