import { AccountClient, paginateListRegions } from '@aws-sdk/client-account';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { succeed, type Result } from '../../app/common/result.ts';
import type { AskEnabledRegions } from '../../app/endpoints/enabled-regions.ts';
import { awsFailure } from '../profiles/aws-failure.ts';
import { clientOptions } from '../profiles/client-options.ts';
import { sdkCredentials } from '../profiles/sdk-credentials.ts';
import type { SettingsOf } from '../profiles/settings-of.ts';

/** How long both questions may take together, in milliseconds. */
const ASK_TIMEOUT_MS = 15_000;

/** An account has a few dozen regions; what gives more pages than this never ends. */
const MAX_PAGES = 10;

/**
 * Which regions an account has enabled: as AWS Account says (`account:ListRegions`), or EC2 (`ec2:DescribeRegions`) where
 * nobody may ask the first.
 * https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
 */
export const askEnabledRegions =
  (settingsOf: SettingsOf): AskEnabledRegions =>
  async ({ profile, region }, credentials) => {
    const settings = await settingsOf(profile);
    if (!settings.ok) return settings;
    const abortSignal = AbortSignal.timeout(ASK_TIMEOUT_MS);
    const options = async (service: 'account' | 'ec2') => ({
      ...(await clientOptions(settings.value, service, region)),
      credentials: sdkCredentials(credentials),
    });
    const byAccount = await attempt(`ListRegions in ${region}`, async () => {
      const client = new AccountClient(await options('account'));
      try {
        const found: string[] = [];
        let pages = 0;
        const asked = { RegionOptStatusContains: ['ENABLED' as const, 'ENABLED_BY_DEFAULT' as const] };
        for await (const page of paginateListRegions({ client }, asked, { abortSignal })) {
          found.push(...(page.Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []));
          if ((pages += 1) === MAX_PAGES) break;
        }
        return found;
      } finally {
        client.destroy();
      }
    });
    if (byAccount.ok) return byAccount;
    return attempt(`DescribeRegions in ${region}`, async () => {
      const client = new EC2Client(await options('ec2'));
      try {
        const said = await client.send(new DescribeRegionsCommand({}), { abortSignal });
        return (said.Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []);
      } finally {
        client.destroy();
      }
    });
  };

async function attempt(
  doing: string,
  ask: () => Promise<readonly string[]>,
): Promise<Result<readonly string[]>> {
  try {
    return succeed(await ask());
  } catch (cause) {
    return { ok: false, error: awsFailure(cause, doing) };
  }
}
