import { screen, waitFor, within } from '@testing-library/react';
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
    const { user, files } = await showApp();
    const dialog = await openSettings(user);
    await user.click(within(dialog).getByRole('radio', { name: 'Dark' }));
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark'));
    expect(files.settings.held().theme).toBe('dark');
  });

  it('adds a region, refuses what is none, and removes one', async () => {
    const { user, files, asked } = await showApp();
    const dialog = await openSettings(user);
    const field = within(dialog).getByRole('combobox', { name: 'Regions' });
    await user.type(field, 'mars{Enter}');
    expect(within(dialog).getByText(/not a region code/)).toBeDefined();
    await user.clear(field);
    await user.type(field, 'sa-east-1');
    await user.click(within(dialog).getByRole('button', { name: 'Add' }));
    expect(files.settings.held().regions).toEqual(['eu-west-1', 'eu-central-1', 'sa-east-1']);
    await waitFor(() => expect(asked).toContain('platform-prod sa-east-1'));
    await user.click(within(dialog).getByRole('button', { name: 'Remove eu-west-1' }));
    expect(files.settings.held().regions).toEqual(['eu-central-1', 'sa-east-1']);
  });

  it('chooses when the clipboard is cleared and which terminal opens', async () => {
    const { user, files } = await showApp();
    const dialog = await openSettings(user);
    await user.click(within(dialog).getByRole('button', { name: /Clear clipboard/ }));
    await user.click(await screen.findByRole('option', { name: 'After 1 minute' }));
    await user.click(within(dialog).getByRole('button', { name: /Terminal/ }));
    await user.click(await screen.findByRole('option', { name: 'xterm' }));
    expect(files.settings.held()).toMatchObject({ clearClipboardAfter: 60, terminal: 'xterm' });
  });

  it('chooses a CA file in main where there is a dialog, and only then', async () => {
    const { user, files, world } = await showApp({
      settings: { ...defaultSettings, caFile: '/certs/own.pem' },
    });
    world.caFile = '/certs/new.pem';
    const dialog = await openSettings(user);
    expect(within(dialog).getByText('/certs/own.pem')).toBeDefined();
    await user.click(within(dialog).getByRole('button', { name: 'Choose file…' }));
    expect(await within(dialog).findByText('/certs/new.pem')).toBeDefined();
    expect(files.settings.held().caFile).toBe('/certs/new.pem');
    await user.click(within(dialog).getByRole('button', { name: "Use RDS's certificates" }));
    await waitFor(() => expect(files.settings.held().caFile).toBeNull());
    expect(within(dialog).queryByText('/certs/new.pem')).toBeNull();
  });

  it('has no file button in the Chromium host', async () => {
    const { user } = await showApp({ host: 'chromium' });
    const dialog = await openSettings(user);
    expect(within(dialog).queryByRole('button', { name: 'Choose file…' })).toBeNull();
    expect(screen.getByText('Running in Chromium: no tray or notifications')).toBeDefined();
  });

  it('opens from the application menu and gives the focus back', async () => {
    const { user, say } = await showApp();
    await say('window:menu', { command: 'settings' });
    await screen.findByRole('dialog', { name: 'Settings' });
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    await say('window:menu', { command: 'shortcuts' });
    expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeDefined();
  });

  it('installs the command, says where it is, and removes it', async () => {
    const absent = {
      by: 'link',
      command: '/home/me/.config/Latchkey/command/latchkey',
      link: '/home/me/.local/bin/latchkey',
      status: 'absent',
      isOnPath: false,
    } as const;
    const { user, say } = await showApp({ command: absent });
    const dialog = await openSettings(user);
    const section = within(dialog).getByRole('region', { name: 'Command line' });
    await user.click(within(section).getByRole('button', { name: 'Install the command' }));
    expect(await within(section).findByText(absent.link)).toBeDefined();
    expect(within(section).getByText(/\.local\/bin is not on your PATH/)).toBeDefined();
    await say('command:changed', { ...absent, status: 'installed', isOnPath: true });
    expect(within(section).queryByText(/not on your PATH/)).toBeNull();
    await user.click(within(section).getByRole('button', { name: 'Remove the command' }));
    expect(await within(section).findByRole('button', { name: 'Install the command' })).toBeDefined();
    await say('command:changed', { ...absent, status: 'taken' });
    expect(await within(section).findByText(/belongs to another program/)).toBeDefined();
    expect(within(section).queryByRole('button')).toBeNull();
  });

  it('puts the command on PATH on Windows, and takes it off again', async () => {
    const command = 'C:\\Users\\me\\AppData\\Roaming\\Latchkey\\command\\latchkey.cmd';
    const absent = { by: 'path', command, link: command, status: 'absent', isOnPath: false } as const;
    const { user } = await showApp({ command: absent });
    const dialog = await openSettings(user);
    const section = within(dialog).getByRole('region', { name: 'Command line' });
    expect(within(section).getByText(command)).toBeDefined();
    expect(within(section).getByText(/adds C:\\.*\\Latchkey\\command to your PATH/)).toBeDefined();
    await user.click(within(section).getByRole('button', { name: 'Install the command' }));
    expect(await within(section).findByText(/in a new terminal/)).toBeDefined();
    await user.click(within(section).getByRole('button', { name: 'Remove the command' }));
    expect(await within(section).findByText(/to your PATH/)).toBeDefined();
  });

  it('shows nothing of the command where it cannot be installed', async () => {
    const { user } = await showApp();
    const dialog = await openSettings(user);
    expect(within(dialog).queryByText('Command line')).toBeNull();
  });
});
