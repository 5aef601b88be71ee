import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Gateway } from '../../app/gateway/model.ts';
import { waitersOf } from '../../renderer/gateway/waiters.ts';
import { bytesText, lastsText } from '../../renderer/gateway/words.ts';
import { tokenFor } from './machine/seeded-ports.ts';
import { inspector, showApp, useWindow, type Shown } from './render-app.tsx';
import {
  gateway,
  profile,
  savedBilling,
  savedDevOrders,
  savedOrders,
  savedTunnel,
  session,
} from './samples.ts';

useWindow();

const connectionId = savedOrders.id;
const sessions = [
  session(9, 'psql', { since: Date.now() - 125_000, sent: 812, received: 48_200_000 }),
  session(7, 'DBeaver'),
  session(4, '', { state: 'signing-in', sent: 0, received: 0 }),
];

async function showActive(gateways: readonly Gateway[], given = {}): Promise<Shown> {
  const shown = await showApp({ gateways: [...gateways], ...given });
  await shown.user.click(screen.getByRole('button', { name: /^Active/ }));
  return shown;
}
const list = () => screen.getByRole('list', { name: 'Sessions of orders' });
const closers = () => within(list()).queryAllByRole('button');

describe('gateway sessions', () => {
  it('are counted beside “Active”, and listed by connection', async () => {
    await showActive([gateway(savedOrders, { sessions }), gateway(savedBilling)], { leases: [] });
    expect(screen.getByRole('button', { name: 'Active 3' })).toBeDefined();
    const [psql, , nameless] = within(list()).getAllByRole('listitem');
    expect(psql?.textContent).toBe('psqlOpenfor 2 minsent ↑ 812 Breceived ↓ 48.2 MB');
    expect(nameless?.textContent).toContain('A clientLogging in');
    expect(screen.getByRole('group', { name: 'Gateway of billing' }).textContent).toContain(
      '127.0.0.1:13306 · no sessions',
    );
    expect(screen.getByText('2 local ports open')).toBeDefined();
  });

  it('are closed one by one, and the focus goes to the next', async () => {
    const { user } = await showActive([gateway(savedOrders, { sessions })]);
    expect(closers().map((button) => button.tabIndex)).toEqual([0, -1, -1]);
    closers()[0]?.focus();
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.getAttribute('aria-label')).toBe(
      'Close session of DBeaver, open for 5 min',
    );
    await user.keyboard('{Enter}');
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toContain('A client'));
    expect(list().textContent).not.toContain('DBeaver');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toContain('psql'));
    await user.keyboard('{Enter}');
    // nothing is left to close: the connection itself
    await waitFor(() => expect(document.activeElement?.textContent).toBe('orders'));
  });

  it('are closed all at once, after a question', async () => {
    const { user } = await showActive([
      gateway(savedOrders, { sessions, sessionCount: 1_204 }),
      gateway(savedBilling, { sessions: [session(1, 'mysql')] }),
    ]);
    expect(screen.getByText('and 1,201 more')).toBeDefined();
    await user.click(screen.getByRole('button', { name: 'Close all' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByRole('heading').textContent).toBe('Close 1,204 sessions?');
    await user.click(dialog.getByRole('button', { name: 'Close sessions' }));
    await waitFor(() =>
      expect(screen.getByRole('group', { name: 'Gateway of orders' }).textContent).toContain('no sessions'),
    );
    // those of another gateway stay
    expect(screen.getByRole('list', { name: 'Sessions of billing' }).textContent).toContain('mysql');
  });

  it('lead to their connection', async () => {
    const { user } = await showActive([gateway(savedOrders, { sessions })]);
    const group = within(screen.getByRole('group', { name: 'Gateway of orders' }));
    await user.click(group.getByRole('button', { name: 'orders' }));
    expect(within(inspector()).getByRole('switch', { name: 'Gateway of orders' })).toBeDefined();
  });

  it('leave the list of tokens as it is where no gateway listens', async () => {
    await showActive([gateway(savedOrders, { state: 'stopped' })]);
    expect(screen.getByRole('grid', { name: 'Active tokens' })).toBeDefined();
    expect(screen.queryByText('Gateway sessions')).toBeNull();
    expect(screen.queryByText('Tokens')).toBeNull();
  });
});

