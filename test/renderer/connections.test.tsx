import { act, createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { writeShared } from '../../app/connections/sharing.ts';
import { newConnection } from '../../renderer/connections/actions.ts';
import { tokenFor } from './machine/seeded-ports.ts';
import { inspector, showApp, useWindow, type Shown } from './render-app.tsx';
import {
  company,
  devOrders,
  orders,
  savedBilling,
  savedDevOrders,
  savedEndpointGone,
  savedOrders,
  savedProfileGone,
  savedTunnel,
} from './samples.ts';

useWindow();

const grid = () => screen.getByRole('grid', { name: 'Connections' });
const rowOf = (id: string): HTMLElement => {
  const row = document.querySelector<HTMLElement>(`[data-connection="${id}"]`);
  if (row === null) throw new Error(`no row of ${id}`);
  return row;
};
const rowNames = (): readonly string[] =>
  [...grid().querySelectorAll('[data-connection]')].map((row) => row.getAttribute('data-connection') ?? '');
const dialog = () => screen.getByRole('dialog');
const field = (name: string) => within(dialog()).getByRole('textbox', { name });
const combo = (name: string) => within(dialog()).getByRole('combobox', { name });

/** What Enter in a field does in a browser; the stand-in here knows no submit button outside of its form. */
const enter = async (): Promise<void> => {
  const form = document.querySelector('form');
  if (form === null) throw new Error('no form');
  await act(async () => void fireEvent.submit(form));
};

/** Replaces what is in a field, in one go: typing costs much here. */
async function fill(user: Shown['user'], input: HTMLElement, text: string): Promise<void> {
  await user.clear(input);
  await user.click(input);
  await user.paste(text);
}

/** Drags a row onto the upper half of another. */
function drag(id: string, onto: string): void {
  const dataTransfer = { setData: () => {}, effectAllowed: 'none' };
  const target = rowOf(onto);
  const over = createEvent.dragOver(target, { dataTransfer });
  // the stand-in's drag events have no place
  Object.defineProperty(over, 'clientY', { value: -1 });
  fireEvent.dragStart(rowOf(id), { dataTransfer });
  fireEvent(target, over);
  fireEvent.drop(target, { dataTransfer });
}

/** The window with the connections in it, and the focus on their list. */
async function showConnections(...given: Parameters<typeof showApp>): Promise<Shown> {
  const shown = await showApp(...given);
  await shown.user.click(screen.getByRole('button', { name: /^Connections/ }));
  return shown;
}

/** The same, with one selected. */
async function showSelected(id: string, ...given: Parameters<typeof showApp>): Promise<Shown> {
  const shown = await showConnections(...given);
  await shown.user.click(rowOf(id));
  grid().focus();
  return shown;
}

describe('making a connection', () => {
  it('by hand, and selects it in the list', async () => {
    const { user, files } = await showConnections({ connections: [] });
    await user.keyboard('{Control>}n{/Control}');
    field('Name').focus();
    await user.paste('orders');
    await user.click(field('Host'));
    await user.paste('postgresql://app_ro@orders.c1.eu-west-1.rds.amazonaws.com:5433/shop');
    expect(field('Port')).toHaveProperty('value', '5433');
    expect(combo('Region')).toHaveProperty('value', 'eu-west-1');
    combo('AWS profile').focus();
    await user.paste('platform-prod');
    await enter();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(files.connections.held()).toEqual([
      {
        id: expect.any(String),
        name: 'orders',
        environment: null,
        notes: '',
        family: 'postgres',
        profile: 'platform-prod',
        region: 'eu-west-1',
        address: { host: 'orders.c1.eu-west-1.rds.amazonaws.com', port: 5433 },
        networkRoute: { kind: 'direct' },
        dbUser: 'app_ro',
        database: 'shop',
        client: null,
        caFile: null,
        pinned: false,
        changedAt: expect.any(Number),
        usedAt: null,
      },
    ]);
    expect(within(inspector()).getByRole('heading', { name: 'orders' })).toBeDefined();
    expect(rowNames()).toHaveLength(1);
  });

  it('from an endpoint, where only the user is missing', async () => {
    const { user, files } = await showApp({ connections: [], signIns: {} });
    act(() => newConnection(orders));
    expect(field('Host')).toHaveProperty('value', orders.address?.host);
    expect(field('Database')).toHaveProperty('value', 'orders');
    combo('Log in as').focus();
    await user.paste('app_readonly');
    await enter();
    await waitFor(() => expect(rowNames()).toHaveLength(1));
    expect(files.connections.held()).toMatchObject([
      { name: 'orders', address: orders.address, dbUser: 'app_readonly', region: 'us-east-1' },
    ]);
  });

  it('through a tunnel, to another label, and with notes of several lines', async () => {
    const { user, files } = await showSelected(savedOrders.id);
    await user.keyboard('e');
    await user.click(within(dialog()).getByRole('radio', { name: 'Custom label' }));
    await fill(user, field('Label'), 'eu-prod');
    await user.click(within(dialog()).getByRole('radio', { name: 'Red' }));
    await user.click(within(dialog()).getByRole('radio', { name: 'Another address' }));
    await fill(user, field('Connect host'), '127.0.0.1:15432');
    await fill(user, field('Notes'), 'one');
    await user.keyboard('{Enter}two');
    expect(screen.getByRole('dialog')).toBeDefined();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await within(inspector()).findByText('127.0.0.1:15432')).toBeDefined();
    expect(files.connections.held().find(({ id }) => id === savedOrders.id)).toMatchObject({
      environment: { label: 'eu-prod', kind: 'prod' },
      networkRoute: { kind: 'address', address: { host: '127.0.0.1', port: 15_432 } },
      notes: 'one\ntwo',
    });
  });

  it('says what is wrong only when it is left or saved, and goes to the first wrong field', async () => {
    const { user, files } = await showConnections();
    await user.keyboard('{Control>}n{/Control}');
    await user.type(field('Port'), '9999');
    expect(within(dialog()).queryByText(/1 to 65535/)).toBeNull();
    await user.click(field('Host'));
    expect(within(dialog()).getByText(/1 to 65535/)).toBeDefined();
    expect(within(dialog()).queryByText(/Enter a name/)).toBeNull();
    await enter();
    expect(within(dialog()).getByText(/Enter a name/)).toBeDefined();
    expect(document.activeElement).toBe(field('Name'));
    expect(field('Name').getAttribute('aria-invalid')).toBe('true');
    expect(files.connections.writes()).toBe(0);
  });

  it('warns of a tunnel’s end in place of the host, and lets it be saved', async () => {
    const { user, files } = await showSelected(savedOrders.id);
    await user.keyboard('e');
    await fill(user, field('Host'), 'localhost');
    await user.tab();
    expect(within(dialog()).getByText(/A token works only for the host name that AWS shows/)).toBeDefined();
    await enter();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(files.connections.held().find(({ id }) => id === savedOrders.id)).toMatchObject({
      address: { host: 'localhost', port: 5432 },
    });
  });

  it('keeps the dialog and what was typed where saving fails, and says why', async () => {
    const { user, disk } = await showSelected(savedOrders.id);
    disk.state.isFull = true;
    await user.keyboard('e');
    await fill(user, field('Name'), 'new name');
    await enter();
    expect((await within(dialog()).findByRole('alert')).textContent).toContain(
      'The disk is full. Make room.',
    );
    expect(field('Name')).toHaveProperty('value', 'new name');
    expect(rowOf(savedOrders.id).textContent).not.toContain('new name');
  });

  it('asks before what was typed is lost, and only then', async () => {
    const { user, files } = await showSelected(savedOrders.id);
    await user.keyboard('e');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(grid()));

    await user.keyboard('e');
    await user.type(field('Name'), '!');
    await user.keyboard('{Escape}');
    expect(within(dialog()).getByText('Discard changes?')).toBeDefined();
    expect(document.activeElement).toBe(within(dialog()).getByRole('button', { name: 'Keep editing' }));
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(field('Name'));
    expect(field('Name')).toHaveProperty('value', 'orders!');
    await user.keyboard('{Escape}');
    await user.click(within(dialog()).getByRole('button', { name: 'Discard' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(files.connections.writes()).toBe(0);
    await waitFor(() => expect(document.activeElement).toBe(grid()));
  });

  it('takes a CA file from main’s dialog, which only the application has', async () => {
    const { user, files, world } = await showSelected(savedOrders.id);
    world.caFile = '/etc/own-ca.pem';
    await user.keyboard('e');
    await user.click(within(dialog()).getByRole('button', { name: 'Choose file…' }));
    expect(await within(dialog()).findByText('/etc/own-ca.pem')).toBeDefined();
    await user.click(within(dialog()).getByRole('button', { name: 'Save' }));
    expect(await within(inspector()).findByText('Verified with your own CA file: own-ca.pem')).toBeDefined();
    expect(files.connections.held().find(({ id }) => id === savedOrders.id)?.caFile).toBe('/etc/own-ca.pem');
  });
});

describe('the list of connections', () => {
  it('does by key what its menu and its inspector do', async () => {
    const { user, files } = await showSelected(savedBilling.id);
    const held = () => files.connections.held();
    await user.keyboard('p');
    await waitFor(() => expect(held().find(({ id }) => id === savedBilling.id)?.pinned).toBe(false));
    await user.keyboard('{Control>}d{/Control}');
    await waitFor(() =>
      expect(held().find(({ name }) => name === 'billing copy')).toMatchObject({
        address: savedBilling.address,
      }),
    );
    await waitFor(() =>
      expect(within(inspector()).getByRole('heading', { name: 'billing copy' })).toBeDefined(),
    );
    grid().focus();
    await user.keyboard('{F2}');
    expect(dialog().textContent).toContain('Edit billing copy');
  });

  it('opens what is selected with Enter, and copies its token', async () => {
    const { user, clipboard, programs } = await showSelected(savedOrders.id);
    await user.keyboard('{Enter}');
    const PGHOST = savedOrders.address.host;
    await waitFor(() => expect(programs.opened).toMatchObject([{ plan: { set: { PGHOST } } }]));
    await user.keyboard('{ArrowDown}{Control>}c{/Control}');
    await waitFor(() => expect(clipboard.secrets).toEqual([tokenFor(savedBilling, 'billing_rw')]));
    expect(grid().getAttribute('aria-activedescendant')).toBe(rowOf(savedBilling.id).id);
  });

  it('moves a pinned one by key and by mouse, and no other', async () => {
    const { user } = await showSelected(savedOrders.id);
    const pinned = () => rowNames().slice(0, 3);
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    await waitFor(() => expect(pinned()).toEqual([savedBilling.id, savedOrders.id, savedDevOrders.id]));
    await user.keyboard('{Alt>}{ArrowDown}{ArrowDown}{/Alt}');
    await waitFor(() => expect(pinned()).toEqual([savedBilling.id, savedDevOrders.id, savedOrders.id]));

    drag(savedOrders.id, savedTunnel.id);
    expect(pinned()).toEqual([savedBilling.id, savedDevOrders.id, savedOrders.id]);
    drag(savedOrders.id, savedBilling.id);
    await waitFor(() => expect(pinned()).toEqual([savedOrders.id, savedBilling.id, savedDevOrders.id]));
  });

  it('deletes with a way back, by button and by key', async () => {
    const { user, files } = await showSelected(savedOrders.id);
    await user.keyboard('{Delete}');
    const message = await screen.findByText('Deleted orders · prod');
    expect(rowNames()).not.toContain(savedOrders.id);
    expect(within(inspector()).getByRole('heading', { name: 'billing' })).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(rowNames()[0]).toBe(savedOrders.id));
    expect(message.isConnected).toBe(false);

    grid().focus();
    await user.keyboard('{Backspace}');
    await screen.findByText('Deleted orders · prod');
    await user.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(rowNames()[0]).toBe(savedOrders.id));
    const { length } = files.connections.held();
    const writes = files.connections.writes();
    // nothing is left to take back
    await user.keyboard('{Control>}z{/Control}');
    expect(files.connections.held()).toHaveLength(length);
    expect(files.connections.writes()).toBe(writes);
  });

  it('keeps the focus where the control that had it goes away', async () => {
    const { user } = await showSelected(savedOrders.id);
    await user.click(within(inspector()).getByRole('button', { name: 'Delete' }));
    await screen.findByText('Deleted orders · prod');
    await waitFor(() => expect(document.activeElement).toBe(grid()));
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(rowNames()[0]).toBe(savedOrders.id));
    await waitFor(() => expect(document.activeElement).toBe(grid()));
    await user.click(within(inspector()).getByRole('button', { name: 'Duplicate' }));
    await waitFor(() => expect(document.activeElement).toBe(grid()));
  });

  it('has a menu for the keyboard, which gives the focus back', async () => {
    const { user, clipboard } = await showSelected(savedBilling.id);
    await user.keyboard('{Shift>}{F10}{/Shift}');
    const menu = await screen.findByRole('menu', { name: 'billing' });
    expect(within(menu).getByRole('menuitem', { name: /^Duplicate/ })).toBeDefined();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(grid()));
    fireEvent.contextMenu(rowOf(savedOrders.id));
    await user.click(await screen.findByRole('menuitem', { name: /^Copy as psql/ }));
    await waitFor(() => expect(clipboard.text).toContain(savedOrders.address.host));
    expect(clipboard.text).toContain('psql');
    expect(clipboard.secrets).toEqual([]);
  });

  it('exports all, or the one of a menu', async () => {
    const { user, saved, world } = await showSelected(savedBilling.id);
    world.saveAs = () => 'team.json';
    await user.click(screen.getByRole('button', { name: 'Export…' }));
    expect(await screen.findByText('Exported 8 connections to team.json')).toBeDefined();
    fireEvent.contextMenu(rowOf(savedBilling.id));
    await user.click(await screen.findByRole('menuitem', { name: 'Export…' }));
    expect(await screen.findByText('Exported 1 connection to team.json')).toBeDefined();
    // with the recipe of the profile that they use by SSO
    const recipes = {
      sessions: [{ name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' }],
      profiles: [
        {
          name: 'platform-prod',
          session: 'corp',
          accountId: '123456789012',
          roleName: 'Reader',
          region: 'us-east-1',
        },
      ],
      roles: [],
    };
    expect(saved).toEqual([
      { name: 'team.json', text: writeShared(company().connections, recipes) },
      { name: 'team.json', text: writeShared([savedBilling], recipes) },
    ]);
  });

  it('leads on where there is nothing to list', async () => {
    const { user, say } = await showConnections({ connections: [] });
    expect(screen.getByText('No saved connections')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Choose a database' }));
    expect(screen.getByRole('grid', { name: 'Databases' })).toBeDefined();
    await say('connections:changed', company().connections);
    await user.click(screen.getByRole('button', { name: /^Connections/ }));
    await user.type(screen.getByRole('searchbox'), 'catalog');
    expect(screen.getByText('No connection matches “catalog”')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Search the databases' }));
    expect(within(inspector()).getByRole('heading', { name: 'catalog' })).toBeDefined();
  });
});

describe('what a connection has lost', () => {
  it('is a profile: says so, and offers the nearest, with a way back', async () => {
    const { user, files } = await showSelected(savedProfileGone.id);
    expect(rowOf(savedProfileGone.id).textContent).toContain('Profile gone');
    expect(
      within(inspector()).getByText('The profile platform-production is no longer in your AWS files'),
    ).toBeDefined();
    await user.click(within(inspector()).getByRole('button', { name: 'Use platform-prod' }));
    await waitFor(() => expect(rowOf(savedProfileGone.id).textContent).not.toContain('Profile gone'));
    expect(files.connections.held().find(({ id }) => id === savedProfileGone.id)).toMatchObject({
      profile: 'platform-prod',
      dbUser: 'auditor',
    });
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(rowOf(savedProfileGone.id).textContent).toContain('Profile gone'));
  });

  it('is an endpoint: says so, and offers the nearest', async () => {
    const { user, files } = await showSelected(savedEndpointGone.id);
    expect(within(inspector()).getByText('AWS no longer lists this address')).toBeDefined();
    await user.click(within(inspector()).getByRole('button', { name: 'Use orders (writer)' }));
    await waitFor(() =>
      expect(within(inspector()).queryByText('AWS no longer lists this address')).toBeNull(),
    );
    expect(files.connections.held().find(({ id }) => id === savedEndpointGone.id)).toMatchObject({
      address: orders.address,
    });
  });

  it('offers nothing absurd, but the dialog', async () => {
    const lost = {
      ...savedDevOrders,
      profile: 'contractor-x',
      address: { ...savedDevOrders.address, port: 1 },
    };
    const { user } = await showSelected(lost.id, { connections: [lost] });
    expect(within(inspector()).queryByRole('button', { name: /^Use / })).toBeNull();
    await user.click(within(inspector()).getByRole('button', { name: 'Edit…' }));
    expect(dialog().textContent).toContain(`Edit ${devOrders.name}`);
  });
});

describe('an import', () => {
  /** A colleague's file: one that was changed there, one that is new, one as it is here, and one without a host. */
  const colleagues = (): { name: string; text: string } => {
    const changed = { ...savedOrders, dbUser: 'orders_ro', notes: 'Ask first.', changedAt: Date.now() };
    const added = { ...savedBilling, id: '7a0e51c2-0000-4000-8000-000000000002', name: 'shop' };
    const text = writeShared([changed, added, savedDevOrders, { ...savedBilling, name: 'reporting' }]);
    const file: { connections: { name: string; sign: { host?: string } }[] } = JSON.parse(text);
    for (const entry of file.connections) if (entry.name === 'reporting') delete entry.sign.host;
    return { name: 'team.json', text: JSON.stringify(file) };
  };

  async function open(): Promise<Shown> {
    const shown = await showConnections();
    shown.world.importFile = colleagues();
    await shown.user.click(screen.getByRole('button', { name: 'Import…' }));
    await screen.findByRole('dialog', { name: 'Import connections' });
    return shown;
  }

  it('shows what it will do, and leaves out what is not wanted', async () => {
    const { user, files } = await open();
    expect(
      within(dialog()).getByText('1 will be added, 1 changed, 1 is already here, 1 cannot be used.'),
    ).toBeDefined();
    expect(within(dialog()).getByText('Changes notes and database user')).toBeDefined();
    expect(within(dialog()).getByText('host is missing', { exact: false })).toBeDefined();
    expect(within(dialog()).getAllByRole('checkbox')).toHaveLength(2);
    await user.click(within(dialog()).getByRole('checkbox', { name: /orders/ }));
    await user.click(within(dialog()).getByRole('button', { name: 'Import 1' }));
    expect(await screen.findByText('Imported 1 connection')).toBeDefined();
    expect(screen.queryByRole('dialog')).toBeNull();
    const held = files.connections.held();
    expect(held).toHaveLength(company().connections.length + 1);
    expect(held.find(({ name }) => name === 'shop')).toMatchObject({ dbUser: savedBilling.dbUser });
    expect(held.find(({ id }) => id === savedOrders.id)).toEqual(savedOrders);
  });

  it('says in place why it could not be done', async () => {
    const { user, disk } = await open();
    disk.state.isFull = true;
    await user.click(await screen.findByRole('button', { name: 'Import 2' }));
    expect((await within(dialog()).findByRole('alert')).textContent).toContain('The disk is full.');
  });
});
