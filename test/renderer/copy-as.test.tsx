import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { openCopyAs } from '../../renderer/copy-formats/actions.ts';
import { useStore } from '../../renderer/store.ts';
import { subjectOf, subjectOfConnection } from '../../renderer/subject.ts';
import { tokenFor } from './machine/seeded-ports.ts';
import { showApp, useWindow, type Shown } from './render-app.tsx';
import { gateway, orders, savedBilling, savedOrders, savedTunnel } from './samples.ts';

useWindow();

const connectionId = savedOrders.id;
const dialog = (name = 'orders') => within(screen.getByRole('dialog', { name: `Copy ${name} as` }));
const preview = () => dialog().getByLabelText(/^Preview: /).textContent;
const choose = (user: Shown['user'], name: string) => user.click(dialog().getByRole('option', { name }));

/** The window with the dialog open for a connection. */
async function show(connection = savedOrders, gateways = [gateway(savedOrders)]): Promise<Shown> {
  const shown = await showApp({ gateways });
  await act(() => openCopyAs(subjectOfConnection(connection)));
  await screen.findByLabelText(/^Preview: /);
  return shown;
}

describe('copy as', () => {
  it('begins with the engine’s own client and no secret, and remembers the form that was copied', async () => {
    const { user, clipboard } = await show();
    expect(preview()).toContain('psql');
    expect(dialog().getByText('Contains no secret.')).toBeDefined();
    await choose(user, 'Go');
    await waitFor(() => expect(preview()).toContain('package main'));
    await user.click(dialog().getByRole('button', { name: 'Copy' }));
    expect(await dialog().findByRole('button', { name: 'Copied' })).toBeDefined();
    // a preview shows a tab as wide as it is to be
    expect(clipboard.text.replaceAll('\t', '    ').trimEnd()).toBe(preview()?.trimEnd());
    expect(clipboard.secrets).toEqual([]);
    expect(dialog().getByRole('status').textContent).toBe('Copied. Contains no secret.');
    await user.click(dialog().getByRole('button', { name: 'Done' }));
    await user.click(screen.getByRole('grid'));
    await act(() => openCopyAs(subjectOfConnection(savedOrders)));
    await waitFor(() => expect(preview()).toContain('package main'));
  });

  it('is all keys: it opens by one, forms by letter and arrow, Enter copies, Escape closes', async () => {
    const { user, clipboard } = await showApp();
    act(() => useStore.setState({ view: 'connections', selectedConnectionId: connectionId }));
    act(() => screen.getByRole('grid').focus());
    await user.keyboard('{Control>}{Shift>}c{/Shift}{/Control}');
    const list = await screen.findByRole('listbox', { name: 'Forms' });
    await waitFor(() => expect(list.contains(document.activeElement)).toBe(true));
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(clipboard.text).toContain(`PGHOST=${savedOrders.address.host}`));
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('asks for a token to be put in only where it is switched on, and shows where it will be', async () => {
    const { user, clipboard } = await show();
    expect(preview()).not.toContain('PGPASSWORD=token');
    await user.click(dialog().getByRole('switch', { name: 'With a token' }));
    await waitFor(() => expect(preview()).toContain('PGPASSWORD=token PGREQUIREAUTH=password psql'));
    expect(dialog().getByText(/^Contains a token\. Latchkey clears the clipboard/)).toBeDefined();
    await user.click(dialog().getByRole('button', { name: 'Copy' }));
    await waitFor(() => expect(clipboard.secrets).toHaveLength(1));
    expect(clipboard.text).toContain(tokenFor(savedOrders, 'app_readonly'));
    // code signs its own, and asks for none
    await choose(user, 'Python');
    await waitFor(() => expect(preview()).toContain('generate_db_auth_token'));
    expect(dialog().queryByRole('switch')).toBeNull();
    await user.click(dialog().getByRole('button', { name: 'Copy' }));
    await waitFor(() => expect(clipboard.text).toContain('generate_db_auth_token'));
    expect(clipboard.secrets).toHaveLength(1);
  });

  it('goes through the gateway, with forms of its own', async () => {
    const { user } = await show();
    expect(dialog().queryByRole('option', { name: '.pgpass entry' })).toBeNull();
    await user.click(dialog().getByRole('radio', { name: 'Gateway' }));
    await choose(user, '.pgpass entry');
    await waitFor(() => expect(preview()).toContain('127.0.0.1:15432:orders:app_readonly:local password'));
    expect(dialog().queryByRole('option', { name: 'Kubernetes job' })).toBeNull();
    expect(dialog().queryByRole('switch')).toBeNull();
    expect(dialog().getByText(/^Contains the local password/)).toBeDefined();
  });

  it('offers to start a gateway that is not there yet, and shows the text once it is', async () => {
    const { user, relay } = await show(savedBilling, []);
    const card = dialog('billing');
    await user.click(card.getByRole('radio', { name: 'Gateway' }));
    expect(card.getByText('There is no gateway yet')).toBeDefined();
    expect(card.queryByRole('button', { name: 'Copy' })).toBeNull();
    await user.click(card.getByRole('button', { name: 'Start' }));
    expect(await card.findByLabelText(/^Preview: /)).toBeDefined();
    expect(card.queryByRole('button', { name: 'Start' })).toBeNull();
    expect(relay.listening.get(savedBilling.id)?.port).toBe(13_306);
  });

  it('says in place why a form cannot be made, or copied', async () => {
    const { user, clipboard } = await show(savedTunnel, []);
    const card = dialog('orders reporting');
    await user.click(card.getByRole('option', { name: 'JDBC URL' }));
    expect(await card.findByText(/^JDBC drivers verify the name that they connect to/)).toBeDefined();
    expect(card.queryByRole('button', { name: 'Copy' })).toBeNull();
    await user.click(card.getByRole('option', { name: 'Go' }));
    clipboard.broken.add('writeText');
    await user.click(await card.findByRole('button', { name: 'Copy' }));
    expect((await card.findByRole('alert')).textContent).toBe(
      'The clipboard could not be written. Another program may hold it. Try again.',
    );
    expect(card.queryByRole('button', { name: 'Copied' })).toBeNull();
  });

  it('has no gateway for a database that is not saved, and asks whom to log in as first', async () => {
    const { calls } = await showApp({ signIns: {} });
    await act(() => openCopyAs(subjectOf(orders)));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(calls.map(({ channel }) => channel)).toEqual(['window:snapshot', 'endpoints:more']);
    expect(await screen.findByText(/Enter the database user/)).toBeDefined();
  });

  it('goes with its connection', async () => {
    const { app, happen } = await show();
    await happen(() => app.ask('connections:remove', { connectionId }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
