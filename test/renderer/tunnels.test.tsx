import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Gateway } from '../../app/gateway/model.ts';
import { inspector, showApp, useWindow, type Shown } from './render-app.tsx';
import { company, gateway, savedOrders, throughSessionManager, tunnel } from './samples.ts';

useWindow();

const orders = { ...savedOrders, networkRoute: throughSessionManager };

/** The window with a connection through Session Manager selected, and the focus on the list. */
async function showTunnelled(given: Partial<Gateway>): Promise<Shown> {
  const connections = company().connections.map((one) => (one.id === orders.id ? orders : one));
  const shown = await showApp({ connections, gateways: [gateway(orders, given)] });
  await shown.user.click(screen.getByRole('button', { name: /^Connections/ }));
  const row = document.querySelector<HTMLElement>(`[data-connection="${orders.id}"]`);
  if (row === null) throw new Error('no row');
  await shown.user.click(row);
  screen.getByRole('grid', { name: 'Connections' }).focus();
  return shown;
}

const route = () => within(within(inspector()).getByRole('region', { name: 'Route' }));
const state = () => route().getByRole('status').textContent;

describe('the route in the inspector', () => {
  it('says how it runs before anybody needs it', async () => {
    await showTunnelled({ state: 'stopped' });
    expect(
      route()
        .getAllByRole('listitem')
        .map((stop) => stop.textContent),
    ).toEqual(['here', 'Session Manager', 'orders']);
    expect(state()).toBe('Not connected');
  });

  it('says through what, since when, how much, and why it reconnected', async () => {
    const { relay } = await showTunnelled({});
    const { node: _, ...now } = tunnel();
    relay.have(orders.id, { sessions: [], sessionCount: 0, tunnel: now, lastFailure: null });
    await waitFor(() => expect(state()).toBe('Connected'));
    expect(route().getByText('2 h, 41 ms')).toBeDefined();
    expect(route().getByText('↑ 1.2 MB ↓ 48.2 MB')).toBeDefined();
    expect(route().getByText(/after AWS's hourly close/)).toBeDefined();
  });

  it.each([
    ['resuming', 'Reconnecting…'],
    ['waiting-for-sign-in', 'Waiting for a sign-in'],
    ['connecting', 'Connecting…'],
  ] as const)('announces that it is %s', async (now, words) => {
    const { relay } = await showTunnelled({});
    const { node: _, ...told } = tunnel({ state: now });
    relay.have(orders.id, { sessions: [], sessionCount: 0, tunnel: told, lastFailure: null });
    await waitFor(() => expect(state()).toBe(words));
  });

  it('says once that it was lost with clients in it, and how it stands from then on', async () => {
    const { relay } = await showTunnelled({});
    const { node: _, ...told } = tunnel();
    const have = (tunnelNow: typeof told): void =>
      relay.have(orders.id, { sessions: [], sessionCount: 0, tunnel: tunnelNow, lastFailure: null });
    have(told);
    const lost = { sessions: [], lastEnd: { code: 'tunnel-silent', detail: '', at: 1 } } as const;
    have({ ...lost, sessions: [] });
    have({ ...lost, sessions: [] });
    await waitFor(() => expect(state()).toBe('The node stopped answering.'));
    expect(screen.getAllByText(/orders: The node stopped answering/)).toHaveLength(1);
  });

  it('hands over the policy where AWS does not allow it', async () => {
    const error = { code: 'tunnel-denied', message: 'AWS does not allow ssm:StartSession here.' } as const;
    const { user } = await showTunnelled({ lastFailure: { at: Date.now(), program: 'psql', error } });
    expect(state()).toBe(error.message);
    await user.click(route().getByRole('button', { name: 'Copy policy' }));
    expect(await screen.findByText('Policy copied')).toBeDefined();
  });
});

it('is chosen in the dialog by keyboard, with a node that was found or typed', async () => {
  const { user, files } = await showTunnelled({ state: 'stopped' });
  await user.keyboard('e');
  const dialog = within(screen.getByRole('dialog'));
  const chosen = dialog.getByRole('radio', { name: 'Session Manager' });
  expect(chosen).toHaveProperty('checked', true);
  await user.click(dialog.getByRole('button', { name: 'Look for nodes' }));
  expect(await dialog.findByText('No node was found in this VPC.')).toBeDefined();
  const node = dialog.getByRole('combobox', { name: 'Node' });
  await user.click(node);
  await user.paste('i-nothing');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(await dialog.findByText(/Enter an instance ID such as/)).toBeDefined();
  await user.clear(node);
  await user.paste('i-0b7c1d2e3f4a5b6c7');
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(files.connections.held().find(({ id }) => id === orders.id)?.networkRoute).toEqual({
    kind: 'session-manager',
    target: 'i-0b7c1d2e3f4a5b6c7',
  });
});

it('shows the tunnel under Active', async () => {
  const { user, relay } = await showTunnelled({});
  const { node: _, ...told } = tunnel();
  relay.have(orders.id, { sessions: [], sessionCount: 0, tunnel: told, lastFailure: null });
  await user.click(screen.getByRole('button', { name: /^Active/ }));
  expect(await screen.findByText(/Connected 2 h, 41 ms · ↑ 1.2 MB ↓ 48.2 MB/)).toBeDefined();
});
