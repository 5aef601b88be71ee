import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Programs } from '../../app/clients/model.ts';
import { dbeaver, manyClients, ownReport, programs, usualClients, windowClient } from './client-samples.ts';
import { passwordNow, tokenFor } from './machine/seeded-ports.ts';
import { openWithFor } from './open-with.ts';
import { inspector, rowOf, showApp, useWindow, type Shown } from './render-app.tsx';
import { billing, connection, gateway, orders, savedBilling, savedOrders } from './samples.ts';

useWindow();

/** Shows the connections and selects one of them, as the only one. */
async function showConnection(
  of: typeof savedOrders,
  given: Parameters<typeof showApp>[0] = {},
): Promise<Shown> {
  const shown = await showApp({ connections: [of], ...given });
  await shown.user.click(screen.getByRole('button', { name: /^Connections/ }));
  await shown.user.click(rowOf(of.name, of.dbUser));
  return shown;
}

async function openMenu(user: Shown['user']): Promise<HTMLElement> {
  await user.click(within(inspector()).getByRole('button', { name: 'More ways to open or copy' }));
  return screen.findByRole('menu');
}

const texts = (menu: HTMLElement): readonly (string | null)[] =>
  within(menu)
    .getAllByRole('menuitem')
    .map(({ textContent }) => textContent);

