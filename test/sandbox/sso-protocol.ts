import type { HttpAnswer } from './query-protocol.ts';
import type { SignedRequest } from './request-signature.ts';

/** One call of OIDC or of the portal. */
export interface SsoCall {
  /** As IAM's policies name it: `sso-oauth:CreateToken`, `sso:GetRoleCredentials`. */
  readonly action: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: URLSearchParams;
  /** The portal's bearer token. */
  readonly bearer: string;
}

/** What such a call is answered. */
export interface SsoAnswer extends HttpAnswer {
  /** AWS's name of the error, where it is one. */
  readonly error?: string;
}

/** Methods and paths, by the Portal and OIDC API References of IAM Identity Center. */
const actions = new Map([
  ['POST /client/register', 'sso-oauth:RegisterClient'],
  ['POST /device_authorization', 'sso-oauth:StartDeviceAuthorization'],
  ['POST /token', 'sso-oauth:CreateToken'],
  ['GET /federation/credentials', 'sso:GetRoleCredentials'],
  ['GET /assignment/accounts', 'sso:ListAccounts'],
  ['GET /assignment/roles', 'sso:ListAccountRoles'],
  ['POST /logout', 'sso:Logout'],
]);

/** A request as a call of OIDC or the portal; null where it is none. */
export function ssoCallOf({ method, target, headers, body }: SignedRequest): SsoCall | null {
  const { pathname, searchParams } = new URL(target, 'http://127.0.0.1');
  const action = actions.get(`${method} ${pathname}`);
  if (action === undefined) return null;
  const bearer = headers['x-amz-sso_bearer_token'];
  return {
    action,
    body: parsed(Buffer.from(body).toString('utf8')),
    query: searchParams,
    bearer: typeof bearer === 'string' ? bearer : '',
  };
}

function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return Object.fromEntries(Object.entries(Object(value)));
  } catch {
    return {};
  }
}

/** An answer that is no error. */
export function json(value: object): SsoAnswer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) };
}

/** An error of OIDC: its name for AWS's tools, and its name in OAuth. */
export function bad(name: string, error: string, status = 400): SsoAnswer {
  return failed(name, { error, error_description: `The sandbox says ${error}.` }, status);
}

/** The sign-in is not one, or has ended. */
export function unauthorized(): SsoAnswer {
  return failed('UnauthorizedException', { message: 'Session token not found or invalid' }, 401);
}

/** The role is not assigned. */
export function denied(): SsoAnswer {
  return failed('ForbiddenException', { message: 'No access' }, 403);
}

/** Asked too often, in OIDC's words. */
export function tooSlow(): SsoAnswer {
  return bad('SlowDownException', 'slow_down');
}

/** Asked too often, in the portal's words. */
export function tooMany(): SsoAnswer {
  return failed('TooManyRequestsException', { message: 'Too many requests' }, 429);
}

function failed(name: string, body: object, status: number): SsoAnswer {
  return {
    status,
    type: 'application/json',
    body: JSON.stringify({ __type: name, ...body }),
    headers: { 'x-amzn-errortype': name },
    error: name,
  };
}
