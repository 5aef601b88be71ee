import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../app/common/result.ts';
import { isPlainLine } from '../../../app/common/text/plain-text.ts';
import { findNodes, type Wanted } from '../../../app/tunnels/find-nodes.ts';
import { nodesFound } from '../../../app/tunnels/model.ts';
import { isWithin } from '../../../app/tunnels/reachable.ts';
import { denied, ecs, searchOf, taskContainer, vpc } from './world.ts';

const scope = {
  profile: 'prod',
  region: 'eu-west-1',
  credentials: {
    accessKeyId: 'AKIA',
    secretAccessKey: 'secret',
    sessionToken: null,
    expiry: { kind: 'never' },
  },
} as const;

async function found(
  change: (answers: ReturnType<typeof searchOf>['answers']) => void = () => undefined,
  lastUsed: string | null = null,
  isEnough: Wanted['isEnough'] = () => false,
) {
  const { answers, search } = searchOf();
  change(answers);
  const database = { host: 'orders.example', port: 5432 };
  return findNodes(search, scope, { ...database, lastUsed: () => lastUsed, isEnough });
}

async function candidates(...given: Parameters<typeof found>) {
  const looked = await found(...given);
  if (!looked.ok) throw new Error(looked.error.message);
  return looked.value.candidates.map(({ target, isBlocked, why }) => [target, isBlocked, why] as const);
}

describe('the nodes of a database', () => {
  it('have names that forge nothing, and are left out where no session could begin with their ID', async () => {
    const looked = await found((answers) => {
      answers.managed = succeed([
        { id: 'i-00000001', name: '', isOnline: true, agent: `1.0\u001b[2J${'9'.repeat(600)}` },
        { id: 'i-00000002', name: '', isOnline: true, agent: '3.3.0.0' },
        { id: 'i-00000002; rm -rf ~', name: 'x', isOnline: true, agent: '' },
      ]);
      answers.instances = succeed(
        vpc.machines.map((one) => ({ ...one, name: `a\u202e${one.name}\n${'x'.repeat(300)}` })),
      );
    });
    if (!looked.ok) throw new Error(looked.error.message);
    const { vpc: _, ...nodes } = looked.value;
    expect(nodesFound.safeParse(nodes).success).toBe(true);
    expect(nodes.candidates.map(({ target }) => target).toSorted()).toEqual(['i-00000001', 'i-00000002']);
    for (const { name, why } of nodes.candidates) {
      expect(name).toMatch(/^a(?:worker|bastion) x+$/);
      expect(isPlainLine(why)).toBe(true);
    }
  });

  it('are those of its VPC, what its security groups let in first, each with its reason', async () => {
    expect(await candidates()).toEqual([
      ['i-00000002', false, "Online in the database's VPC, and the database's security groups allow it."],
      ['i-00000001', true, "The database's security groups do not allow it."],
    ]);
  });

  it('are let in by their address, too', async () => {
    const [first] = await candidates((answers) => {
      answers.rules = succeed([{ protocol: '-1', fromPort: null, toPort: null, sources: ['10.1.0.1/32'] }]);
    });
    expect(first?.slice(0, 2)).toEqual(['i-00000001', false]);
  });

  it.each([
    ['another port', { protocol: 'tcp', fromPort: 3306, toPort: 3306 }],
    ['another protocol', { protocol: 'udp', fromPort: 0, toPort: 65_535 }],
  ])('are not let in by a rule for %s', async (_, rule) => {
    const all = await candidates((answers) => {
      answers.rules = succeed([{ ...rule, sources: ['0.0.0.0/0'] }]);
    });
    expect(all.map(([, isBlocked]) => isBlocked)).toEqual([true, true]);
  });

  it('begin with the one that worked last, unless something speaks against it', async () => {
    const open = succeed([{ protocol: 'tcp', fromPort: 1, toPort: 9_999, sources: ['10.1.0.0/24'] }]);
    expect((await candidates((answers) => (answers.rules = open), 'i-00000001'))[0]).toEqual([
      'i-00000001',
      false,
      'It worked last time.',
    ]);
    expect((await candidates(undefined, 'i-00000001'))[0]?.slice(0, 2)).toEqual(['i-00000002', false]);
  });

  it('are blocked while they are offline or too old', async () => {
    const all = await candidates((answers) => {
      answers.managed = succeed([
        { id: 'i-00000001', name: '', isOnline: false, agent: '3.3.0.0' },
        { id: 'i-00000002', name: '', isOnline: true, agent: '3.1.1373.0' },
      ]);
    });
    expect(all).toEqual([
      ['i-00000002', true, 'Its SSM agent 3.1.1373.0 is too old.'],
      ['i-00000001', true, 'It is not connected to Session Manager.'],
    ]);
  });

  it('prefer the zone of the database among those that are let in', async () => {
    const open = succeed([{ protocol: 'tcp', fromPort: 1, toPort: 9_999, sources: ['10.1.0.0/24'] }]);
    const [worker, bastion] = vpc.machines;
    const all = await candidates((answers) => {
      answers.rules = open;
      answers.instances = succeed([
        { ...worker, name: 'a', zone: 'eu-west-1a' },
        { ...bastion, name: 'b' },
      ]);
    });
    expect(all.map(([target]) => target)).toEqual(['i-00000001', 'i-00000002']);
  });

  it('are a guess where their state may not be seen, and what is denied is named', async () => {
    const looked = await found((answers) => {
      answers.managed = denied();
      answers.rules = denied();
    });
    expect(looked).toMatchObject({
      ok: true,
      value: {
        denied: ['ssm:DescribeInstanceInformation', 'ec2:DescribeSecurityGroups'],
        candidates: [{ target: 'i-00000002' }, { target: 'i-00000001' }],
      },
    });
  });

  it('cannot be found where nothing may be seen', async () => {
    const looked = await found((answers) => {
      answers.managed = denied();
      answers.instances = denied();
    });
    expect(looked).toMatchObject({ ok: false, error: { code: 'tunnel-denied' } });
    if (!looked.ok) expect(looked.error.message).toContain('ec2:DescribeInstances');
  });

  it.each([
    'place',
    'managed',
    'instances',
    'rules',
    'clusters',
    'tasks',
    'containers',
    'interfaces',
  ] as const)('say what else is wrong with %s', async (call) => {
    const looked = await found((answers) => {
      Object.assign(answers, ecs);
      answers[call] = fail('credentials-expired', 'They have ended.');
    });
    expect(looked).toMatchObject({ ok: false, error: { code: 'credentials-expired' } });
  });
});

