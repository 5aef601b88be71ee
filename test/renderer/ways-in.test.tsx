import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { mergeKeyOf } from '../../app/endpoints/merge.ts';
import { tokenFor } from './machine/seeded-ports.ts';
import { inspector, rowOf, showApp, useWindow } from './render-app.tsx';
import { billing, company, connection, endpoint, orders, scan } from './samples.ts';

useWindow();

const ci = { profile: 'ci' } as const;
const ciBilling = endpoint({ ...ci, name: 'billing', engine: 'mysql', engineVersion: '8.4.3' });
const ciSearch = endpoint({ ...ci, name: 'search' });
const expired = {
  status: 'unusable',
  error: { code: 'credentials-expired', message: 'The keys of ci have ended.', hint: 'Renew them.' },
} as const;

/** Two profiles of one account: both see billing, and each one more. */
const both = () => ({ scans: [scan([billing, orders]), scan([ciBilling, ciSearch])], connections: [] });
const list = () => screen.getByRole('grid', { name: 'Databases' });
const rowsOf = (name: string): readonly HTMLElement[] =>
  [...list().querySelectorAll<HTMLElement>('[role=row]')].filter(
    (row) => row.querySelector('[role=rowheader] span')?.textContent === name,
  );

async function choose(user: Awaited<ReturnType<typeof showApp>>['user'], profile: RegExp): Promise<void> {
  await user.click(within(inspector()).getByRole('button', { name: /Use profile/ }));
  await user.click(await screen.findByRole('option', { name: profile }));
}

describe('a database that two profiles see', () => {
  it('is one row that names both, is counted once, and is found by either', async () => {
    const { user } = await showApp(both());
    expect(rowsOf('billing')).toHaveLength(1);
    expect(rowOf('billing', 'platform-prod +1')).toBeDefined();
    expect(screen.getByText('3 of 3')).toBeDefined();
    expect(screen.getByRole('button', { name: 'MySQL 1' })).toBeDefined();
    await user.keyboard('billing ci');
    expect(rowOf('billing', 'platform-prod +1').getAttribute('aria-selected')).toBe('true');
    await user.keyboard('{Control>}k{/Control}');
    const palette = screen.getByRole('dialog', { name: 'Palette' });
    within(palette).getByRole('combobox').focus();
    await user.keyboard('billing ci');
    const found = within(within(palette).getByRole('group', { name: 'Databases' })).getAllByRole('option');
    expect(found.map(({ textContent }) => textContent?.includes('platform-prod +1'))).toEqual([true]);
  });

  it('is used with the profile that is shown, and with another once that is chosen, also later', async () => {
    const { user, clipboard, calls, files } = await showApp(both());
    const copied = (): unknown => calls.findLast(({ channel }) => channel === 'connect:copyToken')?.input;
    await user.click(rowOf('billing', 'platform-prod +1'));
    list().focus();
    await user.keyboard('{Control>}c{/Control}');
    await waitFor(() => expect(clipboard.secrets).toEqual([tokenFor(billing, 'billing_rw')]));
    expect(copied()).toEqual({ endpointId: billing.id, dbUser: 'billing_rw' });

    await choose(user, /^ci/);
    await waitFor(() =>
      expect(files.settings.held().preferredProfiles).toEqual({ [mergeKeyOf(billing)]: 'ci' }),
    );
    expect(rowOf('billing', 'ci +1').getAttribute('aria-selected')).toBe('true');
    expect(rowsOf('billing')).toHaveLength(1);
    // whom to log in as is the database's, whoever signs
    list().focus();
    await user.keyboard('{Control>}c{/Control}');
    await waitFor(() => expect(copied()).toEqual({ endpointId: ciBilling.id, dbUser: 'billing_rw' }));
    await waitFor(() => expect(clipboard.secrets).toHaveLength(2));
  });

  it('is saved with the profile in use, and says under which name it is saved with another', async () => {
    const saved = connection(ciBilling, { name: 'billing by ci', dbUser: 'billing_rw' });
    const { user, files } = await showApp({ ...both(), connections: [saved] });
    await user.click(rowOf('billing', 'platform-prod +1'));
    expect(within(inspector()).getByText(/Saved as/).textContent).toBe('Saved as billing by ci (with ci)');
    list().focus();
    await user.keyboard('s');
    const dialog = await screen.findByRole('dialog', { name: /connection/ });
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(files.connections.held()).toHaveLength(2));
    expect(files.connections.held().map(({ profile }) => profile)).toContain('platform-prod');
  });

  it('is used with the other profile where the list is narrowed to it', async () => {
    const { user } = await showApp(both());
    await user.click(screen.getByRole('button', { name: /^ci/ }));
    await waitFor(() => expect(rowOf('billing', 'ci +1')).toBeDefined());
    expect(screen.getByText('2 of 3')).toBeDefined();
    await user.click(rowOf('billing', 'ci +1'));
    await choose(user, /^platform-prod/);
    // what the list is narrowed to would say otherwise
    await waitFor(() => expect(rowOf('billing', 'platform-prod +1')).toBeDefined());
    expect(screen.getByText('3 of 3')).toBeDefined();
  });

  it('goes to the profile that can be used when the other ends, and stays with the one that was chosen and says so', async () => {
    const { user, become, happen, files } = await showApp(both());
    await user.click(rowOf('billing', 'platform-prod +1'));
    await happen(() =>
      become('platform-prod', { ...expired, error: { ...expired.error, message: 'It ended.' } }),
    );
    await waitFor(() => expect(rowOf('billing', 'ci +1').getAttribute('aria-selected')).toBe('true'));

    await choose(user, /^platform-prod · Expired/);
    const notice = await within(inspector()).findByText('platform-prod cannot be used now');
    expect(notice).toBeDefined();
    expect(rowOf('billing', 'platform-prod +1')).toBeDefined();
    await user.click(within(inspector()).getByRole('button', { name: 'Use ci' }));
    await waitFor(() =>
      expect(files.settings.held().preferredProfiles).toEqual({ [mergeKeyOf(billing)]: 'ci' }),
    );
    await waitFor(() => expect(rowOf('billing', 'ci +1')).toBeDefined());
    expect(within(inspector()).queryByText('platform-prod cannot be used now')).toBeNull();
  });

  it('is two rows where the accounts are two', async () => {
    const other = endpoint({ ...ciBilling, account: '905144200077' });
    await showApp({ ...both(), scans: [scan([billing]), scan([other])] });
    expect(rowsOf('billing')).toHaveLength(2);
  });
});

