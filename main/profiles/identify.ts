import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { succeed } from '../../app/common/result.ts';
import { plainLine } from '../../app/common/text/plain-text.ts';
import type { Identify } from '../../app/profiles/ports.ts';
import { awsFailure } from './aws-failure.ts';
import { NotAwsError } from './aws-http-handler.ts';
import type { SettingsOf } from './settings-of.ts';
import { measuring, type ClockMeasured } from './clock-offset.ts';
import { withSts } from './sts-client.ts';
import { within } from './within.ts';

/** How long STS may take with its retry, in milliseconds. */
const CALL_TIMEOUT_MS = 15_000;

/**
 * Asks STS GetCallerIdentity, which no policy can withhold, and measures the clock by the answer:
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 *
 * @param callTimeoutMs how long STS may take with its retry, in milliseconds
 */
export function identify(
  settingsOf: SettingsOf,
  measured: ClockMeasured = () => undefined,
  callTimeoutMs = CALL_TIMEOUT_MS,
): Identify {
  return async (profile, credentials) => {
    const settings = await settingsOf(profile);
    if (!settings.ok) return settings;
    try {
      const said = await withSts(settings.value, credentials, (client) =>
        within(callTimeoutMs, (abortSignal) =>
          measuring(client, measured, () => client.send(new GetCallerIdentityCommand({}), { abortSignal })),
        ),
      );
      if (said.Account === undefined || said.Arn === undefined) {
        throw new NotAwsError('what answered is not AWS');
      }
      return succeed({ account: plainLine(said.Account), arn: plainLine(said.Arn) });
    } catch (cause) {
      return { ok: false, error: awsFailure(cause, `Profile ${profile}`) };
    }
  };
}
