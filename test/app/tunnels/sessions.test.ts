import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../app/common/result.ts';
import type { NetworkRoute } from '../../../app/tunnels/model.ts';
import { tunnelPolicy } from '../../../app/tunnels/policy.ts';
import { connection } from '../connections/sample-connection.ts';
import { ecs, openSessions, taskContainer, vpc } from './world.ts';

const through = (target: string | null) =>
  connection({ networkRoute: { kind: 'session-manager', target } satisfies NetworkRoute });
const automatic = through(null);
const HOST = 'orders.abc.eu-west-1.rds.amazonaws.com:5432';
const everybody = succeed([{ protocol: 'tcp', fromPort: 1, toPort: 9_999, sources: ['10.1.0.0/24'] }]);

describe('a session', () => {
  it('goes through the node that the connection names, and looks for no other', async () => {
    const { sessions, world, answers } = openSessions();
    answers.managed = fail('internal', 'it was looked for');
    expect(await sessions.start(through('i-0000000f'))).toMatchObject({
      ok: true,
      value: { session: 'session-1', node: { target: 'i-0000000f', reason: 'Chosen in the connection.' } },
    });
    expect(world.started).toEqual([`i-0000000f ${HOST}`]);
  });

  it('goes through the best node that is found', async () => {
    const { sessions, world } = openSessions();
    expect(await sessions.start(automatic)).toMatchObject({
      value: {
        node: {
          target: 'i-00000002',
          name: 'bastion',
          reason:
            "Chosen automatically. Online in the database's VPC, and the database's security groups allow it.",
        },
      },
    });
    expect(world.started).toEqual([`i-00000002 ${HOST}`]);
  });

  it('goes through the next one where the best is offline after all', async () => {
    const { sessions, world, answers } = openSessions();
    answers.rules = everybody;
    world.refused.set('i-00000002', fail('tunnel-target-offline', 'Offline.'));
    expect(await sessions.start(automatic)).toMatchObject({ value: { node: { target: 'i-00000001' } } });
    world.refused.set('i-00000001', fail('tunnel-denied', 'Denied.'));
    expect(await sessions.start(automatic)).toEqual(fail('tunnel-denied', 'Denied.'));
  });

  it('has no node where all are blocked, and says what speaks against the nearest', async () => {
    const { sessions, answers } = openSessions();
    answers.rules = succeed([]);
    const started = await sessions.start(automatic);
    expect(started).toMatchObject({ ok: false, error: { code: 'tunnel-none-found' } });
    if (!started.ok) expect(started.error.message).toContain('bastion');
    answers.managed = succeed([]);
    expect(await sessions.start(automatic)).toMatchObject({ error: { code: 'tunnel-none-found' } });
  });

  it('needs credentials, and tells why there are none', async () => {
    const { sessions, world } = openSessions();
    const refused = fail('sign-in-needed', 'Sign in.');
    world.credentials = refused;
    expect(await sessions.start(automatic)).toEqual(refused);
    expect(world.started).toEqual([]);
  });

  it('is not for a connection that is reached otherwise', async () => {
    const { sessions } = openSessions();
    expect(await sessions.start(connection())).toMatchObject({ error: { code: 'not-allowed' } });
  });

  it('is resumed with the credentials of then, by its own connection alone', async () => {
    const { sessions, world } = openSessions();
    await sessions.start(automatic);
    const other = '00000000-0000-4000-8000-000000000001';
    expect(await sessions.resume({ id: other }, 'session-1')).toMatchObject({
      error: { code: 'tunnel-ended' },
    });
    expect(await sessions.resume(automatic, 'session-2')).toMatchObject({ error: { code: 'tunnel-ended' } });
    expect(await sessions.resume(automatic, 'session-1')).toMatchObject({
      value: { node: { target: 'i-00000002' } },
    });
    world.credentials = fail('credentials-expired', 'Expired.');
    expect(await sessions.resume(automatic, 'session-1')).toEqual(world.credentials);
  });

  it('is ended at the service once, and all are when Latchkey quits', async () => {
    const { sessions, world } = openSessions();
    for (let count = 0; count < 3; count += 1) await sessions.start(automatic);
    sessions.end('session-2');
    sessions.end('session-2');
    await sessions.stop();
    expect(world.terminated.toSorted()).toEqual(['session-1', 'session-2', 'session-3']);
  });
});

