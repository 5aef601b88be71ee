import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { DEV, PROD } from './account.ts';
import type { Directory } from './directory.ts';
import { accountsOf, identityFor, rolesOf } from './sso-assignments.ts';
import { bad, denied, json, tooSlow, unauthorized, type SsoAnswer, type SsoCall } from './sso-protocol.ts';

/** How the sandbox's IAM Identity Center behaves; changeable while it runs. Times are in seconds. */
export interface SsoSettings {
  /** How long a sign-in lasts until it has to be renewed. */
  tokenLife: number;
  /** How long the credentials of a role last. */
  roleLife: number;
  /** How often a code may be asked about. */
  interval: number;
  /** How long a code is good. */
  codeLife: number;
}

/** IAM Identity Center in a box: its OIDC service and its portal, for one person with two accounts. */
export interface SsoService {
  readonly settings: SsoSettings;
  /** Answers one call; the faults that it meets come before. */
  answer(call: SsoCall): SsoAnswer;
  /** What a person chooses on the page; where the browser goes then, or null where it stays. */
  decide(decision: Decision): string | null;
  /** Codes that nobody has entered yet. */
  pendingCodes(): readonly string[];
  /** Ends every sign-in, as an administrator does. */
  revoke(): void;
  /** Every registration is of the past. */
  expireRegistrations(): void;
}

/** What a person chooses on the sign-in page. */
export type Decision =
  | { readonly kind: 'browser'; readonly query: URLSearchParams; readonly isAllowed: boolean }
  | { readonly kind: 'code'; readonly userCode: string; readonly isAllowed: boolean };

/** Where the sandbox's people sign in; no page of it is ever asked for. */
export const START_URL = 'https://latchkey-sandbox.awsapps.com/start';

interface Registration {
  readonly secret: string;
  readonly redirectUris: readonly string[];
  expiresAt: number;
  readonly renews: boolean;
}

