import { setTimeout as delay } from 'node:timers/promises';
import { CreateTokenCommand, StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import { plainLine } from '../../app/common/text/plain-text.ts';
import { errorName } from '../profiles/error-name.ts';
import { checkAddress, Refused, register, tokenIn, type Given, type SignInCall } from './sign-in-call.ts';

/** How often AWS is asked whether the code was entered, in seconds, where AWS does not say, and by how much less after `slow_down`. */
const USUAL_INTERVAL_S = 5;

/** How long a code is good where AWS does not say, in seconds. */
const USUAL_LIFE_S = 600;

/**
 * Signs in by a code that a person enters, or compares, in any browser on any machine.
 * https://www.rfc-editor.org/rfc/rfc8628
 */
export async function codeSignIn(call: SignInCall): Promise<Given> {
  const { oidc, target, progress, clock, signal } = call;
  const registration = await register(call, {});
  const { clientId, clientSecret } = registration;
  const device = await oidc.client.send(
    new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: target.startUrl }),
    { abortSignal: signal },
  );
  const { deviceCode, userCode, verificationUri } = device;
  const address = device.verificationUriComplete ?? verificationUri;
  if (deviceCode === undefined || userCode === undefined || address === undefined) {
    throw new Refused('AWS gave no code to sign in with.', 'Try again in a moment.');
  }
  checkAddress(address, call);
  const deadline = clock.now() + (device.expiresIn ?? USUAL_LIFE_S) * 1_000;
  progress.onWaiting({ method: 'code', address, userCode: plainLine(userCode).slice(0, 64), deadline });
  let interval = device.interval ?? USUAL_INTERVAL_S;
  for (;;) {
    await delay(interval * 1_000, undefined, { signal });
    try {
      const command = new CreateTokenCommand({
        grantType: 'urn:ietf:params:oauth:grant-type:device_code',
        clientId,
        clientSecret,
        deviceCode,
      });
      const given = await oidc.client.send(command, { abortSignal: signal });
      progress.onFinishing();
      return { registration, token: tokenIn(given, target) };
    } catch (cause) {
      if (errorName(cause) === 'SlowDownException') interval += USUAL_INTERVAL_S;
      else if (errorName(cause) !== 'AuthorizationPendingException') throw cause;
    }
  }
}
