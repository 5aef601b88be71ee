import { fail, succeed, type Failure, type Result } from '../../app/common/result.ts';
import type { Secret } from '../../app/common/secret.ts';
import { mfaDevice } from '../../app/mfa/model.ts';
import type { MfaNeed } from '../../app/mfa/ports.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import type { Hop } from '../../app/profiles/plan/model.ts';
import { roleOf } from '../../app/profiles/plan/words.ts';
import { assumeRole, getSessionToken } from './assume-role.ts';
import { awsFailure } from './aws-failure.ts';

/** A call to STS that takes a code. */
export type HopWithMfa = Hop & { readonly mfaSerial: string };

/** What a session with a device is begun with. */
export interface MfaStart {
  /** The profile that is used. */
  readonly profile: string;
  readonly hop: HopWithMfa;
  readonly source: Credentials;
  /** Tells sources whose keys change from one time to the next apart: how they are come by. */
  readonly sourceKey: string;
  readonly client: ClientSettings;
}

/**
 * Whether one code is good for all roles of a device: long-lived keys can begin a session of their user, and their
 * roles are then assumed with it. GetSessionToken takes no keys of a session, and needs no permission.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html
 */
export function beginsUserSession({ hop, source }: Pick<MfaStart, 'hop' | 'source'>): boolean {
  return hop.kind === 'session' || source.sessionToken === null;
}

/** What is asked of a person, and what the code is traded for: a session of the user, or of the role itself. */
export function mfaNeedOf(start: MfaStart): MfaNeed {
  const { profile, hop, source, sourceKey, client } = start;
  const { mfaSerial: serial } = hop;
  const isUsers = beginsUserSession(start);
  const sts = [client.endpoints.get('sts')?.url ?? null, client.legacySts];
  const key = JSON.stringify(isUsers ? [source.accessKeyId, serial, sts] : [sourceKey, hop, sts]);
  return {
    key,
    serial,
    profile,
    role: hop.kind === 'role' ? roleOf(hop.roleArn) : null,
    async exchange(code): Promise<Result<Credentials>> {
      try {
        const answer = { serial, code };
        return succeed(
          hop.kind === 'session' || isUsers
            ? await getSessionToken(answer, source, client)
            : await assumeRole(hop, source, client, answer),
        );
      } catch (cause) {
        return { ok: false, error: mfaFailure(cause, start, code) };
      }
    },
  };
}

/**
 * What STS says of a code. It tells a wrong code and an unknown device apart in words alone, under the name
 * AccessDenied.
 */
function mfaFailure(cause: unknown, { profile, hop }: MfaStart, code: Secret): Failure {
  const said = cause instanceof Error ? cause.message : '';
  if (/MultiFactorAuthentication failed/i.test(said)) {
    if (!/serial number is valid/i.test(said)) {
      return fail('mfa-refused', 'AWS did not accept that code.', {
        hint: 'Wait for the next one; codes change every 30 seconds.',
      }).error;
    }
    const { name } = mfaDevice(hop.mfaSerial);
    return fail('profile-unusable', `AWS knows no device ${name} of the user of profile ${profile}.`, {
      hint: `Correct mfa_serial of profile ${hop.profile} in the AWS config file.`,
    }).error;
  }
  return withoutCode(awsFailure(cause, `Profile ${profile}`), code);
}

/** AWS quotes values that it finds invalid, and a proxy may quote anything. */
function withoutCode(error: Failure, code: Secret): Failure {
  return { ...error, message: error.message.replaceAll(code.reveal(), '······') };
}
