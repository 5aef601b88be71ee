import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../app/connections/model.ts';
import { useStore } from '../../renderer/store.ts';
import { inspector, showApp, useWindow, type Shown } from './render-app.tsx';
import { company, gateway, savedOrders, throughSsh } from './samples.ts';

useWindow();

const orders = { ...savedOrders, networkRoute: throughSsh };

const HOST_KEY =
  "The authenticity of host 'bastion (10.0.0.1)' can't be established.\nED25519 key fingerprint is SHA256:2hQwCmPLyhXzvOyHTJ1gPMg5Wl0bwOGkWNhz3uxlxUY.\nThis key is not known by any other names.\nAre you sure you want to continue connecting (yes/no/[fingerprint])? ";

/** The window with a connection by SSH selected, and the focus on the list. */
async function showSsh(one: Connection = orders): Promise<Shown> {
  const connections = company().connections.map((other) => (other.id === one.id ? one : other));
  const shown = await showApp({ connections, gateways: [gateway(one)] });
  await shown.user.click(screen.getByRole('button', { name: /^Connections/ }));
  const row = document.querySelector<HTMLElement>(`[data-connection="${one.id}"]`);
  if (row === null) throw new Error('no row');
  await shown.user.click(row);
  screen.getByRole('grid', { name: 'Connections' }).focus();
  return shown;
}

/** A client connects, and `ssh` asks something before it logs in. */
async function askBy({ relay, ssh, happen }: Shown, text: string) {
  const client = relay.wantSession(orders.id, new AbortController().signal);
  await happen(() => void ssh.ask(text));
  return client;
}

const route = () => within(within(inspector()).getByRole('region', { name: 'Route' }));
const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })));

/** What Enter in a field does in a browser; the stand-in here knows no submit button outside of its form. */
async function submit(): Promise<void> {
  const form = document.querySelector('form');
  if (form === null) throw new Error('no form');
  await act(async () => void fireEvent.submit(form));
}

it('is in the inspector before anybody needs it', async () => {
  await showSsh();
  const stops = route().getAllByRole('listitem');
  expect(stops.map((stop) => stop.textContent)).toEqual(['here', 'bastion', 'orders']);
  expect(route().getByText('Your own ssh logs in to it when a client connects.')).toBeDefined();
  expect(route().getByRole('status').textContent).toBe('Not connected');
});

it('is chosen in the dialog by keyboard, and takes no options of ssh', async () => {
  const { user, files } = await showSsh({ ...orders, networkRoute: savedOrders.networkRoute });
  await user.keyboard('e');
  const dialog = within(screen.getByRole('dialog'));
  await user.click(dialog.getByRole('radio', { name: 'SSH' }));
  const server = dialog.getByRole('textbox', { name: 'SSH server' });
  await submit();
  expect(await dialog.findByText(/Enter the server as you would for ssh/)).toBeDefined();
  await user.click(server);
  await user.paste('-oProxyCommand=id');
  expect(await dialog.findByText(/A server cannot begin with/)).toBeDefined();
  await user.clear(server);
  await user.paste('bastion -v');
  expect(await dialog.findByText(/Enter only the server/)).toBeDefined();
  await user.clear(server);
  await user.paste(' dana@bastion.example ');
  await submit();
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(files.connections.held().find(({ id }) => id === orders.id)).toMatchObject({
    changedAt: savedOrders.changedAt,
    networkRoute: { kind: 'ssh', destination: 'dana@bastion.example', shared: savedOrders.networkRoute },
  });
});

describe('a question of ssh', () => {
  it('about a server shows its fingerprint, and lets the client in once it is trusted', async () => {
    const shown = await showSsh();
    const { ssh, relay, happen } = shown;
    const client = relay.wantSession(orders.id, new AbortController().signal);
    await happen(() => void ssh.ask(HOST_KEY));
    const dialog = await screen.findByRole('dialog', { name: 'Trust this SSH server?' });
    expect(dialog.textContent).toContain('SHA256:2hQwCmPLyhXzvOyHTJ1gPMg5Wl0bwOGkWNhz3uxlxUY');
    expect(dialog.textContent).toContain('A client is waiting to connect to orders.');
    // it has a dialog of its own, which says who waits
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    await act(async () => void fireEvent.submit(within(dialog).getByText(/Your ssh has not seen/)));
    await waitFor(() => expect(ssh.answers).toEqual(['yes']));
    expect(screen.queryByRole('dialog')).toBeNull();
    await happen(() => ssh.started.at(-1)?.events.onReady({ path: '/run/l/s' }));
    expect(await client).toMatchObject({ ok: true, value: { opening: { local: { path: '/run/l/s' } } } });
  });

  it('about a server that is not trusted is answered no', async () => {
    const shown = await showSsh();
    void askBy(shown, HOST_KEY);
    await screen.findByRole('dialog', { name: 'Trust this SSH server?' });
    await press('Do not connect');
    await waitFor(() => expect(shown.ssh.answers).toEqual(['no']));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('for a passphrase keeps nothing of the answer', async () => {
    const shown = await showSsh();
    void askBy(shown, "Enter passphrase for key '/home/dana/.ssh/id_ed25519': ");
    const dialog = await screen.findByRole('dialog', { name: 'SSH login' });
    const field = within(dialog).getByLabelText('Answer');
    expect(field).toHaveProperty('type', 'password');
    // happy-dom knows no `:focus-within`, by which React Aria sees that the field has the focus already
    field.focus();
    await shown.user.keyboard('correct horse');
    await act(async () => void fireEvent.submit(field));
    await waitFor(() => expect(shown.ssh.answers).toEqual(['correct horse']));
    expect(shown.told.join()).not.toContain('correct horse');
    expect(JSON.stringify(useStore.getState())).not.toContain('correct horse');
  });

  it('that is taken back ends ssh, and the client is told so', async () => {
    const shown = await showSsh();
    const client = askBy(shown, 'dana@bastion’s password: ');
    await screen.findByRole('dialog', { name: 'SSH login' });
    await shown.user.keyboard('{Escape}');
    expect(await client).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(shown.ssh.started.at(-1)?.isEnded).toBe(true);
    expect(shown.ssh.answers).toEqual([null]);
  });
});

it('stays out of a shared file, which says so', async () => {
  const { user, saved } = await showSsh();
  await user.click(screen.getByRole('button', { name: 'Export…' }));
  expect(await screen.findByText(/SSH destinations belong to this machine and are not in it/)).toBeDefined();
  expect(saved[0]?.text).toContain(orders.id);
  expect(saved[0]?.text).not.toMatch(/"ssh"|destination/);
});
