import { fail, succeed, type Failure, type Result } from '../../app/common/result.ts';
import type { Clock } from '../../app/common/clock.ts';
import type { SsoTarget } from '../../app/profiles/model.ts';
import { signInName } from '../../app/sign-in/model.ts';
import type { BeginSignIn } from '../../app/sign-in/ports.ts';
import { unwritable } from '../files/unwritable.ts';
import { withOidc } from '../profiles/oidc-client.ts';
import { awsFailure } from '../profiles/aws-failure.ts';
import { tokenPath, writeToken, type SsoToken } from '../profiles/sso-token.ts';
import { browserSignIn } from './browser-sign-in.ts';
import { codeSignIn } from './code-sign-in.ts';
import { openLoopback } from './loopback.ts';
import { Refused, type Given, type SignInCall } from './sign-in-call.ts';
import type { SettingsOfSso } from './sso-settings.ts';

/** Makes what signs in to IAM Identity Center, by the browser or by a code. */
export function beginSignIn(
  settingsOf: SettingsOfSso,
  env: NodeJS.ProcessEnv,
  clock: Pick<Clock, 'now'>,
  listen: typeof openLoopback = openLoopback,
): BeginSignIn {
  return (target, method, progress) => {
    const ending = new AbortController();
    async function run(): Promise<Result<null>> {
      const settings = await settingsOf(target);
      if (!settings.ok) return settings;
      try {
        return await withOidc(settings.value, target.region, async (oidc) => {
          const call: SignInCall = { oidc, target, progress, clock, signal: ending.signal };
          const given = await (method === 'browser' ? browserSignIn(call, listen) : codeSignIn(call));
          return keep(given, target, env);
        });
      } catch (cause) {
        return { ok: false, error: explain(cause, target) };
      }
    }
    return { finished: run(), cancel: () => ending.abort() };
  };
}

/** Keeps a sign-in as the AWS CLI does, with the registration that it is renewed with. */
async function keep(
  { registration, token }: Given,
  target: SsoTarget,
  env: NodeJS.ProcessEnv,
): Promise<Result<null>> {
  const path = tokenPath(target, env);
  const kept: SsoToken = {
    startUrl: target.startUrl,
    region: target.region,
    accessToken: token.accessToken,
    // AWS's own times are of this machine's real clock
    expiresAt: Date.now() + token.expiresIn * 1_000,
    clientId: registration.clientId,
    clientSecret: registration.clientSecret,
    registrationExpiresAt: registration.expiresAt,
    ...(token.refreshToken === undefined ? {} : { refreshToken: token.refreshToken }),
  };
  try {
    await writeToken(path, kept);
    return succeed(null);
  } catch (cause) {
    return { ok: false, error: unwritable(path, cause) };
  }
}

function explain(cause: unknown, target: SsoTarget): Failure {
  const name = signInName(target);
  if (cause instanceof Refused) return fail('sign-in-failed', cause.message, { hint: cause.hint }).error;
  switch (cause instanceof Error ? cause.name : '') {
    case 'AccessDeniedException':
      return fail('sign-in-failed', `The sign-in to ${name} was not allowed in the browser.`, {
        hint: 'Try again, and choose Allow.',
      }).error;
    case 'ExpiredTokenException':
      return fail('sign-in-failed', `The sign-in to ${name} was not finished in time.`, {
        hint: 'Try again: the page that is still open no longer works.',
      }).error;
    case 'InvalidRequestException':
    case 'InvalidGrantException':
    case 'InvalidClientException':
    case 'InvalidClientMetadataException':
    case 'UnauthorizedClientException':
    case 'InvalidScopeException':
    case 'InvalidRedirectUriException':
      return fail(
        'sign-in-failed',
        `AWS refused the sign-in to ${name}: ${cause instanceof Error ? cause.message : ''}`,
        {
          hint: 'Look at sso_start_url, sso_region and sso_registration_scopes in the AWS config file, then try again.',
        },
      ).error;
    default:
      return awsFailure(cause, `Signing in to ${name}`);
  }
}
