import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { initialState } from '../../renderer/store.ts';
import { inspector, rowOf, showApp, useWindow } from './render-app.tsx';
import { billing, company, endpoint, orders, scan } from './samples.ts';

useWindow();

const marks = (row: HTMLElement): readonly string[] =>
  [...row.querySelectorAll('mark')].map(({ textContent }) => textContent);
const list = () => screen.getByRole('grid', { name: 'Databases' });
const chosen = (): readonly string[] =>
  [...list().querySelectorAll('[aria-selected=true]')].map((row) => row.id.split('|').at(-1) ?? '');

describe('the search', () => {
  it('forgives a mistake, puts the best first and marks what it found', async () => {
    const { user } = await showApp();
    await user.keyboard('ordr');
    expect(marks(rowOf('orders', 'writer'))).toEqual(['ord', 'r']);
    expect(rowOf('orders', 'writer').getAttribute('aria-selected')).toBe('true');
    expect(screen.getByText('4 of 15')).toBeDefined();
    expect(within(inspector()).getByRole('heading', { name: 'orders' })).toBeDefined();
    await user.keyboard('{Control>}k{/Control}');
    const palette = screen.getByRole('dialog', { name: 'Palette' });
    within(palette).getByRole('combobox').focus();
    await user.keyboard('ordr');
    expect(within(palette).getAllByRole('option')[0]?.textContent).toContain('orders');
  });

  it('does not list guesses in the palette beside what fits', async () => {
    const { user } = await showApp({
      scans: [scan([orders, endpoint({ name: 'setting' })])],
      connections: [],
    });
    await user.keyboard('{Control>}k{/Control}');
    const palette = screen.getByRole('dialog', { name: 'Palette' });
    within(palette).getByRole('combobox').focus();
    await user.keyboard('settings');
    // `setting` is one letter away, and there are actions with the word itself
    expect(within(palette).queryByRole('group', { name: 'Databases' })).toBeNull();
    expect(within(palette).getAllByRole('option')[0]?.textContent).toMatch(/settings/i);
  });
});

describe('a database that AWS no longer lists', () => {
  it('says when it was last seen, and is found as gone', async () => {
    const { user, happen, find } = await showApp({ scans: [scan([orders, billing])] });
    await happen(() => find([scan([orders])]));
    expect(rowOf('billing', 'last seen').textContent).toMatch(/Gone/);
    await user.keyboard('gone');
    expect(screen.getByText('1 of 2')).toBeDefined();
    expect(within(inspector()).getByText('AWS no longer lists billing.')).toBeDefined();
  });
});

describe('filters and groups', () => {
  it('say how much they leave, and are there at the next start', async () => {
    const { user } = await showApp();
    await user.click(screen.getByRole('button', { name: 'MySQL 4' }));
    expect(screen.getByText('4 of 15')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Group and sort' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Region' }));
    await waitFor(() => expect(within(list()).getByText('us-east-1')).toBeDefined());
    const { filters, groupBy, sortBy } = initialState();
    expect(filters).toMatchObject({ mysql: true, postgres: false });
    expect([groupBy, sortBy]).toEqual(['region', 'name']);
  });

  it('go by tag, by public or private, and by Aurora DSQL beside the other engines', async () => {
    const at = { region: 'us-east-1', profile: 'platform-prod' };
    const { user } = await showApp({
      scans: [
        scan([
          endpoint({ ...at, name: 'one', tags: { team: 'checkout', owner: '' }, publiclyAccessible: true }),
          endpoint({ ...at, name: 'two', tags: { team: 'payments' }, publiclyAccessible: false }),
          endpoint({ ...at, name: 'three', tags: { team: 'checkout' }, publiclyAccessible: false }),
        ]),
      ],
    });
    expect(screen.queryByRole('button', { name: /^DSQL/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Public or private' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Private 2' }));
    expect(screen.getByText('2 of 3')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Tag' }));
    await user.click(await screen.findByRole('menuitem', { name: /^team 3/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'checkout 2' }));
    await waitFor(() => expect(screen.getByText('1 of 3')).toBeDefined());
    expect(initialState().filters).toMatchObject({ tag: 'team: checkout', network: 'private' });
    expect(rowOf('three', 'PostgreSQL')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'team: checkout' }));
    await user.click(await screen.findByRole('menuitem', { name: 'All tags' }));
    await waitFor(() => expect(screen.getByText('2 of 3')).toBeDefined());
  });

  it('of an earlier version are taken over', () => {
    const filters = {
      iamReady: true,
      postgres: false,
      mysql: false,
      region: 'eu-west-1',
      account: null,
      environment: null,
      profile: null,
    };
    localStorage.setItem('latchkey.list', JSON.stringify({ filters, groupBy: 'engine', sortBy: 'name' }));
    expect(initialState()).toMatchObject({
      filters: { ...filters, dsql: false, tag: null, network: null },
      groupBy: 'engine',
    });
  });

  it('begin with the whole list where what was kept is none', () => {
    localStorage.setItem('latchkey.list', '{"filters":{"mysql":"yes"}}');
    expect(initialState().filters.mysql).toBe(false);
    localStorage.setItem('latchkey.list', 'no JSON');
    expect(initialState().groupBy).toBe('place');
  });
});

