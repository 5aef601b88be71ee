import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../app/connections/model.ts';
import { inspector, showApp, useWindow, type Shown } from './render-app.tsx';
import { company, savedOrders } from './samples.ts';

useWindow();

async function openNetwork(user: Awaited<ReturnType<typeof showApp>>['user']): Promise<HTMLElement> {
  await user.keyboard('{Control>},{/Control}');
  const dialog = await screen.findByRole('dialog', { name: 'Settings' });
  await user.click(within(dialog).getByRole('tab', { name: 'Network' }));
  return dialog;
}

describe('the proxy in the settings', () => {
  it('is what the environment or the system says, and none where neither does', async () => {
    const { user } = await showApp();
    const dialog = await openNetwork(user);
    expect(within(dialog).getByText('AWS is reached directly: no proxy is set.')).toBeDefined();
  });

  it('is one of the person’s own, whose password does not come back', async () => {
    const { user, told } = await showApp();
    const dialog = await openNetwork(user);
    const address = within(dialog).getByRole('textbox', { name: 'Address' });
    await user.type(address, 'http://ana@proxy.example.com:3128');
    await user.type(within(dialog).getByLabelText('Password'), 'hidden-word');
    await user.click(within(dialog).getByRole('button', { name: 'Use this proxy' }));
    expect(
      await within(dialog).findByText('AWS is reached through http://proxy.example.com:3128.'),
    ).toBeDefined();
    expect(within(dialog).getByLabelText<HTMLInputElement>('Password')).toMatchObject({
      value: '',
      placeholder: 'Saved',
    });
    expect(told.filter((text) => text.includes('hidden-word'))).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: /Proxy/ }));
    await user.click(await screen.findByRole('option', { name: 'None' }));
    await waitFor(() => expect(within(dialog).getByText('AWS is reached directly.')).toBeDefined());
    // what was written stays for the next time
    expect(within(dialog).getByRole<HTMLInputElement>('textbox', { name: 'Address' }).value).toBe(
      'http://ana@proxy.example.com:3128',
    );
  });

  it('that is none is refused in words at its field', async () => {
    const { user } = await showApp();
    const dialog = await openNetwork(user);
    await user.type(within(dialog).getByRole('textbox', { name: 'Address' }), 'ftp://proxy{Enter}');
    expect(await within(dialog).findByText(/Latchkey knows http/)).toBeDefined();
  });

  it('trusts a CA file until told not to', async () => {
    const { user, happen } = await showApp();
    const dialog = await openNetwork(user);
    await happen(() => undefined);
    await user.click(within(dialog).getByRole('button', { name: 'Choose file…' }));
    expect(await within(dialog).findByText('proxy-ca.pem')).toBeDefined();
    await user.click(within(dialog).getByRole('button', { name: 'Trust it no longer' }));
    await waitFor(() => expect(within(dialog).queryByText('proxy-ca.pem')).toBeNull());
  });
});

describe('a connection through a proxy', () => {
  const own = { protocol: 'socks5', host: 'proxy.example.com', port: 1080, user: '' } as const;

  async function select(one: Connection): Promise<Shown> {
    const connections = company().connections.map((other) => (other.id === one.id ? one : other));
    const shown = await showApp({ connections });
    await shown.user.click(screen.getByRole('button', { name: /^Connections/ }));
    const row = document.querySelector<HTMLElement>(`[data-connection="${one.id}"]`);
    if (row === null) throw new Error('no row');
    await shown.user.click(row);
    screen.getByRole('grid', { name: 'Connections' }).focus();
    return shown;
  }

  /** What Enter in a field does in a browser; the stand-in here knows no submit button outside of its form. */
  async function submit(): Promise<void> {
    const form = document.querySelector('form');
    if (form === null) throw new Error('no form');
    await act(async () => void fireEvent.submit(form));
  }

  it('is chosen in the dialog, takes no password, and leaves what is shared as it was', async () => {
    const { user, files } = await select(savedOrders);
    await user.keyboard('e');
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('radio', { name: 'Proxy' }));
    const field = dialog.getByRole('textbox', { name: 'Proxy' });
    await user.click(field);
    await user.paste('socks5://ana:word@proxy.example.com');
    await submit();
    expect(await dialog.findByText(/Leave the password out/)).toBeDefined();
    await user.clear(field);
    await user.paste('socks5://proxy.example.com');
    await submit();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(files.connections.held().find(({ id }) => id === savedOrders.id)).toMatchObject({
      changedAt: savedOrders.changedAt,
      networkRoute: { kind: 'proxy', proxy: own, shared: savedOrders.networkRoute },
    });
  });

  it('says so in the inspector, and stays out of a shared file', async () => {
    const { user, saved } = await select({
      ...savedOrders,
      networkRoute: { kind: 'proxy', proxy: own, shared: { kind: 'direct' } },
    });
    expect(within(inspector()).getByText('socks5://proxy.example.com:1080')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Export…' }));
    expect(await screen.findByText(/Proxies belong to this machine and are not in it/)).toBeDefined();
    expect(saved[0]?.text).toContain(savedOrders.id);
    expect(saved[0]?.text).not.toContain('proxy.example.com');
  });
});
