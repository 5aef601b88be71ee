import '../../quiet-aws-sdk.ts';
import { STSClient } from '@aws-sdk/client-sts';
import type { Credentials } from '../../../app/profiles/model.ts';
import { clientOptions } from '../../profiles/client-options.ts';
import { sdkCredentials } from '../../profiles/sdk-credentials.ts';
import type { SettingsOf } from '../../profiles/settings-of.ts';
import type { CheckOrder } from '../../../app/doctor/ports.ts';
import type { ProbesNeed } from '../probes.ts';
import { lookOptions } from './ask.ts';
import { describeDatabase } from './describe.ts';
import { errorLog } from './error-log.ts';
import { ownPolicies, simulatePolicies, type SsoRegionOf } from './policies.ts';
import { securityGroups } from './security-groups.ts';

/** All looks at what AWS says, as each subject's profile is set up. */
export function awsLooks(settingsOf: SettingsOf, ssoRegionOf: SsoRegionOf): Required<ProbesNeed['aws']> {
  const options = lookOptions(settingsOf);
  return {
    description: describeDatabase(options),
    simulation: simulatePolicies(options, ssoRegionOf),
    policies: ownPolicies(options),
    errors: errorLog(options),
    securityGroups: securityGroups(options),
  };
}

/** A client of STS for one question, in the profile's own region, as its settings say. */
export async function stsClient(
  settingsOf: SettingsOf,
  { subject }: CheckOrder,
  credentials: Credentials,
): Promise<STSClient> {
  const settings = await settingsOf(subject.profile);
  if (!settings.ok) throw new Error(settings.error.message);
  return new STSClient({
    ...(await clientOptions(settings.value, 'sts', null)),
    useGlobalEndpoint: settings.value.legacySts,
    credentials: sdkCredentials(credentials),
  });
}
