import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { inspector, showApp, useWindow } from './render-app.tsx';

useWindow();

const list = () => screen.getByRole('grid', { name: 'Databases' });
const headings = (): readonly string[] =>
  [...list().querySelectorAll('[role=rowheader]')].flatMap(({ textContent }) =>
    textContent.includes(' · us-east-1') ? [textContent] : [],
  );

describe('the name of an account', () => {
  it('stands in the headings, the inspector and the filter, and is found', async () => {
    const { user, files } = await showApp();
    await user.keyboard('{Control>},{/Control}');
    const dialog = await screen.findByRole('dialog', { name: 'Settings' });
    await user.click(within(dialog).getByRole('tab', { name: 'Accounts' }));
    await user.type(within(dialog).getByRole('textbox', { name: '7731-0042-9918' }), 'Playground{Enter}');
    await waitFor(() => expect(headings()).toContain('platform-dev · Playground · us-east-1'));
    expect(files.settings.held().accountNames).toEqual({ '773100429918': 'Playground' });
    await user.keyboard('{Escape}{Escape}');
    await user.click(screen.getByRole('button', { name: '2 accounts' }));
    await user.click(await screen.findByRole('menuitem', { name: /^Playground · 7731-0042-9918/ }));
    expect(headings()).toEqual(['platform-dev · Playground · us-east-1']);
    await user.click(screen.getByRole('button', { name: 'Playground' }));
    await user.click(await screen.findByRole('menuitem', { name: 'All accounts' }));
    await user.type(screen.getByRole('searchbox'), 'playground orders');
    expect(within(inspector()).getByRole('heading', { name: 'orders' })).toBeDefined();
    expect(within(inspector()).getByText('Playground').parentElement?.textContent).toContain(
      '7731-0042-9918',
    );
  });

  it('comes from IAM Identity Center once somebody signs in, and gives way to the user’s own', async () => {
    const { user, happen, become, signIn, files } = await showApp();
    signIn.portal.roles = new Map([['482011780031', []]]);
    await happen(() => become('analytics', { status: 'usable', expiry: { kind: 'never' } }));
    await waitFor(() => expect(headings()).toContain('platform-prod · account 1 · us-east-1'));
    expect(headings().filter((text) => text.startsWith('platform-dev'))).toEqual([
      'platform-dev · 7731-0042-9918 · us-east-1',
    ]);
    await user.keyboard('{Control>},{/Control}');
    const dialog = await screen.findByRole('dialog', { name: 'Settings' });
    await user.click(within(dialog).getByRole('tab', { name: 'Accounts' }));
    const field = within(dialog).getByRole('textbox', { name: '4820-1178-0031' });
    expect(field.getAttribute('placeholder')).toBe('account 1');
    await user.type(field, 'Shop{Enter}');
    await waitFor(() => expect(headings()).toContain('platform-prod · Shop · us-east-1'));
    await user.clear(field);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(headings()).toContain('platform-prod · account 1 · us-east-1'));
    expect(files.settings.held().accountNames).toEqual({});
  });
});
