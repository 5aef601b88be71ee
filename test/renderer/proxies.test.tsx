import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { showApp, useWindow } from './render-app.tsx';

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
