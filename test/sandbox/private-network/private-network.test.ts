import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { findNodes } from '../../../app/tunnels/find-nodes.ts';
import { systemClock } from '../../../main/clock.ts';
import type { SettingsOf } from '../../../main/profiles/settings-of.ts';
import { nodeSearch } from '../../../main/tunnels/aws/node-search.ts';
import { sessionManager } from '../../../main/tunnels/aws/session-manager.ts';
import { openSession } from '../../../main/tunnels/session-manager/session.ts';
import { webSocketOpener } from '../../../main/tunnels/session-manager/web-socket.ts';
import { readBytes } from '../../../main/gateway/read-bytes.ts';
import { AWS_PROGRAM } from '../aws-program.ts';
import type { Identity } from '../identity.ts';
import { startSandbox, type Sandbox } from '../start-sandbox.ts';
import { TASK_TARGETS } from './ecs-api.ts';
import { privateInstance } from './nodes.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ privateDatabase: true, without: ['mysql'] });
});
afterAll(() => sandbox?.stop());

const BASTION = 'i-0b7c1d2e3f4a5b6c7';
const ledger = () => {
  const { address } = privateInstance();
  if (address === undefined) throw new Error('It has no address.');
  return address;
};

const settingsOf: SettingsOf = async () => ({
  ok: true,
  value: {
    region: 'us-east-1',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    caBundle: null,
    legacySts: false,
    endpoints: new Map(
      (['ssm', 'ec2', 'ecs', 'rds'] as const).map((service) => [
        service,
        { url: sandbox.url, readable: false },
      ]),
    ),
  },
});

function scopeOf({ accessKeyId, secretAccessKey, sessionToken }: Identity) {
  const keys = { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? null };
  const credentials = { ...keys, expiry: { kind: 'never' } } as const;
  return { profile: 'platform-dev', region: 'us-east-1', credentials };
}

const developer = () => scopeOf(sandbox.directory.developer);
const manager = sessionManager(settingsOf);

it('has nodes in the database’s VPC, of which one is let in, as AWS’s client reads them', async () => {
  const found = await findNodes(nodeSearch(settingsOf), developer(), {
    ...ledger(),
    lastUsed: () => null,
    isEnough: () => false,
  });
  expect(found).toMatchObject({
    ok: true,
    value: {
      denied: [],
      candidates: [
        { target: BASTION, name: 'bastion', isBlocked: false },
        { target: TASK_TARGETS[0], name: 'ECS admin app', isBlocked: false },
        { name: 'batch', isBlocked: true, why: 'It is not connected to Session Manager.' },
        { name: 'worker-2', isBlocked: true, why: "The database's security groups do not allow it." },
      ],
    },
  });
});

it.each([
  ['an instance', BASTION],
  ['a container of an ECS task', TASK_TARGETS[0] ?? ''],
])('opens a session to its private database through %s, resumes it, and ends it', async (_, target) => {
  const started = await manager.start(developer(), { target, ...ledger() });
  if (!started.ok) throw new Error(started.error.message);
  const { session: id, opening } = started.value;
  let resumed = 0;
  const gone = new AbortController();
  onTestFinished(() => gone.abort());
  const opened = await openSession(
    opening,
    {
      clock: systemClock,
      openWire: webSocketOpener(randomUUID()),
      onChange: () => undefined,
      async resume() {
        resumed += 1;
        const again = await manager.resume(developer(), id);
        return again.ok
          ? { ok: true, value: again.value.opening }
          : { ok: false, end: { code: 'tunnel-lost', detail: again.error.message } };
      },
    },
    gone.signal,
  );
  if (!opened.ok) throw new Error(`${opened.end.code} ${opened.end.detail}`);
  const stream = opened.value.connect();
  // nothing but a client over TLS gets further; see the clients' tests
  stream.write(Buffer.from('0000000804d2162f', 'hex'));
  sandbox.sessions.sayGoodbye();
  expect(String(await readBytes(stream, 1))).toBe('S');
  expect(resumed).toBe(1);
  expect(sandbox.sessions.count()).toBe(1);
  await manager.terminate(developer(), id);
  expect(sandbox.sessions.count()).toBe(0);
  expect(await manager.resume(developer(), id)).toMatchObject({ error: { code: 'tunnel-ended' } });
});

it.each([
  ['a node that is offline', 'i-0f1e2d3c4b5a69788', 'tunnel-target-offline'],
  ['a node that does not exist', 'i-00000000', 'tunnel-target-offline'],
])('starts no session through %s', async (_, target, code) => {
  expect(await manager.start(developer(), { target, ...ledger() })).toMatchObject({
    ok: false,
    error: { code },
  });
});

it('names what is missing where the account does not allow it', async () => {
  sandbox.faults.add({
    account: sandbox.directory.developer.account,
    action: 'ssm:StartSession',
    effect: { kind: 'deny' },
  });
  const refused = await manager.start(developer(), { target: BASTION, ...ledger() });
  expect(refused).toMatchObject({ ok: false, error: { code: 'tunnel-denied' } });
  if (!refused.ok) expect(refused.error.message).toContain('ssm:StartSession');
});

it('speaks as the AWS CLI expects', async () => {
  const aws = async (...args: readonly string[]) => {
    const { stdout } = await promisify(execFile)(
      AWS_PROGRAM,
      [...args, '--profile', 'platform-dev', '--endpoint-url', sandbox.url],
      { env: { PATH: process.env['PATH'], ...sandbox.env } },
    );
    return JSON.parse(stdout);
  };
  expect((await aws('ssm', 'describe-instance-information')).InstanceInformationList).toHaveLength(3);
  // the SDK has read its clusters above; each start of the AWS CLI takes a while
  const cluster = 'tools';
  const { taskArns } = await aws('ecs', 'list-tasks', '--cluster', cluster);
  const { tasks } = await aws('ecs', 'describe-tasks', '--cluster', cluster, '--tasks', ...taskArns);
  // as the AWS CLI's own `ecs execute-command` makes it of them
  const targets = tasks
    .filter((task: { enableExecuteCommand: boolean }) => task.enableExecuteCommand)
    .map(
      (task: { clusterArn: string; taskArn: string; containers: { runtimeId: string }[] }) =>
        `ecs:${task.clusterArn.split('/').at(-1)}_${task.taskArn.split('/').at(-1)}_${task.containers[0]?.runtimeId}`,
    );
  expect(targets).toEqual(TASK_TARGETS);
});

it('is reached by no other way', async () => {
  const { lookup } = await import('node:dns/promises');
  await expect(lookup(ledger().host)).rejects.toThrow();
});
