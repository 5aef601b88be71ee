import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ClientSettings } from '../../../app/profiles/plan/client-settings.ts';
import { loginCredentials } from '../../../main/profiles/login-credentials.ts';
import { loginPath, watchLogins } from '../../../main/profiles/watch-logins.ts';
import { answering, json } from './answering.ts';
import { awsFiles } from './aws-files.ts';

afterEach(() => vi.unstubAllEnvs());

const session = 'arn:aws:iam::123456789012:user/dana';
const minute = 60_000;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A sign-in as `aws login` leaves it, in a folder of the test's own. */
function signIn(over: object = {}, leftMs = 10 * minute) {
  const { folder } = awsFiles(
    '[profile latchkey]\nlogin_session = arn:aws:iam::999999999999:user/foreign\n',
    '[dev]\naws_access_key_id = FOREIGN\naws_secret_access_key = s\n',
  );
  const cache = join(folder, 'login');
  mkdirSync(cache);
  vi.stubEnv('AWS_LOGIN_CACHE_DIRECTORY', cache);
  // what is watched is what the SDK reads
  const file = loginPath(session, process.env);
  const text = JSON.stringify({
    accessToken: {
      accessKeyId: 'ASIALOGIN',
      secretAccessKey: 's',
      sessionToken: 't',
      accountId: '123456789012',
      expiresAt: new Date(Date.now() + leftMs).toISOString(),
    },
    tokenType: 'aws_sigv4',
    clientId: 'arn:aws:signin:::devtools/same-device',
    refreshToken: 'REFRESH',
    idToken: 'ID',
    dpopKey: privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
    ...over,
  });
  writeFileSync(file, text);
  return file;
}

async function load(answer: (reply: ServerResponse) => void = (reply) => reply.writeHead(500).end()) {
  const { url, asked } = await answering((_asked, reply) => answer(reply));
  const settings: ClientSettings = {
    region: 'eu-west-1',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    caBundle: null,
    legacySts: false,
    endpoints: new Map([['signin', { url, readable: false }]]),
  };
  const got = await loginCredentials('admin', { kind: 'login', profile: 'my dev', session }, settings);
  return { got, asked };
}

const renewed = {
  accessToken: { accessKeyId: 'ASIANEW', secretAccessKey: 's2', sessionToken: 't2' },
  tokenType: 'aws_sigv4',
  expiresIn: 900,
  refreshToken: 'REFRESH2',
};

describe('a sign-in with aws login', () => {
  it('is that of the plan, whatever AWS\u2019s files say to the SDK', async () => {
    signIn();
    const { got, asked } = await load();
    expect(got).toMatchObject({
      ok: true,
      value: { accessKeyId: 'ASIALOGIN', sessionToken: 't', expiry: { kind: 'at' } },
    });
    expect(asked).toEqual([]);
  });

  it('that is about to end is renewed and written back', async () => {
    const file = signIn({}, minute);
    const { got, asked } = await load((reply) => json(reply, renewed));
    expect(got).toMatchObject({ value: { accessKeyId: 'ASIANEW' } });
    expect(asked).toMatchObject([
      { method: 'POST', path: '/v1/token', headers: { dpop: expect.any(String) } },
    ]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ refreshToken: 'REFRESH2' });
  });

  it('that is not there, or cannot be read, is made anew by one command', async () => {
    awsFiles();
    for (const prepare of [
      () => undefined,
      () => writeFileSync(signIn(), '{"accessToken":'),
      () => signIn({ dpopKey: '' }),
    ]) {
      prepare();
      expect((await load()).got).toMatchObject({
        error: { code: 'sign-in-needed', command: "aws login --profile 'my dev'" },
      });
    }
  });

  it.each([
    ['TOKEN_EXPIRED', 'sign-in-needed', 'not signed in'],
    ['USER_CREDENTIALS_CHANGED', 'sign-in-needed', 'password was changed'],
    ['INSUFFICIENT_PERMISSIONS', 'access-denied', 'does not renew'],
  ])('that AWS does not renew for %s is told so', async (error, code, message) => {
    signIn({}, -minute);
    const { got } = await load((reply) => {
      reply.writeHead(400, {
        'content-type': 'application/json',
        'x-amzn-errortype': 'AccessDeniedException',
      });
      reply.end(JSON.stringify({ error, message: 'No.' }));
    });
    expect(got).toMatchObject({ error: { code, message: expect.stringContaining(message) } });
  });

  it('that has ended while the network is down is not called ended', async () => {
    signIn({}, -minute);
    const { got } = await load((reply) => reply.destroy());
    expect(got).toMatchObject({ error: { code: 'unreachable' } });
  }, 30_000);

  it('for another account is not used', async () => {
    const file = signIn();
    writeFileSync(file, readFileSync(file, 'utf8').replace('123456789012', '210987654321'));
    expect((await load()).got).toMatchObject({
      error: { code: 'sign-in-needed', message: expect.stringContaining('210987654321') },
    });
  });
});

describe('the files of aws login', () => {
  it('lie where the AWS CLI and the SDK put them', () => {
    const hash = createHash('sha256').update(session).digest('hex');
    expect(loginPath(session, { HOME: '/home/dana' })).toBe(`/home/dana/.aws/login/cache/${hash}.json`);
    expect(loginPath(session, { HOME: '/x', AWS_LOGIN_CACHE_DIRECTORY: '/cache' })).toBe(
      `/cache/${hash}.json`,
    );
  });

  it('are watched: one that appears, is replaced as a whole, and goes', async () => {
    const other = 'arn:aws:iam::123456789012:user/other';
    const file = signIn();
    const text = readFileSync(file, 'utf8');
    rmSync(file);
    const told: string[] = [];
    const stop = watchLogins(process.env)([session, other], (one) => void told.push(one));
    let serial = 0;
    /** Does it until it is noticed: the first look at the file may come after the first change. */
    const noticed = async (change: () => void): Promise<void> => {
      const before = told.length;
      await vi.waitFor(
        () => {
          change();
          expect(told.length).toBeGreaterThan(before);
        },
        { timeout: 20_000, interval: 300 },
      );
    };
    const next = (): string => `${text}${' '.repeat((serial += 1))}`;
    await noticed(() => writeFileSync(file, next()));
    await noticed(() => {
      writeFileSync(`${file}.new`, next());
      renameSync(`${file}.new`, file);
    });
    await noticed(() => rmSync(file, { force: true }));
    stop();
    expect(new Set(told)).toEqual(new Set([session]));
  }, 60_000);
});
