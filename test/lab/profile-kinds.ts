import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import { DEV } from '../sandbox/account.ts';
import type { Identity } from '../sandbox/identity.ts';
import { answering, json, stsError, type Asked } from '../main/profiles/answering.ts';

/** How a profile is met. */
export type Situation = 'usable' | 'expired' | 'denied' | 'misconfigured' | 'offline';

/** What a kind of profile is set up with. */
export interface Around {
  readonly situation: Situation;
  /** The sandbox's AWS, or nobody where the situation is `offline`. */
  readonly aws: string;
  readonly folder: string;
  /** Who the profile is where all is well. */
  readonly identity: Identity;
  /** Keys whose session is over. */
  readonly ended: Identity;
  /** The role that may be assumed, and one that may not. */
  readonly role: string;
  readonly forbiddenRole: string;
}

/** AWS's files, and what the environment has besides. */
export interface Prepared {
  readonly config: string;
  readonly credentials?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Sets a profile `p` of one kind up for a situation. */
export type Kind = (around: Around) => Prepared | Promise<Prepared>;

/** Nothing that listens. */
export const NOBODY = 'http://127.0.0.1:1';

const later = () => new Date(Date.now() + 3_600_000).toISOString();
const earlier = () => new Date(Date.now() - 3_600_000).toISOString();

const keysOf = ({ accessKeyId, secretAccessKey, sessionToken }: Identity): string =>
  `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n` +
  (sessionToken === undefined ? '' : `aws_session_token = ${sessionToken}\n`);

/** A server of AWS's beside the sandbox's own; nobody where the situation is `offline`. */
async function server(situation: Situation, answer: (asked: Asked, reply: ServerResponse) => void) {
  return situation === 'offline' ? NOBODY : (await answering(answer)).url;
}

const camelKeys = ({ accessKeyId, secretAccessKey, sessionToken }: Identity) => ({
  accessKeyId,
  secretAccessKey,
  sessionToken,
});

const metadataOf = (identity: Identity, situation: Situation) => ({
  Code: 'Success',
  AccessKeyId: identity.accessKeyId,
  SecretAccessKey: identity.secretAccessKey,
  Token: identity.sessionToken,
  Expiration: situation === 'expired' ? earlier() : later(),
});

const staticKeys: Kind = ({ aws, identity, ended, situation }) => ({
  config: `[profile p]\nendpoint_url = ${aws}\n`,
  credentials:
    situation === 'misconfigured'
      ? `[p]\naws_access_key_id = ${identity.accessKeyId}\n`
      : `[p]\n${keysOf(situation === 'expired' ? ended : identity)}`,
});

const assumedRole: Kind = ({ aws, identity, ended, role, forbiddenRole, situation }) => ({
  config:
    `[profile p]\nendpoint_url = ${aws}\nregion = us-east-1\n` +
    `role_arn = ${situation === 'denied' ? forbiddenRole : role}\n` +
    `source_profile = ${situation === 'misconfigured' ? 'nobody' : 'base'}\n`,
  credentials: `[base]\n${keysOf(situation === 'expired' ? ended : identity)}`,
});

const sso: Kind = async ({ aws, folder, identity, situation }) => {
  const portal = await server(situation, (_asked, reply) => {
    if (situation === 'denied') {
      reply.writeHead(403, {
        'content-type': 'application/json',
        'x-amzn-errortype': 'ForbiddenException',
      });
      return void reply.end('{"message":"No access"}');
    }
    return json(reply, { roleCredentials: { ...camelKeys(identity), expiration: Date.parse(later()) } });
  });
  const cache = join(folder, '.aws', 'sso', 'cache');
  mkdirSync(cache, { recursive: true });
  const signIn = {
    startUrl: 'https://corp.awsapps.com/start',
    region: 'us-east-1',
    accessToken: 'TOKEN',
    expiresAt: situation === 'expired' ? earlier() : later(),
  };
  const file = `${createHash('sha1').update('corp').digest('hex')}.json`;
  writeFileSync(join(cache, file), JSON.stringify(signIn));
  return {
    config:
      `[profile p]\nsso_session = ${situation === 'misconfigured' ? 'nobody' : 'corp'}\n` +
      `sso_account_id = ${DEV}\nsso_role_name = Reader\nservices = local\n` +
      '[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n' +
      `[services local]\nsts =\n  endpoint_url = ${aws}\nsso =\n  endpoint_url = ${portal}\n` +
      `sso_oidc =\n  endpoint_url = ${portal}\n`,
  };
};

const webIdentity: Kind = async ({ folder, identity, situation }) => {
  const errors: Partial<Record<Situation, string>> = {
    expired: 'ExpiredTokenException',
    denied: 'AccessDenied',
  };
  const sts = await server(situation, ({ body }, reply) => {
    const error = errors[situation];
    if (error !== undefined) return stsError(reply, error, 'Said by AWS.');
    const action = new URLSearchParams(body).get('Action') ?? '';
    const { accessKeyId, secretAccessKey, sessionToken, account, arn } = identity;
    const credentials =
      `<Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey>` +
      `<SessionToken>${sessionToken}</SessionToken><Expiration>${later()}</Expiration></Credentials>`;
    const result =
      action === 'GetCallerIdentity' ? `<Account>${account}</Account><Arn>${arn}</Arn>` : credentials;
    reply.setHeader('content-type', 'text/xml');
    return void reply.end(
      `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
    );
  });
  const file = join(folder, 'token');
  if (situation !== 'misconfigured') writeFileSync(file, 'jwt');
  return {
    config:
      `[profile p]\nrole_arn = arn:aws:iam::${DEV}:role/r\nweb_identity_token_file = ${file}\n` +
      `endpoint_url = ${sts}\n`,
  };
};

const program: Kind = ({ aws, folder, identity, situation }) => {
  const said = JSON.stringify({
    Version: 1,
    AccessKeyId: identity.accessKeyId,
    SecretAccessKey: identity.secretAccessKey,
    SessionToken: identity.sessionToken,
    Expiration: situation === 'expired' ? earlier() : later(),
  });
  const file = join(folder, 'said');
  writeFileSync(file, said);
  const lines: Record<Situation, string> = {
    usable: `cat '${file}'`,
    expired: `cat '${file}'`,
    denied: `sh -c 'echo "AccessDenied: you may not" >&2; exit 255'`,
    misconfigured: 'no-such-program --for p',
    offline: `sh -c 'echo "could not resolve host" >&2; exit 6'`,
  };
  return { config: `[profile p]\ncredential_process = ${lines[situation]}\nendpoint_url = ${aws}\n` };
};

const login: Kind = async ({ aws, folder, identity, situation }) => {
  const session = `arn:aws:iam::${DEV}:user/dana`;
  const errors: Partial<Record<Situation, string>> = {
    expired: 'TOKEN_EXPIRED',
    denied: 'INSUFFICIENT_PERMISSIONS',
  };
  const signin = await server(situation, (_asked, reply) => {
    reply.writeHead(400, {
      'content-type': 'application/json',
      'x-amzn-errortype': 'AccessDeniedException',
    });
    reply.end(JSON.stringify({ error: errors[situation], message: 'No.' }));
  });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cache = join(folder, 'login');
  mkdirSync(cache);
  const file = `${createHash('sha256').update(session).digest('hex')}.json`;
  const signIn = {
    accessToken: {
      ...camelKeys(identity),
      accountId: DEV,
      expiresAt: situation === 'usable' ? later() : earlier(),
    },
    clientId: 'arn:aws:signin:::devtools/same-device',
    refreshToken: 'REFRESH',
    dpopKey: privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
  };
  writeFileSync(join(cache, file), JSON.stringify(signIn));
  return {
    config:
      `[profile p]\nlogin_session = ${situation === 'misconfigured' ? '' : session}\nregion = us-east-1\n` +
      `services = local\n[services local]\nsts =\n  endpoint_url = ${aws}\nsignin =\n  endpoint_url = ${signin}\n`,
    env: { AWS_LOGIN_CACHE_DIRECTORY: cache },
  };
};

const roleOf = (source: string, { aws, role, situation }: Around): string =>
  `[profile p]\nrole_arn = ${role}\nendpoint_url = ${aws}\nregion = us-east-1\n` +
  `credential_source = ${situation === 'misconfigured' ? 'Nowhere' : source}\n`;

const container: Kind = async (around) => {
  const { identity, situation } = around;
  const url = await server(situation, (_asked, reply) =>
    situation === 'denied' ? json(reply, {}, 403) : json(reply, metadataOf(identity, situation)),
  );
  // only the machine is out of reach: what it gives is AWS's word
  return {
    config: roleOf('EcsContainer', around),
    env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/role` },
  };
};

const instance: Kind = async (around) => {
  const { identity, situation } = around;
  const url = await server(situation, ({ method, path }, reply) => {
    if (situation === 'denied') return void reply.writeHead(403).end();
    if (method === 'PUT') return void reply.end('TOKEN');
    if (path.endsWith('/')) return void reply.end('web');
    return json(reply, metadataOf(identity, situation));
  });
  return {
    config: roleOf('Ec2InstanceMetadata', around),
    env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: url, AWS_EC2_METADATA_DISABLED: 'false' },
  };
};

/** Every kind of profile. */
export const kinds = {
  'static keys': staticKeys,
  'session keys': staticKeys,
  'assumed role': assumedRole,
  sso,
  'web identity': webIdentity,
  'credential process': program,
  'aws login': login,
  container: container,
  'EC2 instance': instance,
} satisfies Record<string, Kind>;
