import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import type { CauseId } from '../../../app/doctor/causes/cause.ts';
import type { Report } from '../../../app/doctor/model.ts';
import { shellWord } from '../../../app/common/text/shell.ts';
import { signWithRdsSigner } from '../../../main/tokens/rds-signer.ts';
import { AWS_PROGRAM } from '../aws-program.ts';
import { sandboxEnvironment } from '../aws-files.ts';
import { runProgram } from '../run-program.ts';
import { startSandbox, type Sandbox } from '../start-sandbox.ts';
import { askDoctor, caseOf, type Case } from './ask-doctor.ts';
import { readMend, shellWords } from './command.ts';
import { BROKEN_DATABASES } from './databases.ts';
import { writeShellFile } from './shell-file.ts';

/** The AWS CLI is a Python program that takes its time to start on a busy machine. */
vi.setConfig({ testTimeout: 180_000 });

/** What is wrong with each, and with which of the remedies it is mended. */
const BROKEN: readonly {
  readonly id: string;
  readonly cause: CauseId;
  readonly refusal: string;
  readonly mend: (report: Report) => string;
}[] = [
  { id: 'invoices', cause: 'policy-missing', refusal: '28000', mend: policyCommand },
  { id: 'parcels', cause: 'policy-wrong-arn', refusal: '28000', mend: policyCommand },
  { id: 'wages', cause: 'condition-unsupported', refusal: '1045', mend: policyCommand },
  { id: 'tickets', cause: 'not-an-iam-user', refusal: '28P01', mend: sql },
  { id: 'visits', cause: 'iam-off', refusal: '1045', mend: command },
];

function policyCommand({ findings }: Report): string {
  const [policy] = (findings[0]?.remedies ?? []).flatMap((one) => (one.kind === 'policy' ? [one] : []));
  return policy?.command ?? '';
}

function sql({ findings }: Report): string {
  const [script] = (findings[0]?.remedies ?? []).flatMap((one) => (one.kind === 'sql' ? [one] : []));
  return script?.sql ?? '';
}

function command({ findings }: Report): string {
  const [one] = (findings[0]?.remedies ?? []).flatMap((each) => (each.kind === 'command' ? [each] : []));
  return one?.command ?? '';
}

/** Logs in with a fresh token, by the driver of its engine; a refusal is the server's code. */
async function signIn(sandbox: Sandbox, { subject, credentials }: Case): Promise<string> {
  const { address, region, dbUser, family } = subject;
  const { token } = await signWithRdsSigner({ ...address, region, dbUser }, credentials);
  if (family !== 'postgres') return signInToMysql(sandbox, subject, token);
  const client = new Client({
    ...address,
    user: dbUser,
    password: token,
    database: 'shop',
    ssl: { ca: sandbox.authority.caPem },
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ orders: string }>('select count(*) as orders from orders');
    return `in, ${rows[0]?.orders} orders`;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function signInToMysql(
  { authority }: Sandbox,
  { address, dbUser }: Case['subject'],
  token: string,
): Promise<string> {
  try {
    const connection = await createConnection({
      ...address,
      user: dbUser,
      database: 'shop',
      ssl: { ca: authority.caPem, verifyIdentity: true },
      authPlugins: { mysql_clear_password: () => () => Buffer.from(`${token}\0`) },
    });
    const [rows] = await connection.query<RowDataPacket[]>('select count(*) as orders from orders');
    connection.destroy();
    return `in, ${rows[0]?.['orders']} orders`;
  } catch (cause) {
    return cause instanceof Error && 'errno' in cause ? String(cause.errno) : String(cause);
  }
}

/** Applies something on the sandbox's page as a browser does; gives the status and what the page says. */
async function applyOnPage({ practiceUrl }: Sandbox, what: string): Promise<readonly [number, string]> {
  const url = practiceUrl ?? '';
  const secret = /name="secret" value="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams({ secret, what }) });
  const [, said = ''] = /<output>([^<]*)<\/output>/.exec(await answer.text()) ?? [];
  return [
    answer.status,
    said.replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code))),
  ];
}