interface Device {
  readonly clientId: string;
  readonly userCode: string;
  readonly expiresAt: number;
  state: 'pending' | 'allowed' | 'denied';
  askedAt: number;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const secret = (start: string, bytes: number): string => start + randomBytes(bytes).toString('base64url');

/** Makes an IAM Identity Center without any sign-in. */
export function makeSso(directory: Directory, url: () => string, now: () => number): SsoService {
  const settings: SsoSettings = { tokenLife: 8 * 3_600, roleLife: 3_600, interval: 1, codeLife: 600 };
  const registrations = new Map<string, Registration>();
  const codes = new Map<string, { clientId: string; redirectUri: string; challenge: string }>();
  const devices = new Map<string, Device>();
  const accessTokens = new Map<string, { expiresAt: number }>();
  const refreshTokens = new Map<string, { clientId: string }>();

  function register({ body }: SsoCall): SsoAnswer {
    if (body['clientType'] !== 'public' || text(body['clientName']) === '') {
      return bad('InvalidClientMetadataException', 'invalid_client_metadata');
    }
    const clientId = secret('', 18);
    const expiresAt = now() + 90 * 86_400_000;
    const registration: Registration = {
      secret: secret('eyJraWQ', 300),
      redirectUris: list(body['redirectUris']),
      expiresAt,
      renews: list(body['scopes']).length > 0,
    };
    registrations.set(clientId, registration);
    return json({
      clientId,
      clientSecret: registration.secret,
      clientIdIssuedAt: Math.floor(now() / 1_000),
      clientSecretExpiresAt: Math.floor(expiresAt / 1_000),
    });
  }

  function startDevice({ body }: SsoCall): SsoAnswer {
    const wrong = wrongClient(body);
    if (wrong !== null) return wrong;
    const deviceCode = secret('', 32);
    const letters = [...randomBytes(8)].map((byte) => 'BCDFGHJKLMNPQRSTVWXZ'[byte % 20] ?? 'B').join('');
    const userCode = `${letters.slice(0, 4)}-${letters.slice(4)}`;
    devices.set(deviceCode, {
      clientId: text(body['clientId']),
      userCode,
      expiresAt: now() + settings.codeLife * 1_000,
      state: 'pending',
      askedAt: -Infinity,
    });
    const verificationUri = `${url()}/device`;
    return json({
      deviceCode,
      userCode,
      verificationUri,
      verificationUriComplete: `${verificationUri}?user_code=${userCode}`,
      expiresIn: settings.codeLife,
      interval: settings.interval,
    });
  }

  function wrongClient(body: SsoCall['body']): SsoAnswer | null {
    const known = registrations.get(text(body['clientId']));
    if (known === undefined || known.secret !== text(body['clientSecret'])) {
      return bad('InvalidClientException', 'invalid_client', 401);
    }
    return known.expiresAt <= now() ? bad('InvalidClientException', 'invalid_client', 401) : null;
  }

  function createToken({ body }: SsoCall): SsoAnswer {
    const wrong = wrongClient(body);
    if (wrong !== null) return wrong;
    const clientId = text(body['clientId']);
    switch (body['grantType']) {
      case 'authorization_code': {
        const code = codes.get(text(body['code']));
        codes.delete(text(body['code']));
        const challenge = createHash('sha256').update(text(body['codeVerifier'])).digest('base64url');
        const fits =
          code?.clientId === clientId &&
          code.redirectUri === body['redirectUri'] &&
          code.challenge === challenge;
        return fits ? issue(clientId) : bad('InvalidGrantException', 'invalid_grant');
      }
      case 'urn:ietf:params:oauth:grant-type:device_code':
        return deviceToken(text(body['deviceCode']), clientId);
      case 'refresh_token': {
        const refreshToken = text(body['refreshToken']);
        if (refreshTokens.get(refreshToken)?.clientId !== clientId) {
          return bad('InvalidGrantException', 'invalid_grant');
        }
        // each is good for once
        refreshTokens.delete(refreshToken);
        return issue(clientId);
      }
      default:
        return bad('UnsupportedGrantTypeException', 'unsupported_grant_type');
    }
  }

  function deviceToken(deviceCode: string, clientId: string): SsoAnswer {
    const device = devices.get(deviceCode);
    if (device?.clientId !== clientId) return bad('InvalidGrantException', 'invalid_grant');
    if (device.expiresAt <= now()) return bad('ExpiredTokenException', 'expired_token');
    const isEarly = now() - device.askedAt < settings.interval * 1_000 - 200;
    device.askedAt = now();
    if (device.state === 'denied') return bad('AccessDeniedException', 'access_denied');
    if (device.state === 'allowed') {
      devices.delete(deviceCode);
      return issue(clientId);
    }
    return isEarly ? tooSlow() : bad('AuthorizationPendingException', 'authorization_pending');
  }

  function issue(clientId: string): SsoAnswer {
    const accessToken = secret('aoaAAAAAG', 200);
    accessTokens.set(accessToken, { expiresAt: now() + settings.tokenLife * 1_000 });
    const refreshToken = registrations.get(clientId)?.renews === true ? secret('aorAAAAAG', 200) : null;
    if (refreshToken !== null) refreshTokens.set(refreshToken, { clientId });
    return json({
      accessToken,
      tokenType: 'Bearer',
      expiresIn: settings.tokenLife,
      ...(refreshToken === null ? {} : { refreshToken }),
    });
  }

  function portal({ action, bearer, query }: SsoCall): SsoAnswer {
    const token = accessTokens.get(bearer);
    if (token === undefined || token.expiresAt <= now()) return unauthorized();
    if (action === 'sso:Logout') {
      accessTokens.delete(bearer);
      return json({});
    }
    if (action === 'sso:ListAccounts') return json({ accountList: accountsOf() });
    const account = query.get('account_id') ?? '';
    const roles = rolesOf(account);
    if (action === 'sso:ListAccountRoles') {
      return account === PROD || account === DEV
        ? json({ roleList: roles.map((roleName) => ({ roleName, accountId: account })) })
        : denied();
    }
    const role = query.get('role_name') ?? '';
    if (!roles.includes(role)) return denied();
    const expiresAt = now() + settings.roleLife * 1_000;
    const { accessKeyId, secretAccessKey, sessionToken } = identityFor(directory, account, role, expiresAt);
    return json({ roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: expiresAt } });
  }

  return {
    settings,
    answer(call) {
      switch (call.action) {
        case 'sso-oauth:RegisterClient':
          return register(call);
        case 'sso-oauth:StartDeviceAuthorization':
          return startDevice(call);
        case 'sso-oauth:CreateToken':
          return createToken(call);
        default:
          return portal(call);
      }
    },
    decide(decision) {
      if (decision.kind === 'code') {
        const device = [...devices.values()].find(({ userCode }) => userCode === decision.userCode);
        if (device !== undefined) device.state = decision.isAllowed ? 'allowed' : 'denied';
        return null;
      }
      const { query, isAllowed } = decision;
      const redirectUri = query.get('redirect_uri') ?? '';
      const clientId = query.get('client_id') ?? '';
      const registered = registrations.get(clientId)?.redirectUris ?? [];
      // any port of the loopback is taken
      if (!registered.includes(redirectUri.replace(/^(http:\/\/127\.0\.0\.1):\d+\//, '$1/'))) return null;
      const back = new URL(redirectUri);
      back.searchParams.set('state', query.get('state') ?? '');
      if (isAllowed) {
        const code = randomUUID();
        codes.set(code, { clientId, redirectUri, challenge: query.get('code_challenge') ?? '' });
        back.searchParams.set('code', code);
      } else {
        back.searchParams.set('error', 'access_denied');
      }
      return back.href;
    },
    pendingCodes: () =>
      [...devices.values()].filter(({ state }) => state === 'pending').map(({ userCode }) => userCode),
    revoke() {
      accessTokens.clear();
      refreshTokens.clear();
    },
    expireRegistrations() {
      for (const one of registrations.values()) one.expiresAt = now();
    },
  };
}
