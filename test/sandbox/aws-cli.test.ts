import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { DSQLClient, GetClusterCommand, ListClustersCommand } from '@aws-sdk/client-dsql';
import { DescribeDBInstancesCommand, RDSClient, paginateDescribeDBInstances } from '@aws-sdk/client-rds';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sandboxEnvironment } from './aws-files.ts';
import { BREAK_GLASS_ROLE, ENGINEER_ROLE } from './directory.ts';
import { runProgram, type Finished } from './run-program.ts';
import { startSandbox, type Sandbox } from './start-sandbox.ts';
import { AWS_PROGRAM } from './aws-program.ts';

let sandbox: Sandbox;
const lift: Array<() => void> = [];
beforeAll(async () => {
  sandbox = await startSandbox({ extraDatabases: 300, without: ['postgres', 'mysql'] });
});
afterEach(() => {
  for (const one of lift.splice(0)) one();
});
afterAll(() => sandbox.stop());

/**
 * AWS CLI 1 sends `rds` calls in us-east-1 to rds.amazonaws.com whatever AWS_ENDPOINT_URL says (its
 * customisation for old TLS names), so that the endpoint is said once more here.
 */
function aws(...args: readonly string[]): Promise<Finished> {
  return run(args, {});
}

function run(args: readonly string[], session: Readonly<Record<string, string>>): Promise<Finished> {
  const env = sandboxEnvironment(process.env, sandbox.env);
  return runProgram(AWS_PROGRAM, [...args, '--endpoint-url', sandbox.url], {
    ...env,
    ...session,
    HOME: sandbox.folder,
    AWS_MAX_ATTEMPTS: '1',
  });
}

const assumed = z.object({
  Credentials: z.object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string() }),
});

/**
 * The role of `platform-prod`. An AWS CLI before 2.13 asks AWS's own STS for the role of a profile, whatever
 * AWS_ENDPOINT_URL says; so it assumes the role by a call of its own, and goes on with that session.
 */
async function awsInProd(...args: readonly string[]): Promise<Finished> {
  const role = ['--role-arn', ENGINEER_ROLE, '--role-session-name', 'me'];
  const made = await aws('sts', 'assume-role', '--profile', 'platform-dev', ...role);
  const { AccessKeyId, SecretAccessKey, SessionToken } = assumed.parse(JSON.parse(made.stdout)).Credentials;
  return run(args, {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
    AWS_REGION: 'us-east-1',
  });
}
function client(region = 'us-east-1'): RDSClient {
  const { accessKeyId, secretAccessKey } = sandbox.directory.developer;
  return new RDSClient({ endpoint: sandbox.url, region, credentials: { accessKeyId, secretAccessKey } });
}

