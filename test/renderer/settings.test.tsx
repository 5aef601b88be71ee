import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../app/settings/model.ts';
import { showApp, useWindow } from './render-app.tsx';

useWindow();

async function openSettings(user: Awaited<ReturnType<typeof showApp>>['user']): Promise<HTMLElement> {
  await user.keyboard('{Control>},{/Control}');
  return screen.findByRole('dialog', { name: 'Settings' });
}

describe('settings', () => {
  it('changes the theme, and the page follows what main says', async () => {
    const { user, inputsOf, say } = await showApp();
    const dialog = await openSettings(user);
    await user.click(within(dialog).getByRole('radio', { name: 'Dark' }));
    expect(inputsOf('settings:change')).toEqual([{ theme: 'dark' }]);
    say('settings:changed', { ...defaultSettings, theme: 'dark' });
    expect(document.documentElement.dataset['theme']).toBe('dark');
  });

  it('adds a region, refuses what is none, and removes one', async () => {
    const { user, inputsOf } = await showApp();
    const dialog = await openSettings(user);
    const field = within(dialog).getByRole('combobox', { name: 'Regions' });
    await user.type(field, 'mars{Enter}');
    expect(within(dialog).getByText(/not a region code/)).toBeDefined();
    await user.clear(field);
    await user.type(field, 'sa-east-1');
    await user.click(within(dialog).getByRole('button', { name: 'Add' }));
    await user.click(within(dialog).getByRole('button', { name: 'Remove eu-west-1' }));
    expect(inputsOf('settings:change')).toEqual([
      { regions: ['eu-west-1', 'eu-central-1', 'sa-east-1'] },
      { regions: ['eu-central-1'] },
    ]);
  });

  it('chooses when the clipboard is cleared and which terminal opens', async () => {
    const { user, inputsOf } = await showApp();
    const dialog = await openSettings(user);
    await user.click(within(dialog).getByRole('button', { name: /Clear clipboard/ }));
    await user.click(await screen.findByRole('option', { name: 'After 1 minute' }));
    await user.click(within(dialog).getByRole('button', { name: /Terminal/ }));
    await user.click(await screen.findByRole('option', { name: 'xterm' }));
    expect(inputsOf('settings:change')).toEqual([{ clearClipboardAfter: 60 }, { terminal: 'xterm' }]);
  });

  it('chooses a CA file in main where there is a dialog, and only then', async () => {
    const { user, inputsOf } = await showApp({ settings: { ...defaultSettings, caFile: '/certs/own.pem' } });
    const dialog = await openSettings(user);
    expect(within(dialog).getByText('/certs/own.pem')).toBeDefined();
    await user.click(within(dialog).getByRole('button', { name: 'Choose file…' }));
    await user.click(within(dialog).getByRole('button', { name: "Use RDS's certificates" }));
    expect(inputsOf('settings:choose-ca')).toHaveLength(1);
    expect(inputsOf('settings:forget-ca')).toHaveLength(1);
  });

  it('has no file button in the Chromium host', async () => {
    const { user } = await showApp({ host: 'chromium' });
    const dialog = await openSettings(user);
    expect(within(dialog).queryByRole('button', { name: 'Choose file…' })).toBeNull();
    expect(screen.getByText('Running in Chromium: no tray or notifications')).toBeDefined();
  });

  it('opens from the application menu and gives the focus back', async () => {
    const { user, say } = await showApp();
    say('app:menu', { command: 'settings' });
    await screen.findByRole('dialog', { name: 'Settings' });
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    say('app:menu', { command: 'shortcuts' });
    expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeDefined();
  });
});
