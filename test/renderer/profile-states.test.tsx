import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../app/common/result.ts';
import type { ProfileState } from '../../app/profiles/model.ts';
import { stateWord } from '../../renderer/profiles/state-word.ts';
import { inspector, rowOf, showApp, useWindow } from './render-app.tsx';
import { company, lease, orders, profile } from './samples.ts';

useWindow();

const unusable = (
  code: FailureCode,
  more: Partial<Extract<ProfileState, { status: 'unusable' }>> = {},
): ProfileState => ({
  status: 'unusable',
  error: { code, message: `Profile p: ${code}.`, hint: 'Do something.' },
  ...more,
});

/** The company with one more profile, in this state. */
const withState = (state: ProfileState) => {
  const { profiles } = company();
  return { ...profiles, profiles: [...profiles.profiles, profile('p', state)] };
};

describe('why a profile cannot be used', () => {
  it.each<[FailureCode, string, string]>([
    ['sign-in-needed', 'Sign in', 'soon'],
    ['mfa-needed', 'MFA', 'quiet'],
    ['credentials-expired', 'Expired', 'soon'],
    ['credentials-invalid', 'Refused', 'bad'],
    ['role-denied', 'Denied', 'bad'],
    ['access-denied', 'Denied', 'bad'],
    ['process-failed', 'Failed', 'bad'],
    ['clock-wrong', 'Clock', 'bad'],
    ['not-aws', 'Blocked', 'soon'],
    ['endpoint-unconfirmed', 'Confirm', 'soon'],
    ['throttled', 'Throttled', 'quiet'],
    ['unreachable', 'Offline', 'quiet'],
    ['profile-unusable', 'Error', 'bad'],
    ['aws-error', 'Error', 'bad'],
  ])('(%s) is said in a word: %s', (code, word, tone) => {
    expect(stateWord(profile('p', unusable(code)), 0)).toEqual({ word, tone });
  });

  it('is its line where it is to be edited', () => {
    const at = { file: 'config', line: 14 } as const;
    expect(stateWord(profile('p', unusable('profile-unusable', { at })), 0).word).toBe('Line 14');
  });
});

describe('a profile whose address others can read', () => {
  it('asks, and nothing but a click allows it', async () => {
    const addresses = ['http://192.0.2.1:4566'];
    const { user, say, calls } = await showApp();
    await say('profiles:changed', withState(unusable('endpoint-unconfirmed', { addresses })));
    await user.click(screen.getByRole('button', { name: 'p Confirm' }));
    const popover = await screen.findByRole('dialog', { name: 'Profile p' });
    expect(calls.filter(({ channel }) => channel === 'profiles:confirmAddresses')).toEqual([]);
    await user.click(within(popover).getByRole('button', { name: 'Allow this address' }));
    expect(calls.findLast(({ channel }) => channel === 'profiles:confirmAddresses')?.input).toEqual({
      profile: 'p',
      addresses,
    });
  });
});

describe('a command', () => {
  it.each([
    ['aws login --profile p', 'Sign in'],
    ['aws sts get-caller-identity --profile p', 'Run in a terminal'],
  ])('(%s) is run in a terminal by one click', async (command, name) => {
    const state = unusable('process-failed');
    const { user, say, calls, answer } = await showApp();
    answer('connect:runProfileCommand', () => ({ ok: true, value: { terminal: 'Ptyxis' } }));
    if (state.status !== 'unusable') throw new Error('it is unusable');
    await say('profiles:changed', withState({ ...state, error: { ...state.error, command } }));
    await user.click(screen.getByRole('button', { name: 'p Failed' }));
    const popover = await screen.findByRole('dialog', { name: 'Profile p' });
    await user.click(within(popover).getByRole('button', { name }));
    expect(calls.at(-1)).toEqual({ channel: 'connect:runProfileCommand', input: { profile: 'p' } });
    expect(await screen.findByText('Opened in Ptyxis')).toBeDefined();
  });
});

describe('an identity that ends', () => {
  it('is told with what depends on it', async () => {
    const { say } = await showApp();
    const endsAt = Date.now() + 5 * 60_000;
    await say('connect:identityEnding', { profile: 'p', endsAt, dependents: ['orders'], count: 1 });
    const message = await screen.findByRole('alert');
    expect(message.textContent).toContain('The AWS session of p ends in 5 minutes.');
    expect(message.textContent).toContain('orders can log in until then. Renew the session in Latchkey.');
  });

  it('and was renewed has a new token offered, which lasts longer', async () => {
    const { user, say } = await showApp();
    await say('tokens:leases', [lease(orders, 260, { limitedBy: 'credentials', signedAt: Date.now() })]);
    await user.click(rowOf('orders', 'writer'));
    const card = within(inspector()).getByRole('region', { name: 'Token' });
    expect(card.textContent).toContain('Your AWS session was renewed: a new token lasts longer.');
    expect(within(card).getByRole('button', { name: 'Copy a new one' })).toBeDefined();
  });
});