describe('what the AWS CLI reads', () => {
  it('identities, by profile', async () => {
    const dev = await aws('sts', 'get-caller-identity', '--profile', 'platform-dev');
    expect(JSON.parse(dev.stdout)).toMatchObject({ Account: '773100429918' });
    const prod = await awsInProd('sts', 'get-caller-identity');
    expect(JSON.parse(prod.stdout)).toMatchObject({
      Account: '482011780031',
      Arn: expect.stringContaining(':assumed-role/platform-engineer/'),
    });
  });

  it('instances, in pages', async () => {
    const query = 'DBInstances[].[DBInstanceIdentifier,Endpoint.Address,DbiResourceId]';
    const args = ['rds', 'describe-db-instances', '--profile', 'platform-dev', '--query', query];
    const paged = await aws(...args, '--page-size', '20');
    const listed: unknown = JSON.parse(paged.stdout);
    const known = sandbox.databases.instances.filter(
      (one) => one.account === '773100429918' && one.region === 'us-east-1',
    );
    expect(listed).toEqual(known.map((one) => [one.id, one.address?.host ?? null, one.resourceId]));
    expect(known.length).toBeGreaterThan(40);
    const small = await aws(...args, '--page-size', '5');
    expect(small.stderr).toContain('(InvalidParameterValue)');
    const missing = await aws(...args, '--db-instance-identifier', 'nope');
    expect(missing.stderr).toContain('(DBInstanceNotFound)');
  });

  it('clusters and proxies', async () => {
    const clusters = await awsInProd('rds', 'describe-db-clusters');
    expect(JSON.parse(clusters.stdout)).toMatchObject({
      DBClusters: [
        {
          DBClusterIdentifier: 'orders',
          Engine: 'aurora-postgresql',
          IAMDatabaseAuthenticationEnabled: true,
          Port: 5432,
          CustomEndpoints: [expect.stringContaining('orders-reporting.cluster-custom-')],
          DBClusterMembers: [{ IsClusterWriter: true }, { IsClusterWriter: false }, {}],
          TagList: [{ Key: 'env', Value: 'prod' }, { Key: 'team' }],
        },
        { Engine: 'docdb' },
      ],
    });
    const proxies = await awsInProd('rds', 'describe-db-proxies');
    expect(JSON.parse(proxies.stdout)).toMatchObject({
      DBProxies: [
        { DBProxyName: 'orders-proxy', EngineFamily: 'POSTGRESQL', Auth: [{ IAMAuth: 'REQUIRED' }] },
      ],
    });
  });

  it('further endpoints of proxies, and global clusters with their primary', async () => {
    const endpoints = await awsInProd('rds', 'describe-db-proxy-endpoints');
    expect(JSON.parse(endpoints.stdout)).toMatchObject({
      DBProxyEndpoints: [
        { IsDefault: true, TargetRole: 'READ_WRITE' },
        { DBProxyEndpointName: 'orders-proxy-ro', TargetRole: 'READ_ONLY', IsDefault: false },
      ],
    });
    for (const region of ['us-east-1', 'eu-west-1']) {
      const globals = await awsInProd('rds', 'describe-global-clusters', '--region', region);
      expect(JSON.parse(globals.stdout)).toMatchObject({
        GlobalClusters: [
          {
            GlobalClusterIdentifier: 'orders-global',
            GlobalClusterMembers: [
              { DBClusterArn: expect.stringMatching(/us-east-1.*:cluster:orders$/), IsWriter: true },
              { DBClusterArn: expect.stringMatching(/eu-west-1.*:cluster:orders-eu$/), IsWriter: false },
            ],
          },
        ],
      });
    }
  });

  it('regions', async () => {
    const regions = await aws(
      'ec2',
      'describe-regions',
      '--profile',
      'platform-dev',
      '--query',
      'length(Regions)',
    );
    expect(regions.stdout.trim()).toBe('17');
  });

  it('a denied call and an expired session', async () => {
    const denied = await awsInProd('rds', 'describe-db-instances', '--region', 'eu-central-1');
    expect(denied.stderr).toContain('An error occurred (AccessDenied) when calling the DescribeDBInstances');
    expect(denied.stderr).toContain('is not authorized to perform: rds:DescribeDBInstances on resource:');
    const expired = await aws('rds', 'describe-db-instances', '--profile', 'legacy');
    expect(expired.stderr).toContain('(ExpiredToken)');
  });

  it('a role that wants MFA', async () => {
    const { device } = sandbox.directory;
    const args = ['sts', 'assume-role', '--profile', 'platform-dev', '--role-arn', BREAK_GLASS_ROLE];
    const more = ['--role-session-name', 'me', '--serial-number', device.serial];
    expect((await aws(...args, '--role-session-name', 'me')).stderr).toContain('(AccessDenied)');
    const code = device.code(Date.now());
    expect((await aws(...args, ...more, '--token-code', device.wrongCode(Date.now()))).stderr).toContain(
      'invalid MFA',
    );
    const session: unknown = JSON.parse((await aws(...args, ...more, '--token-code', code)).stdout);
    expect(session).toMatchObject({ Credentials: { SessionToken: expect.stringMatching(/^.{1000,}$/) } });
    expect((await aws(...args, ...more, '--token-code', code)).stderr).toContain('invalid MFA');
  });

  it('a session of a user with MFA, and the role that it may then assume', async () => {
    const { device } = sandbox.directory;
    const args = ['sts', 'get-session-token', '--profile', 'platform-dev'];
    const absent = ['--serial-number', 'arn:aws:iam::773100429918:mfa/nobody', '--token-code', '123456'];
    expect((await aws(...args, ...absent)).stderr).toContain('Please verify your MFA serial number is valid');
    // the codes until now may have been taken
    const next = device.code(Date.now() + 30_000);
    const made = await aws(...args, '--serial-number', device.serial, '--token-code', next);
    const { AccessKeyId, SecretAccessKey, SessionToken } = assumed.parse(JSON.parse(made.stdout)).Credentials;
    const session = {
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: SessionToken,
      AWS_REGION: 'us-east-1',
    };
    const role = ['sts', 'assume-role', '--role-arn', BREAK_GLASS_ROLE, '--role-session-name', 'me'];
    expect(assumed.safeParse(JSON.parse((await run(role, session)).stdout)).success).toBe(true);
    expect((await run(['sts', 'get-session-token'], session)).stderr).toContain('with session credentials');
  });
});

