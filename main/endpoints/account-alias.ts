import { succeed } from '../../app/common/result.ts';
import { plainLine } from '../../app/common/text/plain-text.ts';
import type { AskAccountAlias } from '../../app/endpoints/account-names.ts';
import { awsFailure } from '../profiles/aws-failure.ts';
import { clientOptions } from '../profiles/client-options.ts';
import { sdkCredentials } from '../profiles/sdk-credentials.ts';
import type { SettingsOf } from '../profiles/settings-of.ts';
import { within } from '../profiles/within.ts';

/** How long IAM may take to answer, in milliseconds. */
const ASK_TIMEOUT_MS = 10_000;

/** The longest alias: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_ALIAS = 63;

/**
 * The alias of an account; there is one at most.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html
 *
 * @param timeoutMs how long IAM may take, in milliseconds
 */
export const askAccountAlias =
  (settingsOf: SettingsOf, timeoutMs = ASK_TIMEOUT_MS): AskAccountAlias =>
  async ({ profile, region }, credentials) => {
    const settings = await settingsOf(profile);
    if (!settings.ok) return settings;
    // IAM has many calls, and most accounts are named without it
    const { IAMClient, ListAccountAliasesCommand } = await import('@aws-sdk/client-iam');
    const client = new IAMClient({
      ...(await clientOptions(settings.value, 'iam', region)),
      credentials: sdkCredentials(credentials),
    });
    try {
      const said = await within(timeoutMs, (abortSignal) =>
        client.send(new ListAccountAliasesCommand({}), { abortSignal }),
      );
      const alias = plainLine(said.AccountAliases?.[0] ?? '').slice(0, MAX_ALIAS);
      return succeed(alias === '' ? null : alias);
    } catch (cause) {
      return { ok: false, error: awsFailure(cause, 'ListAccountAliases') };
    } finally {
      client.destroy();
    }
  };
