import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { defaultRoute } from '../../app/tunnels/model.ts';
import { passwordNow } from './machine/seeded-ports.ts';
import { inspector, rowOf, showApp, useWindow, type Shown } from './render-app.tsx';
import { company, endpoint } from './samples.ts';

useWindow();

const VPC = 'vpc-0a4b8c2d';
const ledger = endpoint({ name: 'ledger', publiclyAccessible: false, vpc: VPC });
const through = { kind: 'session-manager', target: null } as const;
const remembered = [defaultRoute.parse({ network: VPC, route: through })];

/** The window with one private database selected, for which the user is known, and the focus on the list. */
async function showLedger(given: Parameters<typeof showApp>[0] = {}): Promise<Shown> {
  const [scan] = company().scans;
  if (scan === undefined) throw new Error('no scan');
  const { profile, region } = ledger;
  const shown = await showApp({
    connections: [],
    leases: [],
    scans: [{ ...scan, profile, region, endpoints: [ledger], problems: [] }],
    signIns: { [ledger.id]: { dbUser: 'app_readonly', database: 'shop' } },
    ...given,
  });
  await shown.user.click(rowOf('ledger', 'PostgreSQL'));
  screen.getByRole('grid', { name: 'Databases' }).focus();
  return shown;
}

const question = () => screen.findByRole('dialog', { name: 'How do you reach ledger?' });
const reached = () => within(inspector()).getByRole('button', { name: /Reach it/ });

describe('one key on a private database', () => {
  it('asks once how it is reached, and opens it through Session Manager with one more', async () => {
    const { user, files, programs } = await showLedger();
    await user.keyboard('{Enter}');
    expect(within(await question()).getByText(/does not answer from here/)).toBeDefined();
    await user.click(within(await question()).getByRole('button', { name: 'By Session Manager' }));
    await waitFor(() =>
      expect(programs.opened).toMatchObject([
        { program: '/usr/bin/psql', plan: { secret: { content: expect.stringContaining(passwordNow(0)) } } },
      ]),
    );
    expect(files.defaultRoutes.held()).toEqual(remembered);
    const made = { name: 'ledger', networkRoute: through, dbUser: 'app_readonly', database: 'shop' };
    expect(files.connections.held()).toMatchObject([made]);
    expect(await screen.findByText('The database is now saved as the connection ledger.')).toBeDefined();

    // the second time it neither asks nor saves
    screen.getByRole('grid', { name: 'Databases' }).focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(programs.opened).toHaveLength(2));
    expect(files.connections.held()).toHaveLength(1);
  });

  it('takes back the connection that it has saved', async () => {
    const { user, files } = await showLedger({ defaultRoutes: remembered });
    await user.keyboard('{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(files.connections.held()).toEqual([]));
  });

  it('opens it directly where it answers, and asks nothing', async () => {
    const shown = await showLedger();
    const { user, world, files, programs } = shown;
    world.isInReach = true;
    await user.keyboard('{Enter}');
    await waitFor(() => expect(programs.opened).toHaveLength(1));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(files.connections.held()).toEqual([]);
    expect(files.defaultRoutes.held()).toEqual([]);
  });

  it('opens it directly where somebody says that a VPN leads there, and does not ask again', async () => {
    const { user, files, programs } = await showLedger();
    await user.keyboard('{Enter}');
    await user.click(within(await question()).getByRole('button', { name: 'Directly' }));
    await waitFor(() => expect(programs.opened).toHaveLength(1));
    expect(files.connections.held()).toEqual([]);
    screen.getByRole('grid', { name: 'Databases' }).focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(programs.opened).toHaveLength(2));
  });

  it('does nothing where the question is closed', async () => {
    const { user, files, programs } = await showLedger();
    await user.keyboard('{Enter}');
    await question();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(programs.opened).toEqual([]);
    expect(files.defaultRoutes.held()).toEqual([]);
  });
});

it('is copied as what leads to its gateway', async () => {
  const { user, files } = await showLedger({ defaultRoutes: remembered });
  await user.click(within(inspector()).getByRole('button', { name: 'More ways to open or copy' }));
  await user.click(await screen.findByRole('menuitem', { name: /^Copy as…/ }));
  const dialog = await screen.findByRole('dialog', { name: 'Copy ledger as' });
  expect(within(dialog).getByText('There is no gateway yet')).toBeDefined();
  expect(files.connections.held()).toMatchObject([{ name: 'ledger', networkRoute: through }]);
});

describe('the inspector', () => {
  it('shows how the network is reached, and changes it', async () => {
    const { user, files } = await showLedger();
    expect(reached().textContent).toContain('Ask when needed');
    const choose = async (text: string): Promise<void> => {
      await user.click(reached());
      await user.click(await screen.findByRole('option', { name: text }));
    };
    await choose('Session Manager');
    await waitFor(() => expect(files.defaultRoutes.held()).toEqual(remembered));
    expect(within(inspector()).getByText(new RegExp(`all private databases in ${VPC}`))).toBeDefined();
    await choose('Ask when needed');
    await waitFor(() => expect(files.defaultRoutes.held()).toEqual([]));
  });

  it('says nothing of it for a database that is not private', async () => {
    await showApp();
    expect(within(inspector()).queryByRole('button', { name: /Reach it/ })).toBeNull();
  });
});
