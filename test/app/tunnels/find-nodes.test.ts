import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../app/common/result.ts';
import { isPlainLine } from '../../../app/common/text/plain-text.ts';
import { findNodes } from '../../../app/tunnels/find-nodes.ts';
import { nodesFound } from '../../../app/tunnels/model.ts';
import { isWithin } from '../../../app/tunnels/reachable.ts';
import { denied, searchOf, vpc } from './world.ts';

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
) {
  const { answers, search } = searchOf();
  change(answers);
  return findNodes(search, scope, { host: 'orders.example', port: 5432, lastUsed: () => lastUsed });
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

  it.each(['place', 'managed', 'instances', 'rules'] as const)(
    'say what else is wrong with %s',
    async (call) => {
      const looked = await found((answers) => {
        answers[call] = fail('credentials-expired', 'They have ended.');
      });
      expect(looked).toMatchObject({ ok: false, error: { code: 'credentials-expired' } });
    },
  );
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
