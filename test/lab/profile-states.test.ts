import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fail, type FailureCode } from '../../app/common/result.ts';
import { createProfiles } from '../../app/profiles/service.ts';
import { identify } from '../../main/profiles/identify.ts';
import { loadCredentials } from '../../main/profiles/load-credentials.ts';
import { profileFiles } from '../../main/profiles/profile-files.ts';
import { settingsOf } from '../../main/profiles/settings-of.ts';
import { signWithRdsSigner } from '../../main/tokens/rds-signer.ts';
import { awsFiles } from '../main/profiles/aws-files.ts';
import { DEV } from '../sandbox/account.ts';
import { addHolder, type Holder } from '../sandbox/iam/account.ts';
import { startSandbox, type DemoDatabase, type Sandbox } from '../sandbox/start-sandbox.ts';
import { kinds, NOBODY, type Situation } from './profile-kinds.ts';

let sandbox: Sandbox;
let postgres: DemoDatabase;
/** Roles of the account in which the database is: one that may connect to it, and one that may nothing. */
let reader: Holder;
let idler: Holder;

beforeAll(async () => {
  sandbox = await startSandbox({ without: ['mysql'] });
  if (sandbox.postgres === null) throw new Error('no embedded PostgreSQL');
  postgres = sandbox.postgres;
  await postgres.ready;
  const { iam } = sandbox.directory;
  const databases = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: 'rds-db:connect',
      Resource: `arn:aws:rds-db:*:${DEV}:dbuser:*/app_readonly`,
    },
  };
  reader = addHolder(iam, { kind: 'Role', name: 'app-reader', account: DEV, inline: { databases } });
  idler = addHolder(iam, { kind: 'Role', name: 'app-idler', account: DEV });
}, 400_000);
afterAll(() => sandbox.stop());
afterEach(() => vi.unstubAllEnvs());

/**
 * What comes of a profile: the database accepts its token, or refuses that of an identity that may not connect; or no
 * token is signed, for the reason that its state tells.
 */
type Outcome = 'accepted' | 'token refused' | FailureCode;

/** Every kind in every situation. */
const table: Record<keyof typeof kinds, Record<Situation, Outcome>> = {
  'static keys': {
    usable: 'accepted',
    expired: 'credentials-invalid',
    denied: 'token refused',
    misconfigured: 'profile-unusable',
    // a token is signed on this machine
    offline: 'accepted',
  },
  'session keys': {
    usable: 'accepted',
    expired: 'credentials-expired',
    denied: 'token refused',
    misconfigured: 'profile-unusable',
    offline: 'accepted',
  },
  'assumed role': {
    usable: 'accepted',
    expired: 'credentials-expired',
    denied: 'role-denied',
    misconfigured: 'profile-unusable',
    offline: 'unreachable',
  },
  sso: {
    usable: 'accepted',
    expired: 'sign-in-needed',
    denied: 'role-denied',
    misconfigured: 'profile-unusable',
    offline: 'unreachable',
  },
  'web identity': {
    usable: 'accepted',
    expired: 'credentials-expired',
    denied: 'role-denied',
    misconfigured: 'profile-unusable',
    offline: 'unreachable',
  },
  'credential process': {
    usable: 'accepted',
    expired: 'credentials-expired',
    denied: 'process-failed',
    misconfigured: 'process-failed',
    offline: 'process-failed',
  },
  'aws login': {
    usable: 'accepted',
    expired: 'sign-in-needed',
    denied: 'access-denied',
    misconfigured: 'profile-unusable',
    offline: 'unreachable',
  },
  container: {
    usable: 'accepted',
    expired: 'credentials-expired',
    denied: 'access-denied',
    misconfigured: 'profile-unusable',
    offline: 'unreachable',
  },
  'EC2 instance': {
    usable: 'accepted',
    expired: 'credentials-expired',
    denied: 'access-denied',
    misconfigured: 'profile-unusable',
    offline: 'unreachable',
  },
};

const names = Object.keys(kinds).filter((name): name is keyof typeof kinds => name in kinds);
const situations: readonly Situation[] = ['usable', 'expired', 'denied', 'misconfigured', 'offline'];
const cases = names.flatMap((name) => situations.map((situation) => [name, situation] as const));

/** Sets a profile up, and says what Latchkey makes of it. */
async function met(name: keyof typeof kinds, situation: Situation) {
  const { folder, writeConfig, writeCredentials } = awsFiles();
  const holder = situation === 'denied' ? idler : reader;
  const session = sandbox.directory.assume({ holder }, { name: 'dana', expiresAt: Date.now() + 3_600_000 });
  // long-lived keys are a user's: its own may connect, and another's are gone
  const isStatic = name === 'static keys';
  const { sessionToken: _, expiresAt: __, ...user } = sandbox.directory.developer;
  const deleted = { ...user, accessKeyId: 'AKIADELETEDDELETEDDE' };
  const prepared = await kinds[name]({
    situation,
    aws: situation === 'offline' ? NOBODY : sandbox.url,
    folder,
    identity: isStatic && situation !== 'denied' ? user : session,
    ended: isStatic ? deleted : sandbox.directory.expired,
    role: reader.arn,
    forbiddenRole: `arn:aws:iam::${DEV}:role/forbidden`,
  });
  writeConfig(prepared.config);
  writeCredentials(prepared.credentials ?? '');
  for (const [variable, value] of Object.entries(prepared.env ?? {})) vi.stubEnv(variable, value);
  const env = { ...process.env };
  const files = profileFiles(env);
  const profiles = createProfiles({
    files,
    load: loadCredentials(files, env),
    identify: identify(settingsOf(files, env)),
    watchLogins: () => () => undefined,
    limit: (task) => task(),
    clock: { now: () => Date.now(), every: () => () => undefined },
    env,
    onChanged: () => undefined,
    onUsable: () => undefined,
    onReloaded: () => undefined,
    onKeysRefused: () => undefined,
    onEnding: () => undefined,
    onSessions: () => undefined,
    mfa: { session: async () => fail('mfa-needed', 'No code.'), forget: () => undefined },
  });
  await profiles.start();
  onTestFinished(profiles.stop);
  await profiles.refresh('p');
  return profiles;
}

/** Whether the database lets a token in. */
async function logIn(password: string): Promise<Outcome> {
  const client = new Client({
    host: 'localhost',
    port: postgres.port,
    user: 'app_readonly',
    database: 'shop',
    password,
    ssl: { ca: sandbox.authority.caPem },
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'accepted';
  } catch {
    return 'token refused';
  } finally {
    await client.end().catch(() => undefined);
  }
}

describe('a profile', () => {
  it.each(cases)('of %s, %s', async (name, situation) => {
    const profiles = await met(name, situation);
    const state = profiles.list().profiles.find((one) => one.name === 'p')?.state;
    const got = await profiles.credentials('p');
    const expected = table[name][situation];
    if (!got.ok) {
      expect(state).toMatchObject({
        status: 'unusable',
        error: { code: expected, message: expect.stringMatching(/^Profile p\b/), hint: expect.any(String) },
      });
      expect(got.error.code).toBe(expected);
      return;
    }
    expect(state).toMatchObject({ status: 'usable' });
    const request = { host: postgres.host, port: postgres.port, region: 'us-east-1', dbUser: 'app_readonly' };
    const { token } = await signWithRdsSigner(request, got.value);
    const outcome = await logIn(token);
    expect([outcome, outcome === 'token refused' ? sandbox.refusals.at(-1) : null]).toEqual([
      expected,
      expected === 'token refused' ? 'not-allowed' : null,
    ]);
  });
});