const waitingFor = {
  code: 'sign-in-needed',
  message: 'The SSO session of platform-prod has ended.',
  hint: 'Sign in to corp in Latchkey.',
} as const;
const waits = (id: number, program: string) => session(id, program, { state: 'waiting' });

describe('clients that wait for a person', () => {
  it('are told of politely, with the way to sign in, and are let in when it is done', async () => {
    const { user, happen, become, relay, signIn, world } = await showApp({
      gateways: [gateway(savedOrders)],
    });
    expect(screen.queryByText(/is waiting/)).toBeNull();
    await happen(async () => {
      await become('platform-prod', { status: 'unusable', error: waitingFor });
      relay.have(connectionId, {
        sessions: [waits(1, 'psql')],
        sessionCount: 1,
        tunnel: null,
        lastFailure: null,
      });
      void relay.want(connectionId, new AbortController().signal);
    });
    const dialog = await screen.findByRole('dialog', { name: 'Sign in to corp' });
    expect(dialog.textContent).toContain('A client that waits at the gateway needs platform-prod');
    await user.click(within(dialog).getByRole('button', { name: 'Not now' }));
    const title = await screen.findByText('psql is waiting: platform-prod needs a sign-in');
    const notices = title.closest<HTMLElement>('[role=status]');
    if (notices === null) throw new Error('not told of politely');
    expect(notices.textContent).toContain(waitingFor.hint);
    await user.click(within(notices).getByRole('button', { name: 'Try again' }));
    expect(relay.answers).toEqual([]);
    // who tries again and again is not asked about again
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(signIn.opened).toEqual([]);

    await user.click(within(notices).getByRole('button', { name: 'Sign in' }));
    await screen.findByRole('dialog', { name: 'Sign in to corp' });
    // the person has signed in: the client is let in
    await happen(() => {
      const { profiles } = world.profiles;
      const now = profiles.map((one) => (one.name === 'platform-prod' ? profile('platform-prod') : one));
      world.profiles = { ...world.profiles, profiles: now };
      signIn.last().finish({ ok: true, value: null });
    });
    await waitFor(() => expect(screen.queryByText(/is waiting/)).toBeNull());
    const answer = { ok: true, value: tokenFor(savedOrders, 'app_readonly') };
    expect(relay.answers).toEqual([{ connectionId, answer }]);
  });

  it('are told of once for each profile', () => {
    const connections = [savedOrders, savedTunnel, savedDevOrders];
    const all = waitersOf(
      [
        gateway(savedOrders, { sessions: [waits(1, 'psql'), session(2, 'pgbench')], waitingFor }),
        gateway(savedTunnel, { sessions: [waits(3, 'DBeaver'), waits(4, 'psql')], waitingFor }),
        gateway(savedDevOrders, { waitingFor: { code: 'mfa-needed', message: 'A code is needed.' } }),
      ],
      connections,
    );
    expect(all.map(({ title }) => title)).toEqual([
      'psql and DBeaver are waiting: platform-prod needs a sign-in',
      'A client is waiting: platform-dev needs an MFA code',
    ]);
  });
});

describe('words', () => {
  it('says bytes in units that keep the number short', () => {
    expect([0, 999, 1_000, 18_440, 999_949, 999_950, 10_737_418_240, 5e15].map(bytesText)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '18.4 kB',
      '1.0 MB',
      '1.0 MB',
      '10.7 GB',
      '5000 TB',
    ]);
  });

  it('says how long', () => {
    expect([-5, 4_900, 60_000, 3_599_000, 3_600_000, 47 * 3_600_000, 49 * 3_600_000].map(lastsText)).toEqual([
      '0 s',
      '4 s',
      '1 min',
      '59 min',
      '1 h',
      '47 h',
      '2 days',
    ]);
  });
});
