import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { tokenFor } from './machine/seeded-ports.ts';
import { inspector, rowOf, showApp, useWindow } from './render-app.tsx';
import { billing, catalog, devOrders, orders, reviews } from './samples.ts';

useWindow();

describe('the main job', () => {
  it('types a few letters, Enter, and the best match opens in its client', async () => {
    const { user, programs } = await showApp();
    await user.keyboard('orders prod writer{Enter}');
    expect(await screen.findByText('Opened psql in GNOME Terminal')).toBeDefined();
    const set = { PGHOST: orders.address?.host, PGUSER: 'app_readonly', PGDATABASE: 'orders' };
    const content = `${tokenFor(orders, 'app_readonly')}\n`;
    expect(programs.opened).toMatchObject([
      { program: '/usr/bin/psql', terminal: 'GNOME Terminal', plan: { set, secret: { content } } },
    ]);
    expect(within(inspector()).getByText('Opened psql')).toBeDefined();
  });

  it('takes every word into account, whatever it names', async () => {
    const { user, programs } = await showApp();
    await user.keyboard('orders dev 7731-0042-9918{Enter}');
    await waitFor(() =>
      expect(programs.opened).toMatchObject([{ plan: { set: { PGHOST: devOrders.address?.host } } }]),
    );
  });

  it('opens the client that was last used for the family', async () => {
    const { user, programs } = await showApp();
    await user.keyboard('billing prod');
    await user.keyboard('{Control>}o{/Control}');
    await user.click(await screen.findByRole('menuitem', { name: /^mariadb/ }));
    expect(await screen.findByRole('button', { name: 'Open in mariadb' })).toBeDefined();
    expect(programs.opened).toMatchObject([{ program: '/usr/bin/mariadb' }]);
    expect(JSON.stringify(programs.opened)).toContain(billing.address?.host);
  });

  it('asks for the database user where it is missing, and goes on from there', async () => {
    const { user, clipboard, files } = await showApp();
    await user.keyboard('catalog');
    await user.tab();
    screen.getByRole('grid', { name: 'Databases' }).focus();
    await user.keyboard('{Control>}c{/Control}');
    const field = within(inspector()).getByRole('combobox', { name: 'Log in as' });
    expect(document.activeElement).toBe(field);
    expect(within(inspector()).getByText(/Enter the database user/)).toBeDefined();
    expect(clipboard.secrets).toEqual([]);

    await user.keyboard('reporting{Enter}');
    await waitFor(() => expect(clipboard.secrets).toEqual([tokenFor(catalog, 'reporting')]));
    expect(files.signIns.held()[catalog.id]).toEqual({ dbUser: 'reporting', database: '' });
  });

  it('remembers what was typed when the field is left, once', async () => {
    const { user, files } = await showApp();
    await user.click(rowOf('orders', 'writer'));
    const field = within(inspector()).getByRole('textbox', { name: 'Database' });
    await user.clear(field);
    await user.type(field, 'audit');
    await user.tab();
    await user.click(field);
    await user.tab();
    expect(files.signIns.held()[orders.id]).toEqual({ dbUser: 'app_readonly', database: 'audit' });
    expect(files.signIns.writes()).toBe(1);
  });

  it('says in words what is wrong with a field, and sends nothing', async () => {
    const { user, programs, calls } = await showApp();
    await user.click(rowOf('orders', 'writer'));
    const field = within(inspector()).getByRole('textbox', { name: 'Database' });
    await user.click(field);
    await user.paste('x'.repeat(129));
    expect(within(inspector()).getByText('A database name has at most 128 characters.')).toBeDefined();
    await user.keyboard('{Enter}');
    expect(programs.opened).toEqual([]);
    expect(calls.map(({ channel }) => channel)).toEqual(['window:snapshot', 'endpoints:more']);
  });

  it('takes the user of another name of the same cluster', async () => {
    const { user } = await showApp();
    await user.click(rowOf('orders', 'reader'));
    const field = within(inspector()).getByRole('combobox', { name: 'Log in as' });
    expect(field).toHaveProperty('value', 'app_readonly');
  });

  it('copies a token with the keys from the list and from the search, not from another field', async () => {
    const { user, clipboard } = await showApp();
    await user.keyboard('orders writer');
    within(inspector()).getByRole('textbox', { name: 'Database' }).focus();
    await user.keyboard('{Control>}c{/Control}');
    expect(clipboard.secrets).toEqual([]);
    screen.getByRole('grid', { name: 'Databases' }).focus();
    await user.keyboard('{Control>}c{/Control}');
    expect(await within(inspector()).findByText('Token copied')).toBeDefined();
    const token = tokenFor(orders, 'app_readonly');
    expect(clipboard.secrets).toEqual([token]);
    screen.getByRole('searchbox').focus();
    await user.keyboard('{Control>}c{/Control}');
    await waitFor(() => expect(clipboard.secrets).toEqual([token, token]));
  });

  it('copies the token as its primary action where no client was found, and says what was looked for', async () => {
    const { user, clipboard, pages } = await showApp({ programs: { clients: [], terminals: [], own: [] } });
    await user.keyboard('orders writer{Enter}');
    await waitFor(() => expect(clipboard.secrets).toEqual([tokenFor(orders, 'app_readonly')]));
    expect(within(inspector()).getByText(/Latchkey found no (Aurora )?PostgreSQL client/)).toBeDefined();
    await user.click(within(inspector()).getByRole('button', { name: 'How to install psql' }));
    expect(pages).toEqual(['install-psql']);
  });

  it('explains an endpoint that takes no token instead of offering a dead button', async () => {
    const { user, pages, programs } = await showApp();
    await user.click(rowOf('reviews', 'MariaDB'));
    expect(within(inspector()).getByText(/IAM database authentication is off for reviews/)).toBeDefined();
    expect(within(inspector()).queryByRole('button', { name: /Copy token|Open in/ })).toBeNull();
    await user.click(within(inspector()).getByRole('button', { name: /guide/ }));
    expect(pages).toEqual(['iam-authentication']);
    await user.keyboard('{Escape}');
    await user.keyboard('{Enter}');
    expect(programs.opened).toEqual([]);
    expect(reviews.iam).toBe('off');
  });

  it('does nothing to an endpoint that a filter or the search has hidden', async () => {
    const { user, calls, programs } = await showApp();
    await user.click(rowOf('orders', 'writer'));
    await user.click(screen.getByRole('searchbox', { name: 'Search databases' }));
    const before = calls.length;
    await user.click(screen.getByRole('button', { name: /^MySQL/ }));
    screen.getByRole('grid', { name: 'Databases' }).focus();
    await user.keyboard('{Enter}{Control>}c{/Control}');
    expect(calls.slice(before)).toEqual([]);
    await user.click(screen.getByRole('button', { name: /^MySQL/ }));
    await user.click(screen.getByRole('searchbox', { name: 'Search databases' }));
    await user.keyboard('nothing like it{Enter}');
    expect(programs.opened).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Clear search' }));
    expect(rowOf('orders', 'writer')).toBeDefined();
  });

  it('shows a failure with its next step and its command', async () => {
    const { user, clipboard, happen, become } = await showApp();
    const error = {
      code: 'credentials-expired',
      message: 'The session has expired.',
      hint: 'Sign in, then try again.',
      command: 'aws sso login --profile platform-prod',
    } as const;
    await happen(() => become('platform-prod', { status: 'unusable', error }));
    await user.click(within(rowOf('orders', 'writer')).getByRole('button', { name: 'Copy token' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The session has expired.');
    expect(alert.textContent).toContain('Sign in, then try again.');
    await user.click(within(alert).getByRole('button', { name: 'Copy command' }));
    expect(clipboard.text).toBe(error.command);
    await user.click(within(alert).getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says so where the bridge itself fails', async () => {
    const { user } = await showApp({}, (machine) =>
      machine.answer('connect:copyToken', () => Promise.reject(new Error('transport closed'))),
    );
    await user.click(within(rowOf('orders', 'writer')).getByRole('button', { name: 'Copy token' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Latchkey did not answer.');
  });
});
