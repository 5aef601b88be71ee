import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../app/common/result.ts';
import { promptAt } from '../../app/sign-in/memory-sign-in.ts';
import { groupsOf } from '../../../renderer/profiles/groups.ts';
import { namesInWords, profilesInWords, sessionWord } from '../../../renderer/sign-in/sessions.ts';
import { showApp, useWindow } from '../render-app.tsx';
import { profile } from '../samples.ts';

useWindow();

const sidebar = () => within(screen.getByRole('list', { name: 'AWS profiles' }));
const dialogOf = (name: string) => screen.findByRole('dialog', { name: `Sign in to ${name}` });

describe('SSO sessions in the sidebar', () => {
  it('have their profiles under them, and the time that is left', async () => {
    await showApp();
    const corp = sidebar().getByRole('button', { name: 'corp SSO 5 h' }).closest('li');
    expect(within(corp ?? document.body).getByRole('list', { name: 'Profiles of corp' }).textContent).toBe(
      'platform-prod',
    );
    expect(sidebar().getByRole('button', { name: 'partner SSO Sign in' })).toBeDefined();
    expect(sidebar().getByRole('button', { name: 'analytics Sign in' })).toBeDefined();
  });

  it('say until when, what depends on them, and sign out', async () => {
    const { user, signIn } = await showApp();
    signIn.states.set('session corp', { status: 'signed-out' });
    await user.click(sidebar().getByRole('button', { name: /^corp SSO/ }));
    const facts = await screen.findByRole('dialog', { name: 'SSO session corp' });
    expect(facts.textContent).toMatch(/Signed in until .+ Used by one profile: platform-prod\./);
    await user.click(within(facts).getByRole('button', { name: 'Sign out' }));
    expect(await screen.findByText('Signed out of corp')).toBeDefined();
  });
});