describe('each broken database', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ practice: true });
    await Promise.all([sandbox.postgres?.ready, sandbox.mysql?.ready]);
  });
  afterAll(() => sandbox?.stop());

  it('is one of five', () => {
    expect(BROKEN.map(({ id }) => id)).toEqual(BROKEN_DATABASES.map(({ id }) => id));
    expect(new Set(BROKEN.map(({ cause }) => cause)).size).toBe(5);
    expect(BROKEN.map(({ id }) => caseOf(sandbox, id).subject.family)).toEqual([
      'postgres',
      'postgres',
      'mysql',
      'postgres',
      'mariadb',
    ]);
  });

  it.each(BROKEN)(
    '$id: the doctor names $cause, and what it gives mends it',
    async ({ id, cause, refusal, mend }) => {
      const about = caseOf(sandbox, id);
      expect(await signIn(sandbox, about)).toBe(refusal);
      const { report } = await askDoctor(sandbox, about);
      expect([report.verdict, report.findings.map((one) => [one.cause, one.certainty])]).toEqual([
        'no',
        [[cause, 'certain']],
      ]);
      const copied = mend(report);
      expect(await applyOnPage(sandbox, copied)).toEqual([
        200,
        expect.stringMatching(/was (?:applied|run)\.$/),
      ]);
      const orders = about.subject.family === 'postgres' ? 120 : 4;
      expect(await signIn(sandbox, about)).toBe(`in, ${orders} orders`);
      const after = await askDoctor(sandbox, about);
      expect([after.report.verdict, after.report.findings]).toEqual(['yes', []]);
    },
  );
});

describe('other ways to mend', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ practice: true, without: ['mysql'] });
    await sandbox.postgres?.ready;
  });
  afterEach(() => sandbox?.stop());

  it('the copied command, in a shell with the AWS CLI', async () => {
    const about = caseOf(sandbox, 'invoices');
    const copied = policyCommand((await askDoctor(sandbox, about)).report);
    const file = await writeShellFile(sandbox);
    await promisify(execFile)('sh', ['-c', `. ${file}\n${copied}`], {
      env: { PATH: process.env['PATH'] ?? '', HOME: sandbox.folder },
    });
    expect(await signIn(sandbox, about)).toBe('in, 120 orders');

    const off = caseOf(sandbox, 'visits');
    const modify = command((await askDoctor(sandbox, off)).report);
    const words = shellWords(modify) ?? [];
    const at = ['--profile', 'platform-dev', '--endpoint-url', sandbox.url];
    const { stdout } = await runProgram(AWS_PROGRAM, [...words.slice(1), ...at], {
      ...sandboxEnvironment(process.env, sandbox.env),
      HOME: sandbox.folder,
    });
    expect(JSON.parse(stdout)).toMatchObject({ DBInstance: { IAMDatabaseAuthenticationEnabled: true } });
    expect(await signIn(sandbox, off)).toBe('in, 120 orders');
  });

  it('the policy alone, pasted on the page', async () => {
    const about = caseOf(sandbox, 'parcels');
    const { report } = await askDoctor(sandbox, about);
    const [policy] = (report.findings[0]?.remedies ?? []).flatMap((one) =>
      one.kind === 'policy' ? [one] : [],
    );
    expect(await applyOnPage(sandbox, policy?.json ?? '')).toEqual([200, 'PutRolePolicy was applied.']);
    expect(await signIn(sandbox, about)).toBe('in, 120 orders');
  });

  it('says what it does not take, and changes nothing', async () => {
    for (const [what, said] of [
      ['rm -rf /', /^Paste a command/],
      ["aws iam put-role-policy --role-name 'x", /quote/],
      ['aws iam put-role-policy --role-name nobody --policy-name p --policy-document {}', /^NoSuchEntity/],
      [
        'aws iam put-role-policy --role-name database-reader --policy-name p --policy-document {}',
        /^MalformedPolicyDocument/,
      ],
      ['grant nothing to nobody', /does not exist/],
      ['aws s3 rm s3://x', /^Paste a command/],
      ['aws rds modify-db-instance --db-instance-identifier nope --apply-immediately', /^DBInstanceNotFound/],
    ] as const) {
      expect(await applyOnPage(sandbox, what)).toEqual([400, expect.stringMatching(said)]);
    }
    expect(await signIn(sandbox, caseOf(sandbox, 'invoices'))).toBe('28000');
  });

  it('takes nothing from a page that is not its own', async () => {
    const url = sandbox.practiceUrl ?? '';
    const body = new URLSearchParams({ what: 'drop table orders', secret: 'guessed' });
    expect((await fetch(url, { method: 'POST', body })).status).toBe(403);
    const { host, port } = new URL(url);
    expect(host).toBe(`127.0.0.1:${port}`);
  });

  it('a change that waits for the maintenance window waits', async () => {
    const about = caseOf(sandbox, 'visits');
    const later =
      'aws rds modify-db-instance --db-instance-identifier visits --enable-iam-database-authentication';
    expect(await applyOnPage(sandbox, later)).toEqual([200, 'ModifyDBInstance was applied.']);
    expect(await signIn(sandbox, about)).toBe('28P01');
    expect((await askDoctor(sandbox, about)).report.findings[0]?.cause).toBe('iam-change-pending');
  });

  it('what was refused is in the error log, and counted', async () => {
    const about = caseOf(sandbox, 'invoices');
    await signIn(sandbox, about);
    const { progress } = await askDoctor(sandbox, about, new Set(['errors', 'securityGroups']));
    expect(progress.observations.errors).toMatchObject({
      outcome: 'seen',
      value: {
        codes: ['NotAuthorized'],
        counted: [{ code: 'NotAuthorized', count: expect.any(Number) }],
        freeMemory: expect.any(Number),
        logUnseen: null,
        metricsUnseen: null,
      },
    });
    expect(progress.observations.securityGroups).toMatchObject({
      outcome: 'seen',
      value: { letsIn: null, groups: ['sg-0d1c5e8f2a7b94360'] },
    });
    const run = (...args: readonly string[]) =>
      runProgram(AWS_PROGRAM, [...args, '--endpoint-url', sandbox.url, '--region', 'us-east-2'], {
        ...sandboxEnvironment(process.env, sandbox.env),
        AWS_PROFILE: 'platform-dev',
        HOME: sandbox.folder,
      });
    const group = '/aws/rds/instance/invoices/iam-db-auth-error';
    const log = await run('logs', 'filter-log-events', '--log-group-name', group);
    expect(JSON.parse(log.stdout)).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining('Error Code:NotAuthorized') }),
      ]),
    });
    const missing = await run('logs', 'filter-log-events', '--log-group-name', '/aws/rds/instance/x/error');
    expect(missing.stderr).toContain('(ResourceNotFoundException)');
    const query = [
      {
        Id: 'failures',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/RDS',
            MetricName: 'IamDbAuthConnectionFailureInsufficientPermissions',
            Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'invoices' }],
          },
          Period: 60,
          Stat: 'Sum',
        },
      },
    ];
    const hour = 3_600_000;
    const metrics = await run(
      'cloudwatch',
      'get-metric-data',
      '--metric-data-queries',
      JSON.stringify(query),
      '--start-time',
      new Date(Date.now() - hour).toISOString(),
      '--end-time',
      new Date(Date.now() + hour).toISOString(),
    );
    expect(JSON.parse(metrics.stdout)).toMatchObject({
      MetricDataResults: [{ Id: 'failures', StatusCode: 'Complete' }],
    });
    const values: unknown = JSON.parse(metrics.stdout).MetricDataResults[0].Values;
    expect(values).toEqual(expect.arrayContaining([expect.any(Number)]));
  });
});

