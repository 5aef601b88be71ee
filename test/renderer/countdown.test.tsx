import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { succeed } from '../../app/common/result.ts';
import { inspector, rowOf, showApp, useWindow } from './render-app.tsx';
import type { Expiry, ProfileList } from '../../app/profiles/model.ts';
import { billing, company, lease, orders, profile } from './samples.ts';

useWindow();

const start = new Date('2026-11-23T12:00:00Z').getTime();

function freeze(): void {
  vi.useFakeTimers({ now: start, toFake: ['Date', 'setTimeout', 'clearTimeout', 'requestAnimationFrame'] });
}

/** The company's files with one profile, whose credentials end so. */
function usable(expiry: Expiry): ProfileList {
  return { ...company().profiles, profiles: [profile('platform-prod', { status: 'usable', expiry })] };
}

function pass(seconds: number): void {
  act(() => {
    vi.advanceTimersByTime(seconds * 1_000);
  });
}

function setHidden(hidden: boolean): void {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
}

function announced(): string {
  return document.querySelector('p[aria-live="polite"]')?.textContent ?? '';
}

describe('the countdown', () => {
  it('counts down by the second, says two minutes, and then offers a new token', async () => {
    freeze();
    await showApp({ leases: [lease(orders, 125)] });
    fireEvent.click(rowOf('orders', 'writer'));
    const row = within(rowOf('orders', 'writer'));
    expect(row.getByRole('timer').textContent).toBe('02:05');
    expect(announced()).toBe('');

    pass(5);
    expect(row.getByRole('timer').textContent).toBe('02:00');
    expect(within(inspector()).getByText('Token copied, expires soon')).toBeDefined();
    expect(announced()).toBe('The token for orders expires in two minutes.');

    pass(119);
    expect(row.getByRole('timer').textContent).toBe('00:01');
    pass(1);
    expect(row.getByRole('timer').textContent).toBe('Expired');
    expect(announced()).toBe('The token for orders has expired.');
    expect(within(inspector()).getByRole('button', { name: 'Copy a new one' })).toBeDefined();
  });

  it('stops while the window is hidden and is right at once when it is seen again', async () => {
    freeze();
    await showApp({ leases: [lease(orders, 600)] });
    const text = (): string | null => within(rowOf('orders', 'writer')).getByRole('timer').textContent;
    expect(text()).toBe('10:00');
    setHidden(true);
    pass(60);
    expect(text()).toBe('10:00');
    expect(vi.getTimerCount()).toBe(0);
    setHidden(false);
    expect(text()).toBe('09:00');
  });

  it('is right after the machine slept past the end', async () => {
    freeze();
    await showApp({ leases: [lease(orders, 600)] });
    setHidden(true);
    vi.setSystemTime(start + 3_600_000);
    setHidden(false);
    expect(within(rowOf('orders', 'writer')).getByRole('timer').textContent).toBe('Expired');
  });

  it('says why it is shorter than a quarter of an hour', async () => {
    const time = Date.now() + 260_000;
    const { user } = await showApp({
      profiles: usable({ kind: 'at', time }),
      leases: [lease(orders, 260, { limitedBy: 'credentials', signedAt: Date.now(), expiresAt: time })],
    });
    await user.click(rowOf('orders', 'writer'));
    expect(within(inspector()).getByText(/your AWS session ends first/)).toBeDefined();
  });

  it('offers to sign in while its sign-in is ending, and a new token once it was renewed', async () => {
    const time = Date.now() + 260_000;
    const { user, signIn, happen, become } = await showApp(
      {
        profiles: usable({ kind: 'at', time }),
        leases: [lease(orders, 260, { limitedBy: 'credentials', signedAt: Date.now(), expiresAt: time })],
      },
      (machine) =>
        machine.signIn.states.set('session corp', { status: 'signed-in', expiresAt: time - 1_000 }),
    );
    await happen(() => signIn.change());
    await user.click(rowOf('orders', 'writer'));
    const card = within(within(inspector()).getByRole('region', { name: 'Token' }));
    await user.click(card.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('dialog', { name: 'Sign in to corp' })).toBeDefined();
    expect(signIn.last().target.session).toBe('corp');
    await happen(async () => {
      signIn.states.set('session corp', { status: 'signed-in', expiresAt: time + 3_600_000 });
      signIn.last().finish(succeed(null));
      await become('platform-prod', { status: 'usable', expiry: { kind: 'at', time: time + 3_600_000 } });
    });
    expect(card.queryByRole('button', { name: 'Sign in' })).toBeNull();
    expect(card.getByRole('button', { name: 'Copy a new one' })).toBeDefined();
  });

  it('offers no sign-in where the sign-in is not what ends', async () => {
    const time = Date.now() + 260_000;
    const { user } = await showApp({
      profiles: usable({ kind: 'at', time }),
      leases: [lease(orders, 260, { limitedBy: 'credentials', signedAt: Date.now(), expiresAt: time })],
    });
    await user.click(rowOf('orders', 'writer'));
    const card = within(within(inspector()).getByRole('region', { name: 'Token' }));
    expect(card.queryByRole('button', { name: 'Sign in' })).toBeNull();
  });

  it('says that it may be shorter where the keys do not say when they end', async () => {
    const { user } = await showApp({
      profiles: usable({ kind: 'unstated' }),
      leases: [lease(orders, 800, { certain: false })],
    });
    await user.click(rowOf('orders', 'writer'));
    expect(within(inspector()).getByText(/^Perhaps shorter/)).toBeDefined();
  });

  it('announces a new token once, with how long it is good for', async () => {
    freeze();
    const { app, happen } = await showApp({ leases: [] });
    await happen(() => app.ask('connect:copyToken', { endpointId: orders.id, dbUser: 'app_readonly' }));
    expect(announced()).toBe('Token copied for orders, valid for 15 minutes.');
    pass(30);
    expect(announced()).toBe('Token copied for orders, valid for 15 minutes.');
  });

  it('lists what is active, and counts only what still runs', async () => {
    freeze();
    await showApp({ leases: [lease(billing, 2, { deliveredTo: 'mysql' }), lease(orders, 300)] });
    expect(screen.getByRole('button', { name: 'Active 2' })).toBeDefined();
    pass(3);
    fireEvent.click(screen.getByRole('button', { name: 'Active 1' }));
    const grid = screen.getByRole('grid', { name: 'Active tokens' });
    const [first, second] = within(grid).getAllByRole('row');
    expect(first?.textContent).toContain('orders');
    expect(second?.textContent).toContain('Expired');
  });
});