describe('choosing many', () => {
  it('saves them as connections in one go, and takes that back in one', async () => {
    const { user, files } = await showApp({ connections: [] });
    await user.click(rowOf('orders', 'writer'));
    list().focus();
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(screen.getByText('3 databases chosen')).toBeDefined();
    await user.keyboard('s');
    const dialog = await screen.findByRole('dialog', { name: 'Save 3 databases as connections' });
    const user1 = within(dialog).getByRole('combobox', { name: 'Log in as' });
    await user.clear(user1);
    await user.type(user1, 'app_{{name}');
    const name = within(dialog).getByRole('textbox', { name: 'Name' });
    await user.clear(name);
    await user.type(name, '{{name} in {{region}');
    await user.click(within(dialog).getByRole('button', { name: 'Save 3' }));
    await waitFor(() => expect(files.connections.held()).toHaveLength(3));
    const saved = files.connections.held();
    expect(new Set(saved.map((one) => one.name)).size).toBe(3);
    expect(saved[0]).toMatchObject({ name: 'orders in us-east-1', dbUser: 'app_orders' });
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(files.connections.held()).toEqual([]));
  });

  it('marks what is saved already, and leaves it out', async () => {
    const { user, files } = await showApp();
    const before = files.connections.held().length;
    const [first] = company().connections.filter(({ name }) => name === 'orders');
    expect(first).toBeDefined();
    list().focus();
    await user.keyboard('{Control>}a{/Control}');
    expect(screen.getByText('15 databases chosen')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Save as connections…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Save 15 databases as connections' });
    const field = within(dialog).getByRole('combobox', { name: 'Log in as' });
    await user.clear(field);
    await user.type(field, first?.dbUser ?? '');
    const again = within(dialog).getAllByText(/^Saved already as /);
    expect(again.length).toBeGreaterThan(0);
    const save = within(dialog).getByRole('button', { name: /^Save \d+$/ });
    const count = Number(save.textContent.split(' ')[1]);
    expect(within(dialog).getByText('It has no address yet.')).toBeDefined();
    await user.click(save);
    await waitFor(() => expect(files.connections.held()).toHaveLength(before + count));
  });

  it('goes by click and key, and ends with the next selection', async () => {
    const { user } = await showApp();
    await user.click(rowOf('billing', 'MySQL'));
    await user.keyboard('{Control>}');
    await user.click(rowOf('inventory-replica', 'replica'));
    await user.keyboard('{/Control}');
    expect(chosen()).toHaveLength(2);
    list().focus();
    await user.keyboard('x');
    expect(chosen()).toHaveLength(1);
    await user.keyboard('{Escape}');
    expect(screen.queryByText(/chosen$/)).toBeNull();
    await user.keyboard('{Shift>}{ArrowUp}{/Shift}');
    expect(screen.getByText('2 databases chosen')).toBeDefined();
    await user.keyboard('{ArrowDown}');
    expect(screen.queryByText(/chosen$/)).toBeNull();
  });
});
