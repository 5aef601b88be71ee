import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { inspector, rowOf, showApp, useWindow } from './render-app.tsx';
import { company, endpoint, orders, profile, scan } from './samples.ts';

useWindow();

const unreachable = { code: 'unreachable', message: 'us-east-1 did not answer.' } as const;

describe('what stands in place of the list', () => {
  it('names the files that it looked for', async () => {
    const { user, pages } = await showApp({
      scans: [],
      profiles: {
        profiles: [],
        files: [{ path: '/home/someone/.aws/config', found: false }],
        skipped: [],
        error: null,
      },
    });
    expect(screen.getByText('No AWS files found')).toBeDefined();
    expect(screen.getByText('/home/someone/.aws/config')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'How to set up a profile' }));
    expect(pages).toEqual(['sso']);
  });

  it('says why a file could not be read', async () => {
    await showApp({
      scans: [],
      profiles: {
        profiles: [],
        files: [],
        skipped: [],
        error: { code: 'file-unreadable', message: 'config cannot be read.' },
      },
    });
    expect(screen.getByText('config cannot be read.')).toBeDefined();
  });

  it('shows what a profile needs where none can be used', async () => {
    const { profiles } = company();
    const unusable = profiles.profiles.filter(({ state }) => state.status === 'unusable');
    await showApp({ scans: [], profiles: { ...profiles, profiles: unusable } });
    expect(screen.getByText('No profile is ready to use')).toBeDefined();
    expect(within(screen.getByRole('main')).getByRole('button', { name: 'Sign in' })).toBeDefined();
  });

  it('is offline only where everything says so', async () => {
    const offline = scan([], { problems: [{ call: 'DescribeDBInstances', error: unreachable }] });
    const { happen, find } = await showApp({
      scans: [offline],
      profiles: { ...company().profiles, profiles: [profile('platform-prod')] },
    });
    expect(screen.getByText('Latchkey cannot reach AWS')).toBeDefined();
    await happen(() => find([scan([orders])]));
    expect(screen.queryByText('Latchkey cannot reach AWS')).toBeNull();
    expect(rowOf('orders', 'writer')).toBeDefined();
  });

  it('offers to add regions where there is no database', async () => {
    const { user } = await showApp({ scans: [scan([])] });
    expect(screen.getByText('Latchkey looked in us-east-1.')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Add regions' }));
    expect(await screen.findByRole('dialog', { name: 'Settings' })).toBeDefined();
  });

  it('tries again where main did not answer', async () => {
    let isDown = true;
    const { user } = await showApp({}, (machine) =>
      machine.answer('window:snapshot', (_, real) =>
        isDown ? { ok: false, error: { code: 'internal', message: 'Something went wrong.' } } : real(),
      ),
    );
    expect(screen.getByText('Something went wrong.')).toBeDefined();
    isDown = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('15 of 15')).toBeDefined();
  });

  it('tells of a refused call in its place, and asks that region again', async () => {
    const { user, asked, clipboard, world } = await showApp();
    expect(screen.getByText('Not allowed to list: rds:DescribeDBInstances')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Copy policy' }));
    await waitFor(() =>
      expect(JSON.parse(clipboard.text)).toMatchObject({
        Statement: [{ Effect: 'Allow', Action: ['rds:DescribeDBInstances'], Resource: '*' }],
      }),
    );
    world.scans = world.scans.map((one) => ({ ...one, problems: [] }));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByText(/Not allowed to list/)).toBeNull());
    expect(asked).toEqual(['platform-prod eu-central-1']);
  });

  it('shows a notice until it is dismissed', async () => {
    const { user } = await showApp({
      notices: [{ id: 'n1', error: { code: 'file-unreadable', message: 'settings.json was set aside.' } }],
    });
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(screen.queryByText('settings.json was set aside.')).toBeNull());
  });
});

