import { RegisterClientCommand, type CreateTokenCommandOutput } from '@aws-sdk/client-sso-oidc';
import type { Clock } from '../../app/common/clock.ts';
import type { SsoTarget } from '../../app/profiles/model.ts';
import { isSignInAddress } from '../../app/sign-in/addresses.ts';
import { hostOf, signInName } from '../../app/sign-in/model.ts';
import type { SignInProgress } from '../../app/sign-in/ports.ts';
import type { Oidc } from '../profiles/oidc-client.ts';

/** What both ways of signing in go by. */
export interface SignInCall {
  readonly oidc: Oidc;
  readonly target: SsoTarget;
  readonly progress: SignInProgress;
  readonly clock: Pick<Clock, 'now'>;
  /** Aborted when nobody wants the sign-in any more. */
  readonly signal: AbortSignal;
}

/** Latchkey as AWS knows it for one sign-in; `expiresAt` is in milliseconds since the epoch. */
export interface Registration {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly expiresAt: number;
}

/** What a sign-in has given; `expiresIn` is in seconds. */
export interface Given {
  readonly registration: Registration;
  readonly token: {
    readonly accessToken: string;
    readonly refreshToken?: string | undefined;
    readonly expiresIn: number;
  };
}

/** A sign-in that AWS, or what it has answered, does not let through. */
export class Refused extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** What a sign-in asks for where nothing else is configured. */
const USUAL_SCOPES = ['sso:account:access'];

/** The scopes of a sign-in: `sso_registration_scopes`, separated by commas. */
export function scopesOf({ scopes }: SsoTarget): string[] {
  const named = (scopes ?? '').split(',').map((scope) => scope.trim());
  const kept = named.filter((scope) => scope !== '');
  return kept.length === 0 ? USUAL_SCOPES : kept;
}

/**
 * Registers for one sign-in, under the AWS CLI's name: it renews the same sign-in later. The registration is kept in the
 * token's file alone, because an older AWS CLI would take another file's for its own.
 *
 * @param more what the browser's way needs
 */
export async function register(
  { oidc, target, signal }: SignInCall,
  more: { readonly grantTypes?: string[]; readonly redirectUris?: string[]; readonly issuerUrl?: string },
): Promise<Registration> {
  const name = target.session ?? String(Math.floor(Date.now() / 1_000));
  const command = new RegisterClientCommand({
    clientName: `botocore-client-${name}`,
    clientType: 'public',
    // without a session nothing renews a sign-in, and the AWS CLI asks for no scope
    ...(target.session === null && target.scopes === null ? {} : { scopes: scopesOf(target) }),
    ...more,
  });
  const given = await oidc.client.send(command, { abortSignal: signal });
  if (given.clientId === undefined || given.clientSecret === undefined) throw incomplete(target);
  const { clientId, clientSecret, clientSecretExpiresAt = 0 } = given;
  return { clientId, clientSecret, expiresAt: clientSecretExpiresAt * 1_000 };
}

/** The token that AWS has given. */
export function tokenIn(given: CreateTokenCommandOutput, target: SsoTarget): Given['token'] {
  const { accessToken, refreshToken, expiresIn } = given;
  if (accessToken === undefined || expiresIn === undefined) throw incomplete(target);
  return { accessToken, refreshToken, expiresIn };
}

/** Lets an address through to the browser that is one of AWS's, or of the endpoint that was asked. */
export function checkAddress(address: string, { oidc, target }: SignInCall): void {
  if (isSignInAddress(address, oidc.endpoint)) return;
  throw new Refused(
    `The sign-in to ${signInName(target)} leads to ${hostOf(address)}, which is not one of AWS’s sign-in pages. Nothing was opened.`,
    'Look at sso_start_url, sso_region and endpoint_url in the AWS config file.',
  );
}

function incomplete(target: SsoTarget): Refused {
  return new Refused(
    `AWS’s answer to the sign-in to ${signInName(target)} is not complete.`,
    'Try again in a moment.',
  );
}