describe('the sign-in dialog', () => {
  it('goes from a click to the databases', async () => {
    const { user, signIn, happen, world, clipboard, calls } = await showApp();
    await user.click(sidebar().getByRole('button', { name: 'analytics Sign in' }));
    const dialog = await dialogOf('partner');
    expect(dialog.textContent).toContain('Asking AWS where to sign in');
    const prompt = promptAt(Date.now());
    await happen(() => signIn.last().progress.onWaiting(prompt));
    expect(signIn.opened).toEqual([prompt.address]);
    expect(dialog.textContent).toContain('This signs in one profile: analytics.');
    expect(dialog.textContent).toMatch(/(10:00|9:5\d) left · opened oidc\.eu-west-1\.amazonaws\.com/);
    expect(within(dialog).getByDisplayValue(prompt.address)).toBeDefined();
    await user.click(within(dialog).getByRole('button', { name: 'Copy' }));
    expect(clipboard.text).toBe(prompt.address);
    await user.click(within(dialog).getByRole('button', { name: 'Open again' }));
    expect(signIn.opened).toEqual([prompt.address, prompt.address]);
    await happen(() => signIn.last().progress.onFinishing());
    expect(dialog.textContent).toContain('Almost done');

    await happen(() => {
      const { profiles } = world.profiles;
      const now = profiles.map((one) => (one.name === 'analytics' ? profile('analytics') : one));
      world.profiles = { ...world.profiles, profiles: now };
      signIn.states.set('session partner', { status: 'signed-in', expiresAt: Date.now() + 8.5 * 3_600_000 });
      signIn.last().finish(succeed(null));
    });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await screen.findByText('Signed in to partner')).toBeDefined();
    expect(sidebar().getByRole('button', { name: 'partner SSO 8 h' })).toBeDefined();
    expect(sidebar().getByRole('button', { name: 'analytics' })).toBeDefined();
    expect(calls.filter(({ channel }) => channel === 'signIn:begin')).toHaveLength(1);
  });

  it('takes a code instead, which it shows large and copies', async () => {
    const { user, signIn, happen, clipboard } = await showApp();
    await user.click(sidebar().getByRole('button', { name: 'partner SSO Sign in' }));
    const dialog = await dialogOf('partner');
    await happen(() => signIn.last().progress.onWaiting(promptAt(Date.now())));
    await user.click(within(dialog).getByRole('button', { name: 'Use a code instead' }));
    await happen(() => signIn.last().progress.onWaiting(promptAt(Date.now(), 'code')));
    expect(within(dialog).getByLabelText('Code').textContent).toBe('BCDF-GHJK');
    expect(within(dialog).queryByRole('button', { name: 'Use a code instead' })).toBeNull();
    await user.click(within(dialog).getByRole('button', { name: 'Copy code' }));
    expect(clipboard.text).toBe('BCDF-GHJK');
    expect(within(dialog).getByRole('status').textContent).toContain('BCDF-GHJK');
  });

  it('closed, leaves the sign-in on, and the sidebar leads back; cancelled, it is over', async () => {
    const { user, signIn, happen } = await showApp();
    await user.click(sidebar().getByRole('button', { name: 'partner SSO Sign in' }));
    await dialogOf('partner');
    await happen(() => signIn.last().progress.onWaiting(promptAt(Date.now())));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(signIn.last().isCancelled).toBe(false);
    await user.click(sidebar().getByRole('button', { name: 'partner SSO Waiting' }));
    const dialog = await dialogOf('partner');
    expect([signIn.begun.length, signIn.opened.length]).toEqual([1, 1]);
    await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(signIn.last().isCancelled).toBe(true);
    expect(sidebar().getByRole('button', { name: 'partner SSO Sign in' })).toBeDefined();
  });

  it('says what went wrong, and tries again afresh', async () => {
    const { user, signIn, happen } = await showApp();
    await user.click(sidebar().getByRole('button', { name: 'partner SSO Sign in' }));
    const dialog = await dialogOf('partner');
    const hint = 'This network may want a sign-in of its own.';
    await happen(() => signIn.last().finish(fail('unreachable', 'What answered is not AWS.', { hint })));
    expect(dialog.textContent).toContain('What answered is not AWS.');
    expect(within(dialog).getByRole('status').textContent).toContain(hint);
    await user.click(within(dialog).getByRole('button', { name: 'Try again' }));
    expect(signIn.begun.length).toBe(2);
  });

  it('comes up where a token is wanted, and opens no browser by itself', async () => {
    const { user, signIn, say } = await showApp();
    const flow = { id: 'session partner', name: 'partner', profiles: ['analytics'], neededBy: 'analytics' };
    await say('signIn:changed', {
      sessions: [],
      flows: [{ ...flow, by: 'outside', at: { step: 'asked' } }],
    });
    await say('signIn:asked', { id: flow.id, name: 'partner', by: 'outside' });
    const dialog = await dialogOf('partner');
    expect(dialog.textContent).toContain('analytics is not signed in.');
    expect([signIn.begun.length, signIn.opened.length]).toEqual([0, 0]);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('is a line of the palette', async () => {
    const { user, signIn } = await showApp();
    await user.keyboard('{Control>}k{/Control}');
    screen.getByRole('combobox').focus();
    await user.keyboard('sign in to part');
    await user.keyboard('{Enter}');
    expect(await dialogOf('partner')).toBeDefined();
    expect(signIn.begun.length).toBe(1);
  });
});

describe('words', () => {
  it('list few names, and count many', () => {
    expect(
      [[], ['a'], ['a', 'b'], ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd', 'e']].map(namesInWords),
    ).toEqual(['', 'a', 'a and b', 'a, b, c and d', 'a, b, c and 2 more']);
    expect([0, 1, 5].map((count) => profilesInWords(Array.from({ length: count }, () => 'p')))).toEqual([
      'no profiles',
      'one profile',
      '5 profiles',
    ]);
  });

  it('say how a session stands, and never that one is signed in whose time is over', () => {
    const wordAt = (expiresAt: number) =>
      sessionWord({ id: 's', state: { status: 'signed-in', expiresAt } }, { flows: [] }, 1_000_000).word;
    expect([wordAt(1_000_000 + 3_700_000), wordAt(1_000_000), wordAt(0)]).toEqual([
      '1 h',
      'Sign in',
      'Sign in',
    ]);
  });

  it('keep the order of the profiles, and end with sessions that nothing needs', () => {
    const session = (name: string, profiles: string[]) => ({
      id: `session ${name}`,
      name,
      profiles,
      state: { status: 'checking' as const },
    });
    const groups = groupsOf(
      ['a', 'b', 'c', 'd'].map((name) => profile(name)),
      [session('corp', ['d', 'b']), session('alone', [])],
    );
    expect(groups.map((group) => [group.session?.name, group.profiles.map(({ name }) => name)])).toEqual([
      [undefined, ['a']],
      ['corp', ['b', 'd']],
      [undefined, ['c']],
      ['alone', []],
    ]);
  });
});
