import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../main/clock.ts';
import { loadCredentials } from '../../main/profiles/load-credentials.ts';
import { profileFiles } from '../../main/profiles/profile-files.ts';
import { tokenPath } from '../../main/profiles/sso-token.ts';
import { beginSignIn } from '../../main/sign-in/begin.ts';
import { knownSignIns } from '../../main/sign-in/known-sign-ins.ts';
import { ssoCalls } from '../../main/sign-in/sso-calls.ts';
import { settingsOfSso } from '../../main/sign-in/sso-settings.ts';
import { choose, sandboxSession } from '../main/sign-in/sign-in-world.ts';
import { temporaryFolder } from '../main/temporary-folder.ts';
import { runProgram, type Finished } from '../sandbox/run-program.ts';
import { START_URL } from '../sandbox/sso-service.ts';
import { startSandbox, type Sandbox } from '../sandbox/start-sandbox.ts';
import { startAwsProxy, type AwsProxy } from './aws-proxy.ts';
import { nobodyToAsk } from '../main/profiles/nobody-to-ask.ts';

/** Debian's AWS CLI 2, and not whatever comes first on PATH. */
const AWS = '/usr/bin/aws';

let sandbox: Sandbox;
let proxy: AwsProxy;
beforeAll(async () => {
  sandbox = await startSandbox({ without: ['postgres', 'mysql'] });
  proxy = await startAwsProxy(sandbox.url, sandbox.authority);
});
afterAll(async () => {
  await proxy.stop();
  await sandbox.stop();
});

const config = `[profile analytics]
sso_session = latchkey-sandbox
sso_account_id = 482011780031
sso_role_name = AnalyticsReadOnly
region = us-east-1

[sso-session latchkey-sandbox]
sso_start_url = ${START_URL}
sso_region = us-east-1
sso_registration_scopes = sso:account:access
`;

/** Latchkey and the AWS CLI on the same files of the same person. */
function bothPrograms() {
  const home = temporaryFolder();
  const cache = join(home, '.aws', 'sso', 'cache');
  const configFile = join(home, '.aws', 'config');
  mkdirSync(join(home, '.aws'));
  writeFileSync(configFile, config);
  const browser = join(home, 'browser');
  writeFileSync(browser, '#!/bin/sh\nexit 0\n');
  chmodSync(browser, 0o755);

  const env: NodeJS.ProcessEnv = {
    AWS_CONFIG_FILE: configFile,
    AWS_ENDPOINT_URL: sandbox.url,
    LATCHKEY_SSO_CACHE: cache,
  };
  const files = profileFiles(env);
  const settingsOf = settingsOfSso(files, env);
  const path = tokenPath(sandboxSession, env);

  /** The AWS CLI: it knows AWS's own endpoints alone, and a proxy. */
  const aws = (...args: string[]): Promise<Finished> =>
    runProgram(AWS, args, {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      HTTPS_PROXY: proxy.url,
      AWS_CA_BUNDLE: sandbox.caFile,
      AWS_EC2_METADATA_DISABLED: 'true',
      BROWSER: browser,
    });

  return {
    path,
    home,
    aws,
    awsIdentity: () => aws('sts', 'get-caller-identity', '--profile', 'analytics'),
    load: () => loadCredentials(files, env)('analytics', nobodyToAsk),
    known: { ...knownSignIns(env), ...ssoCalls(settingsOf, env) },
    token: (): { accessToken: string; refreshToken: string } => JSON.parse(readFileSync(path, 'utf8')),
    async signIn(method: 'browser' | 'code') {
      const attempt = beginSignIn(settingsOf, env, systemClock)(sandboxSession, method, {
        onWaiting: (prompt) => void choose(prompt, 'allow'),
        onFinishing: () => undefined,
      });
      return attempt.finished;
    },
    /** `aws sso login`, by the code that a person confirms. */
    async awsLogin(): Promise<Finished> {
      const running = aws('sso', 'login', '--profile', 'analytics');
      await expect.poll(() => sandbox.sso.pendingCodes().length, { timeout: 20_000 }).toBe(1);
      const [userCode = ''] = sandbox.sso.pendingCodes();
      sandbox.sso.decide({ kind: 'code', userCode, isAllowed: true });
      return running;
    },
  };
}

const registrations = () =>
  sandbox.ssoCalls.filter(({ action }) => action === 'sso-oauth:RegisterClient').length;
const role = 'assumed-role/AWSReservedSSO_AnalyticsReadOnly';

describe.skipIf(!existsSync(AWS))('one sign-in for Latchkey and the AWS CLI', { timeout: 120_000 }, () => {
  it.each(['browser', 'code'] as const)('signed in here by %s, signed in there', async (method) => {
    const both = bothPrograms();
    expect(await both.signIn(method)).toMatchObject({ ok: true });
    const before = registrations();
    const { stdout, stderr } = await both.awsIdentity();
    expect(stderr).toBe('');
    expect(stdout).toContain(role);
    expect(registrations()).toBe(before);
  });

  it('signed in there, signed in here', async () => {
    const both = bothPrograms();
    expect(await both.known.look(sandboxSession)).toEqual({ status: 'signed-out' });
    const login = await both.awsLogin();
    expect(login.stdout).toContain('Successfully logged into Start URL');
    expect(await both.known.look(sandboxSession)).toMatchObject({ status: 'signed-in' });
    const got = await both.load();
    expect(got.ok && sandbox.directory.find(got.value.accessKeyId)?.arn).toContain(role);
  });

  it.each(['here', 'there'])('signed in %s, both renew the same file in turn', async (where) => {
    const both = bothPrograms();
    // short enough that whoever uses it renews it first
    Object.assign(sandbox.sso.settings, { tokenLife: 600, roleLife: 600 });
    try {
      if (where === 'here') expect(await both.signIn('browser')).toMatchObject({ ok: true });
      else expect((await both.awsLogin()).code).toBe(0);
      const seen = [both.token()];
      for (const turn of ['aws', 'latchkey', 'aws', 'latchkey', 'aws']) {
        if (turn === 'latchkey') expect(await both.load()).toMatchObject({ ok: true });
        else {
          const { stdout, stderr } = await both.aws('sts', 'get-caller-identity', '--profile', 'analytics');
          expect(stderr).toBe('');
          expect(stdout).toContain(role);
        }
        seen.push(both.token());
      }
      const tokens = seen.map(({ accessToken }) => accessToken);
      expect(new Set(tokens).size).toBe(6);
    } finally {
      Object.assign(sandbox.sso.settings, { tokenLife: 8 * 3_600, roleLife: 3_600 });
    }
  });

  it('signed out there, signed out here, and the other way round', async () => {
    const both = bothPrograms();
    await both.signIn('browser');
    expect((await both.aws('sso', 'logout')).code).toBe(0);
    expect(await both.known.look(sandboxSession)).toEqual({ status: 'signed-out' });
    expect(await both.load()).toMatchObject({ error: { code: 'sign-in-needed' } });
    await both.signIn('browser');
    expect(await both.known.signOut(sandboxSession)).toMatchObject({ ok: true });
    expect((await both.awsIdentity()).stderr).toContain('Token for latchkey-sandbox does not exist');
  });
});