describe('rows that arrive', () => {
  it('keep the selection on the same endpoint', async () => {
    const { user, app, happen, find, world } = await showApp({ scans: [scan([orders])] });
    await user.click(rowOf('orders', 'writer'));
    await happen(() => find([scan([endpoint({ name: 'aaa' }), orders])]));
    expect(rowOf('orders', 'writer').getAttribute('aria-selected')).toBe('true');
    expect(rowOf('aaa', 'PostgreSQL').getAttribute('aria-selected')).toBe('false');
    await happen(() => find([scan([endpoint({ name: 'aaa' })])]));
    // it stays for a while, and says why nothing can be done with it
    expect(rowOf('orders', 'writer').getAttribute('aria-selected')).toBe('true');
    expect(rowOf('orders', 'writer').textContent).toMatch(/last seen \d+ s ago.*Gone/);
    expect(within(inspector()).getByText('AWS no longer lists orders.')).toBeDefined();
    // the profile goes from AWS's files
    const profiles = world.profiles.profiles.filter(({ name }) => name !== 'platform-prod');
    world.profiles = { ...world.profiles, profiles };
    await happen(async () => {
      await app.ask('profiles:refresh', { profile: null });
      await find([]);
    });
    expect(screen.getByText('No databases found')).toBeDefined();
  });

  it('are selected by what was typed before them', async () => {
    const { user, happen, find, programs } = await showApp({ scans: [], settings: company().settings });
    await user.keyboard('catalog');
    const first = scan([orders, endpoint({ name: 'catalog' })]);
    await happen(() => find([first]));
    expect(rowOf('catalog', 'db.r7g').getAttribute('aria-selected')).toBe('true');
    // another match that comes later takes nothing away
    const later = endpoint({ name: 'catalog', region: 'eu-west-1', instanceClass: 'db.t4g.small' });
    await happen(() => find([first, scan([later])]));
    expect(rowOf('catalog', 'db.r7g').getAttribute('aria-selected')).toBe('true');
    expect(rowOf('catalog', 'db.t4g').getAttribute('aria-selected')).toBe('false');
    expect(programs.opened).toEqual([]);
  });

  it('that came before the snapshot are not lost', async () => {
    await showApp({ scans: [] }, ({ answer, find }) =>
      answer('window:snapshot', async (_, real) => {
        const reply = await real();
        // what is found from now on overtakes the reply
        await find([scan([orders])]);
        return reply;
      }),
    );
    expect(rowOf('orders', 'writer')).toBeDefined();
  });
});

describe('the keyboard', () => {
  it('moves in the list and goes to the inspector and back', async () => {
    const { user } = await showApp();
    const grid = screen.getByRole('grid', { name: 'Databases' });
    grid.focus();
    await user.keyboard('{Home}{ArrowDown}');
    expect(grid.getAttribute('aria-activedescendant')).toBe(rowOf('reviews', 'MariaDB').id);
    await user.keyboard('{End}');
    expect(grid.getAttribute('aria-activedescendant')).toBe(rowOf('search-index', 'Aurora').id);
    await user.keyboard(' ');
    await expect.poll(() => inspector().contains(document.activeElement)).toBe(true);
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(grid);
    await user.keyboard('/');
    expect(document.activeElement).toBe(screen.getByRole('searchbox'));
    grid.focus();
    await user.keyboard('?');
    expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeDefined();
  });

  it('refreshes', async () => {
    const { user, asked, world } = await showApp();
    const profiles = world.profiles.profiles.map(({ name }) => profile(name));
    world.profiles = { ...world.profiles, profiles };
    await user.keyboard('{Control>}r{/Control}');
    expect(await screen.findByRole('button', { name: 'analytics' })).toBeDefined();
    await waitFor(() => expect(asked).toContain('platform-prod eu-west-1'));
  });
});

describe('accessibility', () => {
  it('axe finds nothing in the window and in the settings', { timeout: 120_000 }, async () => {
    const { user } = await showApp({
      scans: company()
        .scans.slice(1, 3)
        .concat(scan([orders])),
    });
    await user.click(rowOf('orders', 'writer'));
    expect(await violations()).toEqual([]);
    await user.keyboard('{Control>},{/Control}');
    await screen.findByRole('dialog', { name: 'Settings' });
    expect(await violations()).toEqual([]);
  });
});

async function violations(): Promise<readonly string[]> {
  // colours need a real browser: the pictures are checked for those
  const result = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}