describe('what is pasted', () => {
  it('is read as a shell reads it', () => {
    expect(shellWords(`aws iam 'a b' "c \\"d\\" \\x" e\\ f 'g'\\''h' ''`)).toEqual([
      'aws',
      'iam',
      'a b',
      'c "d" \\x',
      'e f',
      "g'h",
      '',
    ]);
    expect(shellWords('aws \\\n iam')).toEqual(['aws', 'iam']);
    expect(shellWords("aws 'iam")).toBeNull();
  });

  it('may go on in the next line, but not within single quotes', () => {
    expect(shellWords('one\\\ntwo "three\\\r\nfour" \'five\\\nsix\'')).toEqual([
      'onetwo',
      'threefour',
      'five\\\nsix',
    ]);
  });

  it('is what was quoted for a shell', () => {
    const words = fc.array(fc.string({ unit: 'binary-ascii' }), { minLength: 1 });
    fc.assert(
      fc.property(words, (given) => {
        expect(shellWords(given.map(shellWord).join(' '))).toEqual(given);
      }),
      { examples: [[['a\\\nb', '\\\r\n']]] },
    );
  });

  it('is a call with the API’s names', () => {
    expect(
      readMend(
        'aws rds modify-db-instance --db-instance-identifier visits --enable-iam-database-authentication --apply-immediately --region us-east-2',
      ),
    ).toEqual({
      kind: 'call',
      service: 'rds',
      action: 'ModifyDBInstance',
      params: new Map([
        ['DBInstanceIdentifier', 'visits'],
        ['EnableIAMDatabaseAuthentication', 'true'],
        ['ApplyImmediately', 'true'],
      ]),
      region: 'us-east-2',
    });
    expect(readMend('aws iam put-role-policy --role-name')).toBe('--role-name has no value.');
    expect(readMend('aws iam put-role-policy --profile x')).toBe('The sandbox does not know --profile.');
  });
});
