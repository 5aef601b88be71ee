import { succeed, type Failure, type Result } from '../../../app/common/result.ts';
import type { CallScope } from '../../../app/tunnels/ports.ts';
import type { AwsService } from '../../../app/profiles/plan/configured-endpoints.ts';
import type { ClientSettings } from '../../../app/profiles/plan/client-settings.ts';
import { awsFailure } from '../../profiles/aws-failure.ts';
import { clientOptions } from '../../profiles/client-options.ts';
import { sdkCredentials } from '../../profiles/sdk-credentials.ts';
import type { SettingsOf } from '../../profiles/settings-of.ts';

/** How long all of one look or start may take, in milliseconds. */
const CALL_TIMEOUT_MS = 15_000;

/** What the clients of a call are made with, and the signal that ends it. */
export interface Calling {
  readonly settings: ClientSettings;
  readonly signal: AbortSignal;
  readonly options: (
    service: AwsService,
  ) => Promise<
    Awaited<ReturnType<typeof clientOptions>> & { readonly credentials: ReturnType<typeof sdkCredentials> }
  >;
}

/** What of a call. */
interface Call {
  /** As in "StartSession in eu-west-1". */
  readonly name: string;
  /** What AWS's error means for this call; null leaves it to what it means for all. */
  readonly failure?: (cause: unknown) => Failure | null;
  /** In milliseconds. */
  readonly timeoutMs?: number;
}

/**
 * Makes calls to AWS as a profile's settings say, and ends them in time.
 *
 * @returns what the calls gave, or why not
 */
export async function calling<T>(
  settingsOf: SettingsOf,
  { profile, region, credentials }: CallScope,
  { name, failure, timeoutMs = CALL_TIMEOUT_MS }: Call,
  run: (calling: Calling) => Promise<T>,
): Promise<Result<T>> {
  const settings = await settingsOf(profile);
  if (!settings.ok) return settings;
  try {
    return succeed(
      await run({
        settings: settings.value,
        signal: AbortSignal.timeout(timeoutMs),
        options: async (service) => ({
          ...(await clientOptions(settings.value, service, region)),
          credentials: sdkCredentials(credentials),
        }),
      }),
    );
  } catch (cause) {
    return { ok: false, error: failure?.(cause) ?? awsFailure(cause, `${name} in ${region}`) };
  }
}
