import { fail, succeed } from '../../app/common/result.ts';
import type { Discovery } from '../../app/endpoints/ports.ts';
import { awsFailure } from '../profiles/aws-failure.ts';
import type { ClockMeasured } from '../profiles/clock-offset.ts';
import type { SettingsOf } from '../profiles/settings-of.ts';
import { CancelledError, within } from '../profiles/within.ts';
import { keptScopes } from './kept-scopes.ts';
import { sources } from './sources.ts';

/** How long a page may take with its retry, in milliseconds. */
const PAGE_TIMEOUT_MS = 15_000;

/**
 * Discovery by AWS's APIs, as each profile's settings say.
 *
 * @param pageTimeoutMs how long a page may take, in milliseconds
 */
export function awsDiscovery(
  settingsOf: SettingsOf,
  measured: ClockMeasured = () => undefined,
  pageTimeoutMs = PAGE_TIMEOUT_MS,
): Discovery {
  const scopes = keptScopes(settingsOf);
  return {
    async page({ call, scope, credentials, marker }, cancelled) {
      try {
        return await within(
          pageTimeoutMs,
          async (abortSignal) => {
            const kept = await scopes.of(scope, credentials);
            if (!kept.ok) return kept;
            const asked = { scope: kept.value, marker: marker ?? undefined, abortSignal, measured };
            return succeed(await sources[call](asked));
          },
          cancelled,
        );
      } catch (cause) {
        if (cause instanceof CancelledError) return fail('cancelled', 'The scan was cancelled.');
        return { ok: false, error: awsFailure(cause, `${call} in ${scope.region}`) };
      }
    },
    forget: scopes.forget,
  };
}
