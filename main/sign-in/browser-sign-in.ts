import { CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { signInName } from '../../app/sign-in/model.ts';
import { authorizeUrl, newProof } from './authorize-url.ts';
import { codeSignIn } from './code-sign-in.ts';
import type { Loopback, openLoopback } from './loopback.ts';
import {
  checkAddress,
  Refused,
  register,
  scopesOf,
  tokenIn,
  type Given,
  type SignInCall,
} from './sign-in-call.ts';

/** How long a person may take in the browser, in milliseconds: the AWS CLI's own limit. */
const BROWSER_TIMEOUT_MS = 10 * 60_000;

/** Named without a port, which AWS takes for any. */
const REGISTERED_REDIRECT = 'http://127.0.0.1/oauth/callback';

/**
 * Signs in by an authorization code with PKCE. The port is open before the browser is. Where none can be had, a code is
 * used. https://www.rfc-editor.org/rfc/rfc7636
 */
export async function browserSignIn(call: SignInCall, listen: typeof openLoopback): Promise<Given> {
  const proof = newProof();
  const loopback = await listen(proof.state).catch(() => null);
  if (loopback === null) return codeSignIn(call);
  try {
    const { oidc, target, progress, clock, signal } = call;
    const { redirectUri } = loopback;
    const registration = await register(call, {
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: [REGISTERED_REDIRECT],
      issuerUrl: target.startUrl,
    });
    const { clientId, clientSecret } = registration;
    const address = authorizeUrl(oidc.endpoint, { clientId, redirectUri, scopes: scopesOf(target) }, proof);
    checkAddress(address, call);
    progress.onWaiting({
      method: 'browser',
      address,
      userCode: null,
      deadline: clock.now() + BROWSER_TIMEOUT_MS,
    });
    const code = await codeFrom(loopback, signal, signInName(target));
    progress.onFinishing();
    const command = new CreateTokenCommand({
      grantType: 'authorization_code',
      clientId,
      clientSecret,
      redirectUri,
      codeVerifier: proof.verifier,
      code,
    });
    const given = await oidc.client.send(command, { abortSignal: signal });
    return { registration, token: tokenIn(given, target) };
  } finally {
    loopback.close();
  }
}

async function codeFrom({ redirected }: Loopback, signal: AbortSignal, name: string): Promise<string> {
  signal.throwIfAborted();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const back = await Promise.race([redirected, aborted]);
  if (back.ok) return back.code;
  throw new Refused(
    back.error === 'access_denied'
      ? `The sign-in to ${name} was not allowed in the browser.`
      : `The browser came back without a sign-in to ${name}.`,
    'Try again, and choose Allow.',
  );
}