describe('what the AWS SDK reads', () => {
  it('wrong secrets and unknown keys', async () => {
    const { accessKeyId } = sandbox.directory.developer;
    const ask = (id: string) =>
      new RDSClient({
        endpoint: sandbox.url,
        region: 'us-east-1',
        maxAttempts: 1,
        credentials: { accessKeyId: id, secretAccessKey: 'wrong' },
      }).send(new DescribeDBInstancesCommand());
    await expect(ask(accessKeyId)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(ask('AKIANOBODY')).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });

  it('throttling is retried until it ends, and drops and garbage are errors', async () => {
    lift.push(sandbox.faults.add({ times: 2, effect: { kind: 'throttle' } }));
    const found = await client().send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'orders' }));
    expect(found.DBInstances?.[0]).toMatchObject({ DBInstanceClass: 'db.t4g.small', AllocatedStorage: 100 });
    expect(found.DBInstances?.[0]?.InstanceCreateTime).toBeInstanceOf(Date);
    expect(sandbox.requests.slice(-3).map((one) => one.error)).toEqual([
      'Throttling',
      'Throttling',
      undefined,
    ]);

    for (const kind of ['drop', 'garbage'] as const) {
      const end = sandbox.faults.add({ effect: { kind } });
      await expect(client().send(new DescribeDBInstancesCommand())).rejects.toThrow();
      end();
    }
  });

  it('clusters of Aurora DSQL, and the regions of an account', async () => {
    const { accessKeyId, secretAccessKey } = sandbox.directory.developer;
    const options = {
      endpoint: sandbox.url,
      region: 'us-east-1',
      credentials: { accessKeyId, secretAccessKey },
    };
    const dsql = new DSQLClient(options);
    const { clusters = [] } = await dsql.send(new ListClustersCommand({ maxResults: 10 }));
    const known = sandbox.databases.dsql.find(({ account }) => account === '773100429918');
    expect(clusters).toEqual([{ identifier: known?.id, arn: expect.stringMatching(/^arn:aws:dsql:/) }]);
    expect(await dsql.send(new GetClusterCommand({ identifier: known?.id }))).toMatchObject({
      endpoint: known?.host,
      status: 'ACTIVE',
      tags: { Name: 'latchkey-demo-dsql' },
      creationTime: expect.any(Date),
    });
    await expect(dsql.send(new GetClusterCommand({ identifier: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const account = new AccountClient(options);
    const { Regions = [] } = await account.send(
      new ListRegionsCommand({ RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] }),
    );
    expect(Regions.map(({ RegionName }) => RegionName)).toContain('eu-west-1');
    expect(Regions.map(({ RegionName }) => RegionName)).not.toContain('ap-east-1');
  });

  it('pages through all of a region', async () => {
    const ids: Array<string | undefined> = [];
    for await (const page of paginateDescribeDBInstances({ client: client(), pageSize: 25 }, {})) {
      ids.push(...(page.DBInstances ?? []).map((one) => one.DBInstanceIdentifier));
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('latchkey-demo');
  });
});

it('keeps its files private and takes them away', async () => {
  const own = await startSandbox({ without: ['postgres', 'mysql'] });
  const config = own.env['AWS_CONFIG_FILE'] ?? '';
  if (process.platform !== 'win32') {
    expect((await stat(own.folder)).mode & 0o777).toBe(0o700);
    expect((await stat(config)).mode & 0o777).toBe(0o600);
    expect((await stat(own.env['AWS_SHARED_CREDENTIALS_FILE'] ?? '')).mode & 0o777).toBe(0o600);
  }
  await own.stop();
  await expect(stat(dirname(config))).rejects.toThrow('ENOENT');
});
