import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { stateWord } from '../../renderer/profiles/state-word.ts';
import { showApp, useWindow } from './render-app.tsx';
import { company, profile } from './samples.ts';

useWindow();

describe('profiles', () => {
  it('says what to run where Latchkey cannot sign in itself, and copies it', async () => {
    const { profiles } = company();
    const command = 'aws login --profile analytics';
    const error = { code: 'sign-in-needed', message: 'Not signed in.', hint: 'Run this.', command } as const;
    const login = profile('analytics', { status: 'unusable', error }, { kind: 'login', identity: null });
    const all = profiles.profiles.map((one) => (one.name === 'analytics' ? login : one));
    const { user, clipboard } = await showApp({ profiles: { ...profiles, profiles: all } });
    await user.click(screen.getByRole('button', { name: 'analytics Sign in' }));
    const popover = await screen.findByRole('dialog', { name: 'Profile analytics' });
    expect(within(popover).getByText(command).tagName).toBe('CODE');
    await user.click(within(popover).getByRole('button', { name: 'Copy command' }));
    expect(clipboard.text).toBe(command);
  });

  it('lists what is not read of AWS\u2019s files, each with its line', async () => {
    const { profiles } = company();
    const skipped = [
      { file: 'config', line: 14, reason: 'line 14: [prod admin] is not a profile' },
      { file: 'credentials', line: 2, reason: 'line 2: this line is neither a section nor a setting' },
    ] as const;
    const { user, say } = await showApp();
    await say('profiles:changed', { ...profiles, skipped: [...skipped] });
    await user.click(screen.getByRole('button', { name: '2 notes on your AWS files' }));
    const popover = await screen.findByRole('dialog', { name: 'Not read in your AWS files' });
    expect(
      within(popover)
        .getAllByRole('heading')
        .map(({ textContent }) => textContent),
    ).toEqual(['In the config file', 'In the credentials file']);
    expect(
      within(popover)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Line 14: [prod admin] is not a profile.',
      'Line 2: this line is neither a section nor a setting.',
    ]);
  });

  it('says nothing of AWS\u2019s files where all is read', async () => {
    await showApp();
    expect(screen.queryByRole('button', { name: /on your AWS files/ })).toBeNull();
  });

  it('shows how a profile that waits for a person gets its credentials', async () => {
    const { profiles } = company();
    const chain = ['Admin in 482011780031 from base, with MFA', 'the keys of base in the credentials file'];
    const all = profiles.profiles.map((one) => (one.name === 'legacy' ? { ...one, chain } : one));
    const { user, say } = await showApp();
    await say('profiles:changed', { ...profiles, profiles: all });
    await user.click(screen.getByRole('button', { name: /^legacy/ }));
    const popover = await screen.findByRole('dialog', { name: 'Profile legacy' });
    for (const step of chain) expect(within(popover).getByText(step)).toBeDefined();
  });

  it('offers no command where the failure has none', async () => {
    const { user } = await showApp();
    await user.click(screen.getByRole('button', { name: /^legacy/ }));
    const popover = await screen.findByRole('dialog', { name: 'Profile legacy' });
    expect(within(popover).queryByRole('button', { name: 'Copy command' })).toBeNull();
  });

  it('filters the list by a usable profile, and shows all again', async () => {
    const { user } = await showApp();
    const button = screen.getByRole('button', { name: /^platform-dev/ });
    await user.click(button);
    expect(screen.getByText('5 of 15')).toBeDefined();
    await user.click(button);
    expect(screen.getByText('15 of 15')).toBeDefined();
  });

  it('is one stop of the Tab key, with the arrows inside', async () => {
    const { user } = await showApp({ connections: [] });
    screen.getByRole('button', { name: 'Databases 15' }).focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('platform-dev');
    await user.tab();
    expect(document.activeElement?.closest('nav')).toBeNull();
    await user.tab({ shift: true });
    expect(document.activeElement?.textContent).toContain('platform-dev');
  });
});

describe('a state in one word', () => {
  const now = 1_000_000_000_000;
  const until = (ms: number): string =>
    stateWord(profile('p', { status: 'usable', expiry: { kind: 'at', time: now + ms } }), now).word;

  it('says the time that is left', () => {
    expect([5.9 * 3_600_000, 42.5 * 60_000, 30_000, 0, -1].map(until)).toEqual([
      '5 h',
      '42 min',
      '<1 min',
      'Expired',
      'Expired',
    ]);
  });

  it('says "keys" for long-lived ones and nothing where nobody knows', () => {
    expect(
      stateWord(profile('p', { status: 'usable', expiry: { kind: 'never' } }, { kind: 'static' }), now).word,
    ).toBe('keys');
    expect(
      stateWord(profile('p', { status: 'usable', expiry: { kind: 'unstated' } }, { kind: 'session' }), now)
        .word,
    ).toBe('');
  });
});
