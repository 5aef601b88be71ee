import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fail, type Result } from '../../../app/common/result.ts';
import { Secret } from '../../../app/common/secret.ts';
import { mfaNeeded } from '../../../app/mfa/needed.ts';
import type { MfaNeed } from '../../../app/mfa/ports.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import { loadCredentials } from '../../../main/profiles/load-credentials.ts';
import { profileFiles } from '../../../main/profiles/profile-files.ts';
import { startAwsServer, type AwsServer } from '../../sandbox/aws-server.ts';
import { BREAK_GLASS_ROLE, ENGINEER_ROLE, makeDirectory } from '../../sandbox/directory.ts';
import { noDatabases } from '../../sandbox/databases.ts';
import { createSessions } from '../../sandbox/private-network/sessions.ts';
import { makeFaults } from '../../sandbox/faults.ts';
import { makeSso } from '../../sandbox/sso-service.ts';
import { awsFiles } from './aws-files.ts';

let directory: ReturnType<typeof makeDirectory>;
let aws: AwsServer;
let now: number;
beforeEach(async () => {
  now = Date.now();
  directory = makeDirectory(() => now);
  const store = { all: noDatabases };
  aws = await startAwsServer({
    store,
    directory,
    sso: makeSso(
      directory,
      () => '',
      () => now,
    ),
    faults: makeFaults([]),
    authErrors: [],
    sessions: createSessions(() => null),
    now: () => now,
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await aws.stop();
});

const serial = () => directory.device.serial;
const keys = (sessionToken?: string) =>
  `aws_access_key_id = ${directory.developer.accessKeyId}\naws_secret_access_key = ${directory.developer.secretAccessKey}\n` +
  (sessionToken === undefined ? '' : `aws_session_token = ${sessionToken}\n`);
const role = (name: string, arn: string, more = '') =>
  `[profile ${name}]\nrole_arn = ${arn}\nsource_profile = base\nmfa_serial = ${serial()}\nendpoint_url = ${aws.url}\n${more}`;

/** A person who answers each question with the next of these codes; sessions are kept, as Latchkey does. */
function person(codes: readonly string[]) {
  const needs: MfaNeed[] = [];
  const held = new Map<string, Credentials>();
  const left = [...codes];
  const mfa = {
    async session(need: MfaNeed): Promise<Result<Credentials>> {
      const known = held.get(need.key);
      if (known !== undefined) return { ok: true, value: known };
      needs.push(need);
      const code = left.shift();
      if (code === undefined) return mfaNeeded(need.profile);
      const given = await need.exchange(new Secret(code));
      if (given.ok) held.set(need.key, given.value);
      return given;
    },
    forget(accessKeyId: string) {
      for (const [key, { accessKeyId: id }] of held) if (id === accessKeyId) held.delete(key);
    },
  };
  return { mfa, needs, held };
}

const calls = () =>
  aws.requests.map(({ action, error }) => (error === undefined ? action : `${action} ${error}`));
const codeNow = (steps = 0) => directory.device.code(now + steps * 30_000);

describe('a role with MFA from long-lived keys', () => {
  it('is assumed with a session of their user, which one code begins for all of its roles', async () => {
    const { env } = awsFiles(
      role('glass', BREAK_GLASS_ROLE, 'duration_seconds = 28800\n') + role('engineer', ENGINEER_ROLE),
      `[base]\n${keys()}`,
    );
    const load = loadCredentials(profileFiles(env), {});
    const { mfa, needs, held } = person([codeNow()]);
    expect(await load('glass', mfa)).toMatchObject({
      ok: true,
      value: { accessKeyId: expect.stringMatching(/^ASIA/), expiry: { kind: 'at' } },
    });
    expect(await load('engineer', mfa)).toMatchObject({ ok: true });
    // a role that is assumed with a session lasts an hour at most, and is assumed again until the session ends
    expect(calls()).toEqual(['sts:GetSessionToken', 'sts:AssumeRole', 'sts:AssumeRole']);
    expect(needs).toMatchObject([
      { serial: serial(), profile: 'glass', role: { name: 'break-glass', account: '773100429918' } },
    ]);
    const [session] = held.values();
    expect(session?.expiry).toMatchObject({ time: expect.closeTo(now + 12 * 3_600_000, -4) });
  });

  it('asks again when AWS has ended the session', async () => {
    const { env } = awsFiles(role('glass', BREAK_GLASS_ROLE), `[base]\n${keys()}`);
    const load = loadCredentials(profileFiles(env), {});
    const { mfa, needs, held } = person([codeNow(-1), codeNow()]);
    await load('glass', mfa);
    const [key] = held.keys();
    held.set(key ?? '', {
      accessKeyId: 'ASIAREVOKED',
      secretAccessKey: 's',
      sessionToken: 't',
      expiry: { kind: 'never' },
    });
    expect(await load('glass', mfa)).toMatchObject({ ok: true });
    expect(needs).toHaveLength(2);
    expect(calls()).toContain('sts:AssumeRole InvalidClientTokenId');
  });

  it('is left alone where its source is dead: nobody looks for a device in vain', async () => {
    const { env } = awsFiles(
      `${role('glass', BREAK_GLASS_ROLE)}[profile base]\ncredential_process = false\n`,
    );
    const { mfa, needs } = person([codeNow()]);
    expect(await loadCredentials(profileFiles(env), process.env)('glass', mfa)).toMatchObject({
      error: { code: 'process-failed' },
    });
    expect(needs).toEqual([]);
  });

  it('asks for different keys, devices and endpoints by themselves', async () => {
    const other = makeDirectory(() => now).developer;
    const { env } = awsFiles(
      role('glass', BREAK_GLASS_ROLE) +
        role('elsewhere', BREAK_GLASS_ROLE).replace(aws.url, aws.url.replace('127.0.0.1', 'localhost')) +
        role('device', BREAK_GLASS_ROLE).replace(serial(), 'GAHT12345678') +
        role('keys', BREAK_GLASS_ROLE).replace('= base', '= other'),
      `[base]\n${keys()}[other]\naws_access_key_id = ${other.accessKeyId}\naws_secret_access_key = s\n`,
    );
    const load = loadCredentials(profileFiles(env), {});
    const { mfa, needs } = person([]);
    for (const name of ['glass', 'elsewhere', 'device', 'keys', 'glass']) {
      expect(await load(name, mfa)).toMatchObject({ error: { code: 'mfa-needed' } });
    }
    expect(new Set(needs.map(({ key }) => key)).size).toBe(4);
    expect(calls()).toEqual([]);
  });
});

describe('a role with MFA from keys of a session', () => {
  it('is assumed with the code itself: such keys begin no session', async () => {
    const session = directory.session(directory.developer, { hasMfa: false, expiresAt: now + 3_600_000 });
    const { env } = awsFiles(
      role('glass', BREAK_GLASS_ROLE),
      `[base]\naws_access_key_id = ${session.accessKeyId}\naws_secret_access_key = ${session.secretAccessKey}\naws_session_token = ${session.sessionToken}\n`,
    );
    const { mfa, needs } = person([codeNow()]);
    expect(await loadCredentials(profileFiles(env), {})('glass', mfa)).toMatchObject({ ok: true });
    expect(calls()).toEqual(['sts:AssumeRole']);
    // whoever pastes other keys is somebody else
    expect(needs[0]?.key).toContain(session.accessKeyId);
  });
});

describe('a profile with long-lived keys, a device and no role', () => {
  it('gets session keys with its code', async () => {
    const { env } = awsFiles(
      `[profile me]\nmfa_serial = ${serial()}\nendpoint_url = ${aws.url}\n`,
      `[me]\n${keys()}`,
    );
    const { mfa, needs } = person([codeNow()]);
    expect(await loadCredentials(profileFiles(env), {})('me', mfa)).toMatchObject({
      ok: true,
      value: { accessKeyId: expect.stringMatching(/^ASIA/), sessionToken: expect.any(String) },
    });
    expect(calls()).toEqual(['sts:GetSessionToken']);
    expect(needs).toMatchObject([{ profile: 'me', role: null }]);
  });
});

describe('what AWS says to a code', () => {
  const loaded = async (code: string, change = (config: string) => config) => {
    const { env } = awsFiles(change(role('glass', BREAK_GLASS_ROLE)), `[base]\n${keys()}`);
    return loadCredentials(profileFiles(env), {})('glass', person([code]).mfa);
  };

  it('that is wrong, or was used before, is told so without the code', async () => {
    const code = codeNow();
    directory.device.accepts(code, now);
    const refused = await loaded(code);
    expect(refused).toEqual(
      fail('mfa-refused', 'AWS did not accept that code.', {
        hint: 'Wait for the next one; codes change every 30 seconds.',
      }),
    );
  });

  it('of a device that it does not know names the device and where it is written', async () => {
    const change = (config: string) => config.replace(serial(), 'arn:aws:iam::773100429918:mfa/nobody');
    expect(await loaded(codeNow(), change)).toMatchObject({
      error: {
        code: 'profile-unusable',
        message: 'AWS knows no device mfa/nobody of the user of profile glass.',
        hint: 'Correct mfa_serial of profile glass in the AWS config file.',
      },
    });
  });

  it('never comes back with the code in it', async () => {
    const server = createServer((request, reply) => {
      request.resume();
      reply.statusCode = 400;
      reply.setHeader('content-type', 'text/xml');
      reply.end(
        '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>' +
          "<Code>ValidationError</Code><Message>Value '654321' at 'tokenCode' failed</Message></Error></ErrorResponse>",
      );
    });
    const url = await listening(server);
    const said = await loaded('654321', (config) => config.replace(aws.url, url));
    expect(JSON.stringify(said)).toContain("at 'tokenCode' failed");
    expect(JSON.stringify(said)).not.toContain('654321');
  });

  it('bit by bit and without end is not waited for for ever', async () => {
    const real = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => real(ms / 100));
    let open = 0;
    const server = createServer((request, reply) => {
      request.resume();
      reply.writeHead(200, { 'content-type': 'text/xml' });
      const drip = setInterval(() => reply.write(' '), 20);
      open += 1;
      reply.on('close', () => {
        open -= 1;
        clearInterval(drip);
      });
    });
    const url = await listening(server);
    const said = await loaded(codeNow(), (config) => config.replace(aws.url, url));
    expect(said).toMatchObject({ ok: false });
    await vi.waitFor(() => expect(open).toBe(0));
  }, 10_000);
});

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}
