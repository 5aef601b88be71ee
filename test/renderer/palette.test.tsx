import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { tokenFor } from './machine/seeded-ports.ts';
import { showApp, useWindow } from './render-app.tsx';
import { catalog, orders, savedBilling, savedOrders } from './samples.ts';

useWindow();

const palette = () => screen.getByRole('dialog', { name: 'Palette' });
/** Opens it. happy-dom knows no `:focus-within`, by which React Aria sees that the field has the focus already. */
async function openPalette(user: UserEvent): Promise<void> {
  await user.keyboard('{Control>}k{/Control}');
  within(palette()).getByRole('combobox').focus();
}

const options = () => within(palette()).getAllByRole('option');

describe('the palette', () => {
  it('opens with the connection that was used last, and copies its token with the second key', async () => {
    const { user, clipboard } = await showApp({
      connections: [
        { ...savedBilling, usedAt: 1_000 },
        { ...savedOrders, usedAt: 2_000 },
      ],
    });
    await openPalette(user);
    expect(options()[0]?.textContent).toContain(savedOrders.name);
    expect(options()[0]?.getAttribute('aria-selected')).toBe('true');
    await user.keyboard('{Control>}c{/Control}');
    await waitFor(() => expect(clipboard.secrets).toEqual([tokenFor(savedOrders, 'app_readonly')]));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('opens a connection in its own client with Enter', async () => {
    const { user, programs } = await showApp({ connections: [{ ...savedBilling, client: 'mariadb' }] });
    await openPalette(user);
    await user.keyboard('bill{Enter}');
    await waitFor(() => expect(programs.opened).toMatchObject([{ program: '/usr/bin/mariadb' }]));
    expect(JSON.stringify(programs.opened)).toContain(savedBilling.address.host);
  });

  it('finds databases, actions and profiles by any of their words', async () => {
    const { user } = await showApp();
    await openPalette(user);
    await user.keyboard('catalog');
    expect(within(palette()).getByRole('group', { name: 'Databases' })).toBeDefined();
    expect(options()[0]?.textContent).toContain(catalog.name);
    await user.clear(within(palette()).getByRole('combobox'));
    await user.keyboard('theme dark');
    expect(options().map(({ textContent }) => textContent)).toEqual(['Theme: dark']);
    await user.clear(within(palette()).getByRole('combobox'));
    await user.keyboard('analytics');
    expect(options().at(-1)?.textContent).toContain('Sign in to partner');
  });

  it('asks for the database user where a database has none yet, with the focus there', async () => {
    const { user, programs } = await showApp({ signIns: {}, leases: [] });
    await openPalette(user);
    await user.keyboard('catalog{Enter}');
    expect(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id).toBeTruthy();
    expect(await screen.findByText(/Enter the database user/)).toBeDefined();
    expect(programs.opened).toEqual([]);
  });

  it('goes round the end with the arrows, and tells a screen reader which line is chosen', async () => {
    const { user } = await showApp();
    await openPalette(user);
    await user.keyboard('orders');
    const field = within(palette()).getByRole('combobox');
    const all = options();
    await user.keyboard('{ArrowUp}');
    expect(field.getAttribute('aria-activedescendant')).toBe(all.at(-1)?.id);
    await user.keyboard('{ArrowDown}');
    expect(field.getAttribute('aria-activedescendant')).toBe(all[0]?.id);
    expect(all[0]?.textContent).toContain(orders.name);
  });

  it('says that nothing is found, does nothing then, and Esc gives the focus back', async () => {
    const { user, calls } = await showApp();
    const search = screen.getByRole('searchbox');
    expect(document.activeElement).toBe(search);
    await openPalette(user);
    await user.keyboard('no such thing{Enter}');
    expect(within(palette()).getByText('Nothing found for “no such thing”.')).toBeDefined();
    expect(calls.map(({ channel }) => channel)).toEqual(['window:snapshot', 'endpoints:more']);
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(search);
  });
});