describe('the members of a cluster', () => {
  const addressOf = (name: string) => ({
    host: `${name}.c9q2x7abcdef.us-east-1.rds.amazonaws.com`,
    port: 5432,
  });
  const members = ['orders-1', 'orders-2'].map((name, index) => ({
    name,
    writer: index === 0,
    address: addressOf(name),
    resourceId: `db-${name}`,
    instanceClass: 'db.r7g.large',
    status: 'available',
  }));
  const cluster = { ...orders, members };
  const scans = [scan([cluster, billing])];

  it('are shown on request, each as an endpoint of its own, and hidden again', async () => {
    const { user, clipboard } = await showApp({ scans, connections: [], signIns: company().signIns });
    expect(rowsOf('orders-1')).toHaveLength(0);
    await user.click(rowOf('orders', 'writer'));
    await user.click(within(inspector()).getByRole('button', { name: 'Show in the list' }));
    const names = [...list().querySelectorAll('[role=rowheader] span:first-child')].map(
      (one) => one.textContent,
    );
    expect(names.slice(-3)).toEqual(['orders', 'orders-1', 'orders-2']);
    expect(screen.getByText('2 of 2')).toBeDefined();

    await user.click(rowOf('orders-2', 'member'));
    const { host } = addressOf('orders-2');
    expect(within(inspector()).getByText(`${host}:5432`)).toBeDefined();
    expect(within(inspector()).getByText(cluster.resourceId)).toBeDefined();
    list().focus();
    await user.keyboard('{Control>}c{/Control}');
    await waitFor(() =>
      expect(clipboard.secrets).toEqual([tokenFor({ address: addressOf('orders-2') }, 'app_readonly')]),
    );

    await user.keyboard('m');
    await waitFor(() => expect(rowsOf('orders-2')).toHaveLength(0));
    expect(rowOf('orders', 'writer').getAttribute('aria-selected')).toBe('true');
    await user.keyboard('m');
    expect(rowsOf('orders-2')).toHaveLength(1);
  });

  it('are selected by their names in the inspector', async () => {
    const { user } = await showApp({ scans, connections: [] });
    await user.click(rowOf('orders', 'writer'));
    await user.click(within(inspector()).getByRole('button', { name: 'orders-1' }));
    expect(rowOf('orders-1', 'member').getAttribute('aria-selected')).toBe('true');
    expect(within(inspector()).getByRole('heading', { name: 'orders-1' })).toBeDefined();
  });
});