describe('the menu of clients', () => {
  it('says how each is opened and why not otherwise, without those that are not there', async () => {
    const { user } = await showConnection(savedOrders);
    const menu = await openMenu(user);
    expect(texts(menu).slice(0, 4)).toEqual([
      'psqlGets the token in its own environment.',
      'DBeaverThrough the gateway, the local password among its arguments. DBeaver takes a password among its arguments only, which every user sees and its log keeps.',
      'Set up in',
      'More clients…',
    ]);
    expect(within(menu).queryByRole('menuitem', { name: /TablePlus/ })).toBeNull();
    expect(within(menu).getByRole('group', { name: 'Open in' })).toBeDefined();
  });

  it('says that all go through a gateway that is on, and leaves out who cannot', async () => {
    const noGateway = usualClients.map((one) => (one.id === 'psql' ? { ...one, gateway: null } : one));
    const { user, say } = await showConnection(savedOrders, { gateways: [gateway(savedOrders)] });
    expect(texts(await openMenu(user))[0]).toMatch(/^psqlThrough the gateway/);
    await user.keyboard('{Escape}');
    // no client of the catalogue is such a one
    await say('clients:changed', programs(noGateway));
    const connections = [savedOrders];
    const gateways = [gateway(savedOrders)];
    await say('connect:openWith', openWithFor({ programs: programs(noGateway), connections, gateways }));
    expect(texts(await openMenu(user))[0]).toMatch(/^DBeaver/);
    expect(within(inspector()).getByText('Open in DBeaver')).toBeDefined();
  });

  it('takes the token as long as the gateway has to be started by hand', async () => {
    const byHand = gateway(savedOrders, { start: 'by-hand', state: 'stopped' });
    const { user } = await showConnection(savedOrders, { gateways: [byHand] });
    expect(texts(await openMenu(user))[0]).toBe('psqlGets the token in its own environment.');
  });

  it('is gone through by letters and arrows', async () => {
    const { user, programs: there } = await showConnection(savedOrders);
    const menu = await openMenu(user);
    within(menu).getByRole('menuitem', { name: /^psql/ }).focus();
    await user.keyboard('db');
    expect(document.activeElement?.textContent).toMatch(/^DBeaver/);
    await user.keyboard('{ArrowUp}{Enter}');
    const content = `${tokenFor(savedOrders, 'app_readonly')}\n`;
    await waitFor(() =>
      expect(there.opened).toMatchObject([{ program: '/usr/bin/psql', plan: { secret: { content } } }]),
    );
  });

  it('leads to all clients', async () => {
    const { user, programs: there } = await showConnection(savedOrders);
    await openMenu(user);
    await user.click(screen.getByRole('menuitem', { name: 'More clients…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Settings' });
    expect(within(dialog).getByRole('tab', { name: 'Clients' }).getAttribute('aria-selected')).toBe('true');
    // it looks for them, and asks them for their versions
    expect(await within(dialog).findByText('16.6')).toBeDefined();
    expect(there.asked).toContain('/usr/bin/psql');
  });

  it('has entries to set up for connections alone', async () => {
    const { user } = await showApp();
    await user.click(rowOf('orders', 'writer'));
    const menu = await openMenu(user);
    expect(within(menu).queryByRole('menuitem', { name: 'Set up in' })).toBeNull();
  });

  it('is in the menu of a row, too', async () => {
    const { user, programs: there } = await showConnection(savedOrders);
    fireEvent.contextMenu(rowOf(savedOrders.name, savedOrders.dbUser));
    const menu = await screen.findByRole('menu', { name: 'orders' });
    expect(texts(menu).slice(0, 3)).toEqual(['Open in psqlEnter', 'Open in', 'Copy tokenCtrl C']);
    within(menu).getByRole('menuitem', { name: 'Open in' }).focus();
    await user.keyboard('{ArrowRight}');
    const clients = await screen.findByRole('menu', { name: 'Open in' });
    await user.click(within(clients).getByRole('menuitem', { name: /^DBeaver/ }));
    await waitFor(() => expect(there.opened).toMatchObject([{ program: dbeaver.found, terminal: null }]));
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
  });
});

describe('a found database in a client that gets no token', () => {
  const lastUsed = { mysql: 'dbeaver' };
  const select = async (shown: Shown): Promise<Shown> => {
    await shown.user.click(rowOf('billing', 'MySQL 8.4.3'));
    return shown;
  };

  it('is saved first, and both the button and the message say so', async () => {
    const {
      user,
      files,
      programs: there,
    } = await select(await showApp({ connections: [], leases: [], lastUsed }));
    expect(within(inspector()).getByText(/^Saves a connection first, because DBeaver/)).toBeDefined();
    expect(texts(await openMenu(user))[0]).toContain('saves a connection');
    await user.keyboard('{Escape}');
    await user.click(within(inspector()).getByRole('button', { name: 'Open in DBeaver' }));
    expect(await screen.findByText('Opened DBeaver through the gateway')).toBeDefined();
    expect(screen.getByText('The database is now saved as the connection billing.')).toBeDefined();
    const made = { name: 'billing', dbUser: 'billing_rw', client: 'dbeaver' };
    expect(files.connections.held()).toMatchObject([made]);
    // a second time it is opened as what it is by now
    await user.click(within(inspector()).getByRole('button', { name: 'Open in DBeaver' }));
    await waitFor(() => expect(there.opened).toHaveLength(2));
    expect(files.connections.held()).toMatchObject([made]);
  });

  it('is opened as the connection that there is, unless that goes elsewhere or is another user’s', async () => {
    const through = connection(billing, {
      name: 'through a tunnel',
      networkRoute: { kind: 'address', address: { host: '127.0.0.1', port: 13_306 } },
      dbUser: 'billing_rw',
      database: 'billing',
    });
    const others = connection(billing, { name: 'as another', dbUser: 'auditor', database: 'billing' });
    const {
      user,
      app,
      files,
      happen,
      programs: there,
    } = await select(await showApp({ connections: [through, others], leases: [], lastUsed }));
    expect(within(inspector()).getByText(/^Saves a connection first/)).toBeDefined();
    const { name, profile, region, address, dbUser, database } = savedBilling;
    const { environment, notes, family, networkRoute, client, caFile } = savedBilling;
    const draft = { name, profile, region, address, dbUser, database, environment, notes, family };
    await happen(() =>
      app.ask('connections:save', { id: null, draft: { ...draft, networkRoute, client, caFile } }),
    );
    expect(within(inspector()).queryByText(/^Saves a connection first/)).toBeNull();
    await user.click(within(inspector()).getByRole('button', { name: 'Open in DBeaver' }));
    await waitFor(() => expect(there.opened).toMatchObject([{ program: dbeaver.found }]));
    const held = files.connections.held();
    expect(held.filter(({ usedAt }) => usedAt !== null)).toMatchObject([{ name: 'billing' }]);
    expect(held).toHaveLength(3);
  });

  it('opens nothing where it cannot be saved', async () => {
    const {
      user,
      disk,
      programs: there,
    } = await select(await showApp({ connections: [], leases: [], lastUsed }));
    disk.state.isFull = true;
    await user.click(within(inspector()).getByRole('button', { name: 'Open in DBeaver' }));
    expect(await screen.findByText('The disk is full.')).toBeDefined();
    expect(there.opened).toEqual([]);
  });
});

describe('what is said of a client that was opened', () => {
  const all: Programs = programs(manyClients, [ownReport]);

  it('that a password is to be pasted', async () => {
    const workbench = windowClient('mysql-workbench', 'MySQL Workbench', ['mysql']);
    const { user, clipboard } = await showConnection(connection(billing, { client: workbench.id }), {
      programs: programs([...usualClients, workbench]),
    });
    await user.click(within(inspector()).getByRole('button', { name: 'Open in MySQL Workbench' }));
    expect(await screen.findByText('Opened MySQL Workbench through the gateway')).toBeDefined();
    expect(screen.getByText(/^Paste the local password/)).toBeDefined();
    expect(clipboard.text).toBe(passwordNow(0));
  });

  it('its name, on the token’s card', async () => {
    const { say } = await showConnection(savedOrders, { programs: all });
    const signedAt = Date.now();
    const token = { signedAt, expiresAt: signedAt + 900_000, limitedBy: 'token', certain: true } as const;
    const of = { endpointId: orders.id, dbUser: 'app_readonly' };
    const titleOf = async (deliveredTo: string): Promise<string> => {
      await say('tokens:leases', [{ ...of, ...token, deliveredTo }]);
      return within(screen.getByRole('region', { name: 'Token' })).getAllByText(/./)[1]?.textContent ?? '';
    };
    expect(await titleOf('pgadmin')).toBe('Opened pgAdmin 4');
    expect(await titleOf(ownReport.id)).toBe('Opened Nightly report');
    expect(await titleOf('gone')).toBe('Opened gone');
    expect(await titleOf('gateway')).toBe('Used by the gateway');
    expect(await titleOf('command')).toBe('Token given to a command');
  });
});

describe('the palette', () => {
  it('opens and sets up what is selected in any client', async () => {
    const { user, programs: there } = await showConnection(savedOrders);
    const run = async (words: string): Promise<void> => {
      await user.keyboard('{Control>}k{/Control}');
      screen.getByRole('combobox', { name: /Find a connection/ }).focus();
      await user.paste(words);
      await user.keyboard('{Enter}');
    };
    await run('open in dbeaver');
    await waitFor(() => expect(there.opened).toMatchObject([{ program: dbeaver.found }]));
    await run('set up dbeaver');
    expect(await screen.findByRole('dialog', { name: 'Set up orders in DBeaver' })).toBeDefined();
  });
});
