import { CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { succeed, type Failure, type Result } from '../../app/common/result.ts';
import type { SsoTarget } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import { withOidc } from './oidc-client.ts';
import { awsFailure } from './aws-failure.ts';
import { errorName } from './error-name.ts';
import { isSamePortal, readToken, writeToken, type SsoToken } from './sso-token.ts';

/** A sign-in with less than this left is renewed first, where it can be, in milliseconds: the AWS CLI's own limit. */
const RENEW_BEFORE_MS = 15 * 60_000;

/** After a refresh that failed, what is left of the sign-in is used for so long before the next try, in milliseconds. */
const PAUSE_MS = 30_000;

const refreshing = new Map<string, Promise<Result<SsoToken | null>>>();
const failedAt = new Map<string, number>();

/**
 * The sign-in of a session, renewed where less than 15 minutes of it are left and it can be. All who ask at once share
 * one refresh, and what another process has renewed meanwhile is taken.
 *
 * @param path the session's token file
 * @returns null where nobody is signed in any more; the sign-in as it is where it is to another start URL; `unreachable` or `throttled` where that cannot be found out
 */
export async function currentToken(
  path: string,
  target: SsoTarget,
  settings: ClientSettings,
): Promise<Result<SsoToken | null>> {
  const token = await readToken(path);
  if (token === null) return succeed(null);
  // a sign-in to another start URL is not this session's, and its refresh token must not be sent where this one's goes
  if (token.startUrl !== undefined && !isSamePortal(token.startUrl, target.startUrl)) return succeed(token);
  const left = token.expiresAt - Date.now();
  const isPaused = left > 0 && Date.now() - (failedAt.get(path) ?? 0) < PAUSE_MS;
  if (left >= RENEW_BEFORE_MS || isPaused) return succeed(token);
  const under =
    refreshing.get(path) ?? refresh(path, token, target, settings).finally(() => refreshing.delete(path));
  refreshing.set(path, under);
  return under;
}

async function refresh(
  path: string,
  token: SsoToken,
  target: SsoTarget,
  settings: ClientSettings,
): Promise<Result<SsoToken | null>> {
  const { refreshToken, clientId, clientSecret, registrationExpiresAt = Infinity } = token;
  const canRefresh = registrationExpiresAt > Date.now();
  if (!canRefresh || refreshToken === undefined || clientId === undefined || clientSecret === undefined) {
    return succeed(stillGood(token));
  }
  try {
    const given = await withOidc(settings, target.region, ({ client }) =>
      client.send(
        new CreateTokenCommand({ grantType: 'refresh_token', clientId, clientSecret, refreshToken }),
      ),
    );
    if (given.accessToken === undefined) return succeed(stillGood(token));
    const renewed: SsoToken = {
      ...token,
      accessToken: given.accessToken,
      expiresAt: Date.now() + (given.expiresIn ?? 0) * 1_000,
      refreshToken: given.refreshToken ?? refreshToken,
    };
    failedAt.delete(path);
    // what cannot be kept is good for this once
    await writeToken(path, renewed).catch(() => undefined);
    return succeed(renewed);
  } catch (cause) {
    failedAt.set(path, Date.now());
    // whoever else uses this file may have been quicker: AWS takes a refresh token once
    const now = await readToken(path);
    if (now !== null && now.accessToken !== token.accessToken) return succeed(now);
    const good = stillGood(token);
    if (good !== null) return succeed(good);
    return isRefusal(cause) ? succeed(null) : { ok: false, error: offline(cause, target) };
  }
}

/** AWS itself says that the sign-in is over, and not the way to it. */
function isRefusal(cause: unknown): boolean {
  return /^(InvalidGrant|ExpiredToken|InvalidClient|UnauthorizedClient|AccessDenied|InvalidRequest)Exception$/.test(
    errorName(cause),
  );
}

function offline(cause: unknown, { session, startUrl }: SsoTarget): Failure {
  return awsFailure(cause, `Renewing the sign-in to ${session ?? startUrl}`);
}

function stillGood(token: SsoToken): SsoToken | null {
  return token.expiresAt > Date.now() ? token : null;
}