describe('a node', () => {
  it('that worked is the first choice for its VPC from then on', async () => {
    const { sessions, answers, file } = openSessions();
    answers.rules = everybody;
    answers.instances = succeed(vpc.machines.slice(0, 1));
    await sessions.start(automatic);
    sessions.worked(automatic.id);
    expect(file.held()).toEqual([{ for: 'vpc-1', target: 'i-00000001' }]);
    answers.instances = succeed(vpc.machines);
    expect(await sessions.start({ ...automatic, address: { host: 'other', port: 5432 } })).toMatchObject({
      value: { node: { target: 'i-00000001' } },
    });
  });

  it('through which no database answered is left out for five minutes', async () => {
    const { sessions, answers, clock } = openSessions();
    answers.rules = everybody;
    const chosen = async () => {
      const started = await sessions.start(automatic);
      if (!started.ok) throw new Error(started.error.message);
      return started.value;
    };
    const first = await chosen();
    expect(first.node.target).toBe('i-00000002');
    sessions.end(first.session);
    expect((await chosen()).node.target).toBe('i-00000001');
    clock.advance(300_001);
    expect((await chosen()).node.target).toBe('i-00000002');
  });
});

describe('a container of an ECS task', () => {
  const here = taskContainer('a', 'eni-a', '10.1.0.7').id;
  const before = taskContainer('c', 'eni-c', '10.1.0.9').id;

  it('is chosen where no instance can be used, and not looked for where one can', async () => {
    const { sessions, answers, world } = openSessions();
    Object.assign(answers, ecs);
    answers.clusters = fail('internal', 'it was looked for');
    expect(await sessions.start(automatic)).toMatchObject({ value: { node: { target: 'i-00000002' } } });
    Object.assign(answers, ecs);
    answers.instances = succeed([]);
    expect(await sessions.start(automatic)).toMatchObject({
      value: { node: { target: here, name: 'ECS web app-a' } },
    });
    expect(world.started.at(-1)).toBe(`${here} ${HOST}`);
  });

  it('that was chosen and has ended gives way to another of its cluster', async () => {
    const { sessions, answers } = openSessions();
    Object.assign(answers, ecs);
    const started = await sessions.start(through(before));
    expect(started).toMatchObject({
      value: { node: { target: here, reason: expect.stringContaining('has ended') } },
    });
    expect(await sessions.start(through(here))).toMatchObject({
      value: { node: { target: here, reason: 'Chosen in the connection.' } },
    });
    const elsewhere = before.replace('ecs:web', 'ecs:other');
    expect(await sessions.start(through(elsewhere))).toMatchObject({
      value: { node: { target: elsewhere } },
    });
  });

  it('that was chosen is taken where nobody may look', async () => {
    const { sessions, answers } = openSessions();
    answers.managed = fail('access-denied', 'AWS does not allow it.');
    answers.instances = fail('access-denied', 'AWS does not allow it.');
    expect(await sessions.start(through(before))).toMatchObject({ value: { node: { target: before } } });
  });
});

describe('the policy', () => {
  const resources = (region: string, target: string | null): string => tunnelPolicy({ region, target });

  it('names the node, the document, and one’s own sessions', () => {
    const policy = resources('eu-west-1', 'i-00000002');
    expect(JSON.parse(policy)).toMatchObject({ Version: '2012-10-17' });
    expect(policy).toContain('arn:aws:ec2:eu-west-1:*:instance/i-00000002');
    expect(policy).toContain('arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSessionToRemoteHost');
    expect(policy).toContain('arn:aws:ssm:*:*:session/${aws:userid}-*');
    expect(policy).toContain('ssmmessages:OpenDataChannel');
    expect(policy).not.toContain('DescribeInstances');
  });

  it('allows looking where a node is to be found', () => {
    expect(resources('eu-west-1', null)).toContain('ssm:DescribeInstanceInformation');
    expect(resources('cn-north-1', null)).toContain('arn:aws-cn:ec2:cn-north-1:*:instance/*');
    expect(resources('cn-north-1', null)).toContain('arn:aws-cn:ecs:cn-north-1:*:task/*');
    for (const action of ['ecs:ListClusters', 'ecs:ListTasks', 'ecs:DescribeTasks']) {
      expect(resources('eu-west-1', null)).toContain(action);
    }
  });

  it('takes a task of a cluster for any of its tasks', () => {
    const task = 'a'.repeat(32);
    expect(resources('us-gov-west-1', `ecs:my_cluster_${task}_${task}-123`)).toContain(
      'arn:aws-us-gov:ecs:us-gov-west-1:*:task/my_cluster/*',
    );
    expect(resources('eu-west-1', 'mi-0123456789abcdef0')).toContain(
      'arn:aws:ssm:eu-west-1:*:managed-instance/mi-0123456789abcdef0',
    );
  });
});