describe('containers of ECS tasks', () => {
  const container = taskContainer('a', 'eni-a', '10.1.0.7').id;
  const withEcs = (answers: ReturnType<typeof searchOf>['answers']): void => void Object.assign(answers, ecs);

  it('are nodes of their network interface’s VPC, let in by its security groups', async () => {
    expect(await candidates(withEcs)).toEqual([
      ['i-00000002', false, "Online in the database's VPC, and the database's security groups allow it."],
      [container, false, "Online in the database's VPC, and the database's security groups allow it."],
      ['i-00000001', true, "The database's security groups do not allow it."],
    ]);
  });

  it('are not looked for where there are nodes enough', async () => {
    const looked = await found(
      (answers) => {
        withEcs(answers);
        answers.clusters = fail('internal', 'it was looked for');
      },
      null,
      (all) => all.some(({ isBlocked }) => !isBlocked),
    );
    expect(looked).toMatchObject({ ok: true, value: { candidates: [{}, {}] } });
  });

  it('are all that there is where no instance may be seen', async () => {
    const looked = await found((answers) => {
      withEcs(answers);
      answers.managed = denied();
      answers.instances = denied();
    });
    expect(looked).toMatchObject({ ok: true, value: { candidates: [{ target: container }] } });
  });

  it('are a guess where their interfaces may not be seen', async () => {
    const all = await candidates((answers) => {
      withEcs(answers);
      answers.interfaces = denied();
      answers.managed = succeed([]);
    });
    expect(all.map(([target, isBlocked]) => [target.slice(0, 9), isBlocked])).toEqual([
      ['ecs:web_a', false],
      ['ecs:web_b', false],
    ]);
  });

  it.each([
    ['clusters', 'ecs:ListClusters'],
    ['tasks', 'ecs:ListTasks'],
    ['containers', 'ecs:DescribeTasks'],
  ] as const)('name %s as denied only where no node can be used', async (call, action) => {
    const deny = (answers: ReturnType<typeof searchOf>['answers']): void => {
      withEcs(answers);
      answers[call] = denied();
    };
    expect(await found(deny)).toMatchObject({ ok: true, value: { denied: [] } });
    const without = await found((answers) => {
      deny(answers);
      answers.rules = succeed([]);
    });
    expect(without).toMatchObject({ ok: true, value: { denied: [action] } });
  });
});

it.each([
  ['10.1.2.3', '10.1.0.0/16', true],
  ['10.2.2.3', '10.1.0.0/16', false],
  ['255.255.255.255', '0.0.0.0/0', true],
  ['200.1.2.3', '200.1.2.3/32', true],
  ['200.1.2.4', '200.1.2.3/32', false],
  ['10.1.2.3', '10.1.2.3', false],
  ['10.1.2.3', 'sg-1', false],
  ['10.1.2.3', '10.1.2.3/33', false],
  ['10.1.2.300', '10.1.2.0/8', false],
  ['::1', '::/0', false],
])('%s is in %s: %s', (address, range, expected) => {
  expect(isWithin(address, range)).toBe(expected);
});
