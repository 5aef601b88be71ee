import type { Observation, Unseen } from '../../../app/doctor/observations.ts';
import type { CheckOrder } from '../../../app/doctor/ports.ts';
import type { AwsService } from '../../../app/profiles/plan/configured-endpoints.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import { awsFailure } from '../../profiles/aws-failure.ts';
import { clientOptions } from '../../profiles/client-options.ts';
import { proxyFaultOf } from '../../proxies/proxy-error.ts';
import { sdkCredentials } from '../../profiles/sdk-credentials.ts';
import type { SettingsOf } from '../../profiles/settings-of.ts';

/** How the client of one service is made for a look; throws where the profile's settings cannot be used. */
export type LookOptions = (
  service: AwsService,
  order: Pick<CheckOrder, 'subject'>,
  credentials: Credentials,
) => Promise<
  Awaited<ReturnType<typeof clientOptions>> & { readonly credentials: ReturnType<typeof sdkCredentials> }
>;

/** Makes clients as the subject's profile says, for the subject's region. */
export function lookOptions(settingsOf: SettingsOf): LookOptions {
  return async (service, { subject }, credentials) => {
    const settings = await settingsOf(subject.profile);
    if (!settings.ok) throw new Error(settings.error.message);
    return {
      ...(await clientOptions(settings.value, service, subject.region)),
      credentials: sdkCredentials(credentials),
    };
  };
}

/**
 * What a call to AWS gives, as an observation: one that is denied costs nothing and names the permission.
 *
 * @param permission what AWS must allow, such as `iam:GetRole`
 */
export async function observed<T>(permission: string, call: () => Promise<T>): Promise<Observation<T>> {
  try {
    return { outcome: 'seen', value: await call() };
  } catch (cause) {
    if (awsFailure(cause, permission).code === 'access-denied') return { outcome: 'not-allowed', permission };
    const fault = proxyFaultOf(cause);
    if (fault !== null) return { outcome: 'failed', message: `AWS could not be asked. ${fault.message}` };
    const name = nameOf(cause);
    return { outcome: 'failed', message: `AWS could not be asked (${name === '' ? permission : name}).` };
  }
}

/** Why something was not seen; null where it was. */
export function unseen(observation: Observation<unknown>): Unseen | null {
  return observation.outcome === 'seen' ? null : observation;
}

/** The name of AWS's error; empty for what is none of AWS's. */
export function nameOf(cause: unknown): string {
  return cause instanceof Error && cause.name !== 'Error' ? cause.name : '';
}

/** Whether AWS says that something is not there. */
export function isNotFound(cause: unknown): boolean {
  return /NotFound|NoSuchEntity/.test(nameOf(cause));
}
