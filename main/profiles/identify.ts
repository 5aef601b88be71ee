import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fail, succeed } from '../../app/common/result.ts';
import { plainLine } from '../../app/common/text/plain-text.ts';
import type { Identify } from '../../app/profiles/ports.ts';
import { awsFailure } from './aws-failure.ts';
import { sdkCredentials } from './sdk-credentials.ts';

/**
 * Asks STS GetCallerIdentity, which no policy can withhold:
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const identify: Identify = async (profile, region, credentials) => {
  const client = new STSClient({
    profile,
    region: region ?? 'us-east-1',
    credentials: sdkCredentials(credentials),
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000 },
  });
  try {
    const said = await client.send(new GetCallerIdentityCommand({}));
    if (said.Account === undefined || said.Arn === undefined) {
      return fail('aws-error', 'AWS did not say who this is.');
    }
    return succeed({ account: plainLine(said.Account), arn: plainLine(said.Arn) });
  } catch (cause) {
    return { ok: false, error: awsFailure(cause, `Profile ${profile}`) };
  } finally {
    client.destroy();
  }
};
