import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Observations, Seen } from '../../app/doctor/observations.ts';
import type { Subject } from '../../app/doctor/subject.ts';
import { errorsSeen, facts, refused } from '../app/doctor/sample.ts';
import { wellLooks } from './machine/memory-doctor.ts';
import { inspector, rowOf, showApp, useWindow, type Shown } from './render-app.tsx';
import { savedBilling, savedOrders } from './samples.ts';

useWindow();

const section = () => within(within(inspector()).getByRole('region', { name: 'Can I connect?' }));
const button = (name: string) => section().getByRole('button', { name });
const lines = (): readonly (string | null)[] =>
  within(section().getByRole('list', { name: 'Checks' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

/** What checks see of a subject, and what is to be other. */
const butSeen =
  (over: Partial<Seen>) =>
  (subject: Subject): Observations => ({
    ...wellLooks(subject),
    ...Object.fromEntries(
      Object.entries(over).map(([check, value]) => [check, { outcome: 'seen', value }] as const),
    ),
  });

/** No policy allows it, and the database refuses the token. */
const noPolicy = butSeen({
  policies: { policies: [], boundary: null, isComplete: true },
  simulation: {
    decision: 'implicit-deny',
    withoutOrganization: 'implicit-deny',
    boundaryAllows: null,
    missingKeys: [],
  },
  signIn: refused,
});

/** The window with a connection selected. */
async function showOrders(): Promise<Shown> {
  const shown = await showApp();
  await shown.user.click(screen.getByRole('button', { name: /^Connections/ }));
  const row = document.querySelector<HTMLElement>(`[data-connection="${savedOrders.id}"]`);
  if (row === null) throw new Error('no row');
  await shown.user.click(row);
  return shown;
}

const answered = () => waitFor(() => expect(button('Copy report')).toBeDefined());

describe('Can I connect?', () => {
  it('says what it does before anybody has asked, and then yes, with all that it has seen', async () => {
    const { user, told } = await showOrders();
    expect(section().getByText(/Checks your credentials/)).toBeDefined();
    await user.click(button('Check'));
    await answered();
    expect(section().getByText('Yes')).toBeDefined();
    expect(lines()[0]).toMatch(/^✓Fine: Signed in as DatabaseReader/);
    expect(lines()).toContain('✓Fine: app_readonly is an IAM userrds_iam');
    expect(section().getByRole('status').textContent).toBe('Can I connect to orders? Yes.');
    // it was told as it came
    expect(told.filter((text) => text.includes('"isOver":false')).length).toBeGreaterThan(2);
  });

  it('says the one cause, and hands over the policy that is missing in each form', async () => {
    const { user, doctor, clipboard } = await showOrders();
    doctor.looks = noPolicy;
    await user.click(button('Check'));
    await answered();
    expect(section().getByText('No')).toBeDefined();
    expect(section().getByText('No policy allows rds-db:connect as app_readonly.')).toBeDefined();
    expect(section().getByRole('group', { name: 'Missing policy' }).textContent).toContain(
      '"arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-ABCDEFGHIJKL01234/app_readonly"',
    );
    for (const [name, words] of [
      ['JSON', '"Version": "2012-10-17"'],
      ['Terraform', 'data "aws_iam_policy_document"'],
      ['CloudFormation', 'AWSTemplateFormatVersion'],
      ['aws iam command', 'aws iam put-role-policy --role-name DatabaseReader'],
      ['Message to an administrator', 'Please let role DatabaseReader in account 482011780031'],
    ] as const) {
      await user.click(button('Copy'));
      await user.click(screen.getByRole('menuitem', { name }));
      await waitFor(() => expect(clipboard.text).toContain(words));
    }
    await user.click(button('Copy report'));
    await waitFor(() => expect(clipboard.text).toMatch(/^Can .* log in as app_readonly on orders\? No\./));
    expect(clipboard.text).toContain('No policy allows rds-db:connect as app_readonly.');
  });

  it('counts the checks while they run, and ends them when asked', async () => {
    const { user, doctor } = await showOrders();
    doctor.silent.add('reach').add('signIn');
    await user.click(button('Check'));
    await waitFor(() => expect(section().getByText(/^\d of 8$/)).toBeDefined());
    expect(section().queryByText('Yes')).toBeNull();
    await user.click(button('Cancel'));
    await answered();
    expect(section().queryByRole('button', { name: 'Cancel' })).toBeNull();
    expect(lines().some((text) => text?.includes('not checked'))).toBe(true);
  });

  it('goes on where AWS lets nobody look, and says what it could not look at', async () => {
    const { user, doctor } = await showOrders();
    doctor.looks = (subject) => ({
      ...wellLooks(subject),
      description: { outcome: 'not-allowed', permission: 'rds:DescribeDBInstances' },
      simulation: { outcome: 'not-allowed', permission: 'iam:SimulatePrincipalPolicy' },
      policies: { outcome: 'not-allowed', permission: 'iam:ListAttachedRolePolicies' },
    });
    await user.click(button('Check'));
    await answered();
    expect(section().getByText('Yes')).toBeDefined();
    expect(lines()).toContain('–Not known: IAM authenticationno permission to check');
    expect(section().getByText(/rds:DescribeDBInstances/)).toBeDefined();
  });

  it('looks at CloudWatch and the security groups on request', async () => {
    const { user, doctor } = await showOrders();
    doctor.looks = butSeen({
      errors: errorsSeen({
        codes: ['NotAuthorized'],
        counted: [{ code: 'NotAuthorized', count: 3 }],
        freeMemory: 536_870_912,
      }),
      securityGroups: { letsIn: null, groups: ['sg-0a1b2c3d'], sources: ['10.0.0.0/8'] },
    });
    await user.click(button('Check'));
    await answered();
    expect(section().queryByText('Security groups')).toBeNull();
    await user.click(button('Look at CloudWatch and security groups'));
    await waitFor(() => expect(section().getByText('sg-0a1b2c3d let in 10.0.0.0/8')).toBeDefined());
    expect(
      section().getByText('app_readonly: not allowed by IAM. All users: not allowed by IAM (3)'),
    ).toBeDefined();
    expect(section().getByText('512 MiB at the lowest in the last hour')).toBeDefined();
  });

  it('answers to its key in the list, and to the palette', async () => {
    const { user } = await showOrders();
    screen.getByRole('grid', { name: 'Connections' }).focus();
    await user.keyboard('d');
    await answered();
    expect(section().getByText('Yes')).toBeDefined();
  });

  it('changes what is wrong about the connection in its dialog', async () => {
    const { user, doctor } = await showOrders();
    doctor.looks = butSeen({
      authentication: { asks: 'token' },
      signIn: {
        state: 'refused',
        refusal: { code: '3D000', message: 'database "shop" does not exist', hint: '' },
      },
    });
    await user.click(button('Check'));
    await answered();
    await user.click(section().getByRole('button', { name: /^Change the database/ }));
    expect(screen.getByRole('dialog').textContent).toContain('Edit orders');
  });
});

describe('a database where IAM authentication is off', () => {
  it('is checked from the list: its notice leads to the doctor, and the doctor has the command', async () => {
    const { user, doctor, clipboard } = await showApp();
    doctor.looks = (subject) => ({
      ...butSeen({
        description: {
          state: 'found',
          facts: { ...facts, kind: 'instance', identifier: 'reviews', iam: false },
        },
      })(subject),
      signIn: { outcome: 'skipped' },
    });
    await user.click(rowOf('reviews', 'MariaDB'));
    const here = within(inspector());
    await user.click(here.getByRole('button', { name: 'Find out how to turn it on' }));
    // a check is about one user: it asks, and goes on
    const field = here.getByRole('combobox', { name: 'Log in as' });
    await waitFor(() => expect(document.activeElement).toBe(field));
    await user.keyboard('app_readonly{Enter}');
    await answered();
    expect(section().getByText('No')).toBeDefined();
    expect(section().getByText('IAM authentication is off for reviews.')).toBeDefined();
    await user.click(button('Copy'));
    await waitFor(() =>
      expect(clipboard.text).toBe(
        'aws rds modify-db-instance --db-instance-identifier reviews --enable-iam-database-authentication --apply-immediately --region eu-west-1',
      ),
    );
  });

  it('is checked with its key, and with Enter in the field', async () => {
    const { user, calls } = await showApp();
    await user.click(rowOf('reviews', 'MariaDB'));
    await user.type(within(inspector()).getByRole('combobox', { name: 'Log in as' }), 'app_readonly{Enter}');
    await answered();
    screen.getByRole('grid', { name: 'Databases' }).focus();
    await user.keyboard('d');
    await waitFor(() => expect(calls.filter(({ channel }) => channel === 'doctor:check')).toHaveLength(2));
    expect(calls.map(({ channel }) => channel)).not.toContain('connect:copyToken');
  });
});

describe('failures offer it', () => {
  it('a client in a terminal that failed at once', async () => {
    const { user, say } = await showOrders();
    await say('doctor:clientFailed', {
      key: `connection ${savedOrders.id}`,
      client: 'psql',
      exitCode: 2,
      ranMs: 400,
      at: Date.now(),
    });
    expect(section().getByText('psql ended after 1 s with code 2.')).toBeDefined();
    await user.click(button('Find out why'));
    await answered();
    expect(section().queryByText(/psql ended/)).toBeNull();
  });
});

describe('a client that the gateway could not log in', () => {
  it('gets the cause behind MySQL’s own words; those who try again get it without another run', async () => {
    const { relay, doctor } = await showApp({ connections: [savedBilling] });
    let runs = 0;
    const denied = "Access denied for user 'app'@'10.0.0.1' (using password: YES)";
    const refusal = { code: '1045', message: denied, hint: '' };
    doctor.looks = (subject) => {
      runs += 1;
      return { ...noPolicy(subject), signIn: { outcome: 'seen', value: { state: 'refused', refusal } } };
    };
    const cause = await relay.explain(savedBilling.id, '1045', denied);
    expect(cause).toMatch(
      new RegExp(`^No policy allows rds-db:connect as ${savedBilling.dbUser}\\. Have this policy added`),
    );
    const before = runs;
    expect(await relay.explain(savedBilling.id, '1045', denied)).toBe(cause);
    expect(runs).toBe(before);
  });

  it('gets none where the doctor finds that all is well, or knows of no such connection', async () => {
    const { relay } = await showApp({ connections: [savedBilling] });
    expect(await relay.explain(savedBilling.id, '1045', 'Access denied')).toBeNull();
    expect(await relay.explain('5e1f0c7a-0000-4000-8000-ffffffffffff', '1045', 'Access denied')).toBeNull();
  });
});

describe('the clock', () => {
  it('is spoken of from half a minute on, and no more once it is right', async () => {
    const { doctor, happen } = await showApp();
    await happen(() => doctor.tellClock(29_000));
    expect(screen.queryByText(/clock of this computer/)).toBeNull();
    await happen(() => doctor.tellClock(45_000));
    expect(screen.getByText('The clock of this computer is 45 seconds slow.')).toBeDefined();
    await happen(() => doctor.tellClock(-400_000));
    expect(screen.getByText('The clock of this computer is 7 minutes fast.')).toBeDefined();
    await happen(() => doctor.tellClock(200));
    expect(screen.queryByText(/clock of this computer/)).toBeNull();
  });
});

describe('Policy and SQL', () => {
  const dialog = () => within(screen.getByRole('dialog'));

  async function open(shown: Shown, tab?: string): Promise<void> {
    await shown.user.click(button('Policy and SQL…'));
    if (tab !== undefined) await shown.user.click(dialog().getByRole('tab', { name: tab }));
  }

  it('makes the policy for one user, several, and anyone, and warns of what lets in anyone', async () => {
    const shown = await showOrders();
    await open(shown);
    await waitFor(() => expect(dialog().getByRole('group', { name: 'Policy' })).toBeDefined());
    expect(dialog().getByRole('group', { name: 'Policy' }).textContent).toContain('/app_readonly"');
    const users = dialog().getByRole('textbox', { name: 'Users' });
    fireEvent.change(users, { target: { value: 'app_readonly, reporting' } });
    await waitFor(() =>
      expect(dialog().getByRole('group', { name: 'Policy' }).textContent).toContain('/reporting"'),
    );
    fireEvent.change(users, { target: { value: ' , ' } });
    expect(dialog().getByText('Enter one user or more, separated by commas.')).toBeDefined();
  });

  it('corrects a policy that is pasted in', async () => {
    const shown = await showOrders();
    await open(shown, 'Check a policy');
    const field = dialog().getByRole('textbox', { name: 'Policy' });
    fireEvent.change(field, { target: { value: 'nonsense' } });
    await waitFor(() => expect(dialog().getByText(/This is not JSON/)).toBeDefined());
    fireEvent.change(field, {
      target: { value: 'arn:aws:rds:us-east-1:482011780031:dbuser/orders/app_readonly' },
    });
    await waitFor(() => expect(dialog().getByText(/Corrected, it does\.$/)).toBeDefined());
    await shown.user.click(dialog().getByRole('button', { name: 'Copy' }));
    await waitFor(() =>
      expect(shown.clipboard.text).toContain(
        'arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-ABCDEFGHIJKL01234/app_readonly',
      ),
    );
  });

  it('has the SQL, and what undoes it', async () => {
    const shown = await showOrders();
    await open(shown, 'SQL');
    await waitFor(() =>
      expect(dialog().getByRole('group', { name: 'SQL' }).textContent).toBe(
        'CREATE USER "app_readonly";\nGRANT rds_iam TO "app_readonly";',
      ),
    );
    await shown.user.click(dialog().getByRole('radio', { name: 'exists already' }));
    await waitFor(() =>
      expect(dialog().getByRole('group', { name: 'SQL that undoes it' }).textContent).toBe(
        'REVOKE rds_iam FROM "app_readonly";',
      ),
    );
  });

  it('asks the database who can log in, when somebody presses the button', async () => {
    const shown = await showOrders();
    shown.doctor.rows = [
      { name: 'app_readonly', administrator: false },
      { name: 'admin_ada', administrator: true },
      { nonsense: 1 },
    ];
    await open(shown, 'Who can log in');
    expect(shown.calls.map(({ channel }) => channel)).not.toContain('doctor:iamUsers');
    await shown.user.click(dialog().getByRole('button', { name: 'Ask the database' }));
    await waitFor(() => expect(dialog().getByText('2 users can log in with IAM here.')).toBeDefined());
    expect(dialog().getByText('member of rds_superuser')).toBeDefined();
  });
});

describe('Who can I log in as?', () => {
  it('names the users with their sources, flags wildcards, and fills one in', async () => {
    const shown = await showApp();
    shown.doctor.looks = butSeen({
      policies: {
        policies: [
          {
            name: 'Reader',
            document: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'rds-db:connect',
                  Resource: [
                    'arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-ABCDEFGHIJKL01234/reporting',
                    'arn:aws:rds-db:us-east-1:482011780031:dbuser:*/batch_*',
                  ],
                },
              ],
            },
          },
        ],
        boundary: null,
        isComplete: true,
      },
    });
    await shown.user.click(screen.getByRole('button', { name: /^Databases/ }));
    const [row] = screen.getAllByRole('row', { name: /orders.*writer/ });
    if (row === undefined) throw new Error('no row');
    await shown.user.click(row);
    const here = within(inspector());
    await shown.user.click(here.getByRole('button', { name: 'Who can I log in as?' }));
    const list = await here.findByRole('list', { name: 'Users whom you can log in as' });
    expect(list.textContent).toContain('reporting policy, IAM, database');
    expect(here.getByText(/^batch_\* in a policy lets this identity be anyone it covers\.$/)).toBeDefined();
    await shown.user.click(within(list).getByRole('button', { name: 'reporting' }));
    expect(here.getByRole('combobox', { name: 'Log in as' })).toHaveProperty('value', 'reporting');
  });
});
