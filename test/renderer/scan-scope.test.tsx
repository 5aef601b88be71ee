import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { showApp, useWindow } from './render-app.tsx';

useWindow();

it('a profile is scanned in all regions, or in chosen ones, or as the settings say', async () => {
  const { user, files, asked } = await showApp();
  fireEvent.contextMenu(screen.getByRole('button', { name: /^platform-prod/ }));
  await user.click(await screen.findByRole('menuitem', { name: 'Regions…' }));
  const dialog = await screen.findByRole('dialog', { name: 'Regions of platform-prod' });
  const choose = async (name: RegExp): Promise<void> => {
    await user.click(within(dialog).getByRole('button', { name: /Scan/ }));
    await user.click(await screen.findByRole('option', { name }));
  };
  const held = () => files.settings.held().scanScopes;

  await choose(/^All regions/);
  await waitFor(() => expect(held()).toEqual({ 'platform-prod': 'all' }));
  // nobody may ask AWS here: every region of the partition is tried
  await waitFor(() => expect(asked).toContain('platform-prod ap-southeast-7'));
  expect(asked).not.toContain('platform-prod cn-north-1');

  await choose(/^Only the regions/);
  await waitFor(() => expect(held()).toEqual({ 'platform-prod': ['us-east-1'] }));
  expect(within(dialog).queryByRole('button', { name: 'Remove us-east-1' })).toBeNull();
  await user.type(within(dialog).getByRole('combobox', { name: 'Regions' }), 'sa-east-1{Enter}');
  await waitFor(() => expect(held()).toEqual({ 'platform-prod': ['us-east-1', 'sa-east-1'] }));

  await choose(/^Its own region/);
  await waitFor(() => expect(held()).toEqual({}));
});
