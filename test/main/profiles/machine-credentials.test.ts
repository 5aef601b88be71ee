import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { machineCredentials } from '../../../main/profiles/machine-credentials.ts';
import { answering, json } from './answering.ts';
import { awsFiles } from './aws-files.ts';

afterEach(() => vi.unstubAllEnvs());

const future = '2999-01-01T00:00:00Z';
const given = {
  Code: 'Success',
  AccessKeyId: 'ASIAM',
  SecretAccessKey: 's',
  Token: 't',
  Expiration: future,
};

/** Nothing that listens. */
const NOBODY = 'http://127.0.0.1:1';

/** An EC2 instance's metadata service with a role, or without. */
const metadata = (credentials: unknown, role = 'web') =>
  answering(({ method, path, headers }, reply) => {
    if (method === 'PUT' && path === '/latest/api/token') return void reply.end('TOKEN');
    if (headers['x-aws-ec2-metadata-token'] !== 'TOKEN') return void reply.writeHead(401).end();
    if (path.endsWith('/security-credentials/')) {
      return void (role === '' ? reply.writeHead(404).end() : reply.end(role));
    }
    return json(reply, credentials);
  });

/** Asks the EC2 instance at an address, with AWS's files of `[default]` that lead elsewhere. */
function instance(url: string) {
  const { env } = awsFiles(
    '[default]\nec2_metadata_service_endpoint = http://127.0.0.1:2\nec2_metadata_v1_disabled = x\n',
  );
  vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', url);
  return machineCredentials('p', 'Ec2InstanceMetadata', { ...env });
}

describe('an EC2 instance', () => {
  it('gives its role\u2019s credentials, by its session-oriented metadata', async () => {
    const { url, asked } = await metadata(given);
    expect(await instance(url)).toEqual({
      ok: true,
      value: {
        accessKeyId: 'ASIAM',
        secretAccessKey: 's',
        sessionToken: 't',
        expiry: { kind: 'at', time: Date.parse(future) },
      },
    });
    expect(asked.map(({ method }) => method)).toEqual(['PUT', 'GET', 'GET']);
  });

  it('that only has ended ones is not taken for more than it says', async () => {
    const warned = vi.spyOn(console, 'warn');
    const { url } = await metadata({ ...given, Expiration: '2020-01-01T00:00:00Z' });
    expect(await instance(url)).toMatchObject({
      error: { code: 'credentials-expired', message: expect.stringContaining('2020-01-01T00:00:00.000Z') },
    });
    expect(warned).not.toHaveBeenCalled();
  });

  it.each([
    ['without a role', () => metadata(given, ''), 'profile-unusable', 'this EC2 instance has no role'],
    [
      'whose role may not be used',
      () => metadata({ Code: 'AssumeRoleUnauthorizedAccess', Message: 'No.' }),
      'profile-unusable',
      'Invalid response',
    ],
    [
      'that refuses',
      () => answering((_asked, reply) => reply.writeHead(403).end()),
      'access-denied',
      'refuses',
    ],
    [
      'that is a web page',
      () => answering((_asked, reply) => reply.end('<html>Welcome</html>')),
      'not-aws',
      'what answered is not AWS',
    ],
    ['that is none', async () => ({ url: NOBODY }), 'unreachable', 'nobody answers for the instance’s role'],
  ])('(%s) is told apart', async (_what, start, code, message) => {
    expect(await instance((await start()).url)).toMatchObject({
      error: { code, message: expect.stringContaining(message), hint: expect.any(String) },
    });
  });

  it('that is not to be asked is not', async () => {
    const { url, asked } = await metadata(given);
    vi.stubEnv('AWS_EC2_METADATA_SERVICE_ENDPOINT', url);
    const env = { AWS_EC2_METADATA_DISABLED: 'TRUE' };
    expect(await machineCredentials('p', 'Ec2InstanceMetadata', env)).toMatchObject({
      error: { code: 'profile-unusable', message: expect.stringContaining('AWS_EC2_METADATA_DISABLED') },
    });
    expect(asked).toEqual([]);
  });

  it('that says nothing is not waited for', async () => {
    const { url } = await answering(() => undefined);
    const from = Date.now();
    expect(await instance(url)).toMatchObject({ error: { code: 'unreachable' } });
    expect(Date.now() - from).toBeLessThan(15_000);
  }, 30_000);
});

describe('a container', () => {
  const container = (env: NodeJS.ProcessEnv) => {
    // what the process itself has is somebody else's
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', NOBODY);
    vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', 'foreign');
    return machineCredentials('p', 'EcsContainer', env);
  };

  it.each(['AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'])(
    'gives its credentials to who has its token, by %s',
    async (variable) => {
      const { url, asked } = await answering((_asked, reply) => json(reply, given));
      const { folder } = awsFiles();
      const file = join(folder, 'token');
      writeFileSync(file, 'Bearer x');
      const token = variable.endsWith('FILE') ? file : 'Bearer x';
      const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/role?id=1`, [variable]: token };
      expect(await container(env)).toMatchObject({ ok: true, value: { accessKeyId: 'ASIAM' } });
      expect(asked[0]).toMatchObject({ path: '/role?id=1', headers: { authorization: 'Bearer x' } });
    },
  );

  it.each<[string, () => Promise<{ url: string }>, string, string]>([
    [
      'that says nothing of use',
      () => answering((_a, reply) => json(reply, {})),
      'profile-unusable',
      'format',
    ],
    ['that refuses', () => answering((_a, reply) => json(reply, {}, 403)), 'access-denied', 'refuses'],
    ['that is a web page', () => answering((_a, reply) => reply.end('<html>')), 'not-aws', 'not AWS'],
    ['that is not there', async () => ({ url: NOBODY }), 'unreachable', 'nobody answers'],
    [
      'that is elsewhere, in plain',
      async () => ({ url: 'http://192.0.2.1' }),
      'profile-unusable',
      'URL not accepted',
    ],
    [
      'whose credentials have ended',
      () => answering((_a, reply) => json(reply, { ...given, Expiration: '2020-01-01T00:00:00Z' })),
      'credentials-expired',
      '2020',
    ],
  ])('(%s) is told apart', async (_what, start, code, message) => {
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: (await start()).url };
    expect(await container(env)).toMatchObject({
      error: { code, message: expect.stringContaining(message), hint: expect.any(String) },
    });
  });

  it('that this is not says so', async () => {
    expect(await container({})).toMatchObject({
      error: { code: 'profile-unusable', message: expect.stringContaining('does not run in one') },
    });
  });
});
