import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fail } from '../../app/common/result.ts';
import { deferred } from '../app/deferred.ts';
import { useStore } from '../../renderer/store.ts';
import { MFA_CODE } from './machine/memory-device.ts';
import { tokenFor } from './machine/seeded-ports.ts';
import { showApp, useWindow, type Shown } from './render-app.tsx';
import { gateway, savedOrders } from './samples.ts';

useWindow();

const question = () => screen.findByRole('dialog', { name: 'MFA code for break-glass' });
const field = () => screen.getByRole('textbox', { name: 'MFA code' });
/**
 * Types into the field and presses Enter. happy-dom knows no `:focus-within`, by which React Aria sees that the field has
 * the focus already, and no submit button outside of its form.
 */
async function enter(user: Shown['user'], code: string): Promise<void> {
  field().focus();
  await user.keyboard(code);
  await act(async () => void fireEvent.submit(field()));
}
const press = (name: string) => screen.getByRole('button', { name });

/** The company, where the connection to orders belongs to the profile that asks for a code. */
const guarded = { ...savedOrders, profile: 'break-glass' };

/** Copies that connection's token by the keyboard. */
async function copyGuarded(): Promise<Shown> {
  const shown = await showApp({ connections: [guarded], gateways: [], leases: [] });
  await shown.user.click(screen.getByRole('button', { name: /^Connections/ }));
  await shown.user.click(screen.getByRole('row', { name: /orders/ }));
  screen.getByRole('grid', { name: 'Connections' }).focus();
  await shown.user.keyboard('{Control>}c{/Control}');
  return shown;
}

describe('the MFA code of a profile', () => {
  it('is asked for by a click on its word, and then it can be used', async () => {
    const { user, device } = await showApp();
    await user.click(press('break-glass MFA'));
    const dialog = await question();
    expect(dialog.textContent).toContain('Admin in 4820-1178-0031 asks for a code from mfa/dana.');
    expect(dialog.textContent).not.toContain('waiting');
    await enter(user, MFA_CODE);
    expect(await screen.findByRole('button', { name: /^break-glass (59 min|1 h)$/ })).toBeDefined();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByText('AWS accepted the code for break-glass')).toBeDefined();
    expect(device.tried).toEqual([MFA_CODE]);
  });

  it('takes digits alone, and as many as a code has', async () => {
    const { user, device } = await showApp();
    await user.click(press('break-glass MFA'));
    await question();
    field().focus();
    await user.paste('  482-01');
    expect(field()).toHaveProperty('value', '48201');
    await act(async () => void fireEvent.submit(field()));
    expect(screen.getByText('The code has 6 digits.')).toBeDefined();
    expect(device.tried).toEqual([]);
    await user.type(field(), '9x77');
    expect(field()).toHaveProperty('value', MFA_CODE);
    expect(screen.queryByText('The code has 6 digits.')).toBeNull();
  });

  it('that AWS refuses is asked for again, with the reason and without the code', async () => {
    const { user, told } = await showApp();
    await user.click(press('break-glass MFA'));
    await question();
    await enter(user, '111222');
    const alert = await screen.findByText(/^AWS did not accept that code\. Wait for the next one/);
    expect(alert.closest('[role=alert]')).not.toBeNull();
    expect(field()).toHaveProperty('value', '');
    expect(document.activeElement).toBe(field());
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(told.join()).not.toContain('111222');
    expect(JSON.stringify(useStore.getState())).not.toContain('111222');
    await enter(user, MFA_CODE);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('is not sent twice while AWS is being asked', async () => {
    const { user, device } = await showApp();
    const gate = deferred<ReturnType<typeof fail>>();
    device.before = () => gate.promise;
    await user.click(press('break-glass MFA'));
    await question();
    await enter(user, MFA_CODE);
    await enter(user, '1');
    expect(field()).toHaveProperty('value', '');
    expect(field().hasAttribute('readonly')).toBe(true);
    gate.resolve(fail('unreachable', 'Profile break-glass: AWS did not answer.', { hint: 'Look.' }));
    expect(await screen.findByText('Profile break-glass: AWS did not answer. Look.')).toBeDefined();
    expect(device.tried).toEqual([MFA_CODE]);
  });

  it('is taken back by Esc, by Cancel and by the cross, and asked for again by another click', async () => {
    const { user } = await showApp();
    const ways = [
      () => user.keyboard('{Escape}'),
      () => user.click(press('Cancel')),
      () => user.click(press('Close')),
    ];
    for (const way of ways) {
      await user.click(press('break-glass MFA'));
      await question();
      await way();
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    }
    expect(press('break-glass MFA')).toBeDefined();
  });

  it('is asked for from the palette', async () => {
    const { user } = await showApp();
    await user.keyboard('{Control>}k{/Control}');
    screen.getByRole('combobox').focus();
    await user.keyboard('mfa break');
    await user.keyboard('{Enter}');
    expect(await question()).toBeDefined();
  });
});

describe('what waits for an MFA code', () => {
  it('is named, and goes on with the code: a token is copied by one click and one code', async () => {
    const { user, clipboard, device } = await copyGuarded();
    const dialog = await question();
    expect(dialog.textContent).toContain('A token for orders is waiting to be copied.');
    await enter(user, MFA_CODE);
    await waitFor(() => expect(clipboard.text).toBe(tokenFor(guarded, guarded.dbUser)));
    expect(device.shown).toBe(1);
  });

  it('ends without a word where the person takes the question back', async () => {
    const { user, clipboard } = await copyGuarded();
    await question();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(clipboard.text).toBe('');
    expect(screen.queryByText(/cancelled/)).toBeNull();
  });

  it('of a gateway is let in by the same answer, however many they are', async () => {
    const { user, relay, happen, device } = await showApp({
      connections: [guarded],
      gateways: [gateway(guarded)],
      leases: [],
    });
    const gone = new AbortController().signal;
    await happen(() => {
      for (let at = 0; at < 5; at += 1) void relay.want(guarded.id, gone);
    });
    const dialog = await question();
    expect(within(dialog).getAllByText(/A client is waiting to log in to orders\./)).toHaveLength(1);
    await enter(user, MFA_CODE);
    await waitFor(() => expect(relay.answers).toHaveLength(5));
    expect(relay.answers.every(({ answer }) => answer.ok)).toBe(true);
    expect(device.tried).toEqual([MFA_CODE]);
  });

  it('of a gateway is told when the person takes the question back', async () => {
    const { user, relay, happen } = await showApp({
      connections: [guarded],
      gateways: [gateway(guarded)],
      leases: [],
    });
    await happen(() => void relay.want(guarded.id, new AbortController().signal));
    await question();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(relay.answers).toMatchObject([{ answer: { error: { code: 'cancelled' } } }]));
  });

  it('is asked over a dialog that is open, which loses nothing', async () => {
    const { user, relay, happen } = await showApp({
      connections: [guarded],
      gateways: [gateway(guarded)],
      leases: [],
    });
    await user.keyboard('{Control>}n{/Control}');
    const name = await screen.findByRole('textbox', { name: 'Name' });
    await user.clear(name);
    await user.type(name, 'half typed');
    await happen(() => void relay.want(guarded.id, new AbortController().signal));
    await question();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'MFA code' })).toBeNull());
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveProperty('value', 'half typed');
  });
});

describe('a window that opens while a question is open', () => {
  it('shows it', async () => {
    await showApp({}, ({ app }) => void app.ask('profiles:askForMfaCode', { profile: 'break-glass' }));
    expect(await question()).toBeDefined();
  });
});
