import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { writeShared } from '../../app/connections/sharing.ts';
import { importConnections } from '../../renderer/connections/actions.ts';
import { showApp, useWindow, type Shown } from './render-app.tsx';
import { savedOrders } from './samples.ts';

useWindow();

const dialog = () => screen.findByRole('dialog');
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const added = (path: string) => screen.getByRole('list', { name: `Lines of ${path}` });
const CONFIG = '/home/me/.aws/config';

async function fill(user: Shown['user'], name: string, text: string, role = 'textbox'): Promise<void> {
  const field = within(await dialog()).getByRole(role, { name });
  await user.clear(field);
  await user.click(field);
  await user.paste(text);
}

/** Waits until the change is shown, and makes it. */
async function make(user: Shown['user'], name: string): Promise<void> {
  await waitFor(() => expect(button(name)).toHaveProperty('disabled', false));
  await user.click(button(name));
}

describe('adding a profile', () => {
  it('that assumes a role shows the lines, writes them, and takes them back', async () => {
    const { user, world } = await showApp();
    await user.click(button('Add AWS profiles'));
    await user.click(screen.getByRole('radio', { name: 'Assume a role' }));
    await fill(user, 'Name', 'reports');
    await fill(user, 'Role ARN', 'arn:aws:iam::123456789012:role/Reports');
    await fill(user, 'Assumed by', 'platform-prod', 'combobox');
    await waitFor(() => expect(added(CONFIG).textContent).toContain('[profile reports]'));
    await make(user, 'Add profile');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(world.awsTexts?.config).toMatch(
      /\[profile reports\]\nrole_arn = arn:aws:iam::123456789012:role\/Reports\nsource_profile = platform-prod\n$/,
    );
    expect(await screen.findByRole('button', { name: /^reports/ })).toBeDefined();
    await user.click(button('Undo'));
    await waitFor(() => expect(world.awsTexts?.config).not.toContain('reports'));
  });

  it('says why a name or a role cannot be taken, and lets nothing be written', async () => {
    const { user, world } = await showApp();
    await user.click(button('Add AWS profiles'));
    await user.click(screen.getByRole('radio', { name: 'Assume a role' }));
    await fill(user, 'Name', 'platform-prod');
    await fill(user, 'Role ARN', 'arn:aws:iam::123456789012:role/Reports');
    await fill(user, 'Assumed by', 'platform-dev', 'combobox');
    expect((await screen.findByRole('alert')).textContent).toContain(
      'There is a profile platform-prod already.',
    );
    expect(button('Add profile')).toHaveProperty('disabled', true);
    await fill(user, 'Role ARN', 'Reports');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('not an ARN'));
    expect(world.awsTexts).toBeNull();
  });

  it('with an access key takes the secret from the clipboard past the window', async () => {
    const secret = 'wJalrXUtnFEMI/SECRET/bPxRfiCYEXAMPLEKEYx';
    const { user, world, clipboard } = await showApp();
    await user.click(button('Add AWS profiles'));
    await user.click(screen.getByRole('radio', { name: 'Access key' }));
    await user.click(button('Read from the clipboard'));
    expect((await screen.findByRole('alert')).textContent).toContain('no AWS secret access key');
    clipboard.text = `Access key ID,Secret access key\nAKIAIOSFODNN7EXAMPLE,${secret}`;
    await user.click(button('Read from the clipboard'));
    await fill(user, 'Name', 'robot');
    await make(user, 'Add profile');
    await waitFor(() => expect(world.awsTexts?.credentials).toContain(`aws_secret_access_key = ${secret}\n`));
    expect(document.body.textContent).not.toContain('SECRET');
  });

  it('looks again where the file was changed meanwhile', async () => {
    const { user, world } = await showApp();
    await user.click(button('Add AWS profiles'));
    await user.click(screen.getByRole('radio', { name: 'Assume a role' }));
    await fill(user, 'Name', 'reports');
    await fill(user, 'Role ARN', 'arn:aws:iam::123456789012:role/Reports');
    await fill(user, 'Assumed by', 'platform-prod', 'combobox');
    await waitFor(() => expect(added(CONFIG).textContent).toContain('[profile reports]'));
    world.awsTexts = { config: '[profile theirs]\nregion = eu-west-1\n', credentials: null };
    await user.click(button('Add profile'));
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('changed meanwhile'));
    await waitFor(() => expect(added(CONFIG).textContent).toContain('[profile theirs]'));
    expect(world.awsTexts.config).toBe('[profile theirs]\nregion = eu-west-1\n');
    await make(user, 'Add profile');
    await waitFor(() => expect(world.awsTexts?.config).toMatch(/theirs[^]*reports/));
  });
});

describe('adding roles of IAM Identity Center', () => {
  it('signs in, lists them, and adds those that are chosen under a pattern', async () => {
    const { user, world, signIn } = await showApp();
    signIn.portal.roles = null;
    await user.click(button('Add AWS profiles'));
    await fill(user, 'Session name', 'team', 'combobox');
    await fill(user, 'Start URL', 'https://team.awsapps.com/start');
    await fill(user, 'SSO region', 'eu-west-1', 'combobox');
    await user.click(button('List accounts and roles'));
    await waitFor(() => expect(signIn.begun.length).toBe(1));
    expect(signIn.last().target).toMatchObject({
      session: 'team',
      startUrl: 'https://team.awsapps.com/start',
    });
    signIn.portal.roles = new Map([
      ['100000000001', ['Reader', 'Admin']],
      ['100000000002', ['Reader']],
    ]);
    await act(async () => signIn.last().finish({ ok: true, value: null }));
    await screen.findByRole('list', { name: 'Accounts' });
    await user.click(button('Role: all'));
    await user.click(await screen.findByRole('menuitem', { name: 'Reader' }));
    await user.click(button('Choose 2'));
    await make(user, 'Add 2 profiles');
    await waitFor(() =>
      expect(world.awsTexts?.config).toMatch(
        /\[sso-session team\]\nsso_start_url = https:\/\/team[^]*\[profile account-1-reader\]\nsso_session = team\nsso_account_id = 100000000001\nsso_role_name = Reader\nregion = eu-west-1\n[^]*account-2-reader/,
      ),
    );
  });
});

describe('a profile of the sidebar', () => {
  const openMenu = async (user: Shown['user'], choice: string): Promise<void> => {
    fireEvent.contextMenu(screen.getByRole('button', { name: /^platform-prod/ }));
    await user.click(await screen.findByRole('menuitem', { name: choice }));
  };

  it('is renamed with its connections, and both come back', async () => {
    const { user, world, files } = await showApp();
    const before = files.connections.held();
    await openMenu(user, 'Rename…');
    await fill(user, 'Name', 'main');
    expect((await dialog()).textContent).toMatch(/saved connections? uses? this profile/);
    await make(user, 'Rename');
    await waitFor(() => expect(world.awsTexts?.config).toContain('[profile main]'));
    await waitFor(() =>
      expect(files.connections.held().filter(({ profile }) => profile === 'main').length).toBeGreaterThan(0),
    );
    expect(files.connections.held().some(({ profile }) => profile === 'platform-prod')).toBe(false);
    // the database users that were remembered come along
    const users = (profile: string) =>
      Object.entries(files.signIns.held()).flatMap(([id, { dbUser }]) =>
        id.startsWith(`${profile}|`) ? [dbUser] : [],
      );
    expect(users('platform-prod').length).toBeGreaterThan(0);
    expect(users('main')).toEqual(users('platform-prod'));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(world.awsTexts?.config).not.toContain('[profile main]'));
    await waitFor(() => expect(files.connections.held()).toEqual(before));
  });

  it('keeps its name where the connections cannot be written', async () => {
    const { user, world, disk } = await showApp();
    await openMenu(user, 'Rename…');
    await fill(user, 'Name', 'main');
    await waitFor(() => expect(button('Rename')).toHaveProperty('disabled', false));
    disk.state.isFull = true;
    await user.click(button('Rename'));
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('The disk is full.'));
    expect(world.awsTexts?.config ?? '').not.toContain('[profile main]');
  });

  it('is removed', async () => {
    const { user, world } = await showApp();
    await openMenu(user, 'Remove…');
    await make(user, 'Remove');
    await waitFor(() => expect(world.awsTexts?.config).not.toContain('platform-prod'));
  });
});

describe('a colleague’s file', () => {
  const recipes = {
    sessions: [{ name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' }],
    profiles: [
      { name: 'team', session: 'corp', accountId: '123456789012', roleName: 'Reader', region: 'eu-west-1' },
    ],
    roles: [],
  };
  const role = {
    name: 'team-admin',
    roleArn: 'arn:aws:iam::210987654321:role/team/Admin',
    source: 'team',
    region: 'eu-west-1',
  };

  it('offers to add the profiles that are missing here', async () => {
    const { user, world } = await showApp();
    const theirs = { ...savedOrders, id: '00000000-0000-4000-8000-0000000000ff', profile: 'team' };
    world.importFile = { name: 'team.json', text: writeShared([theirs], recipes) };
    await importConnections();
    await user.click(await screen.findByRole('button', { name: 'Import 1' }));
    expect((await screen.findByRole('heading', { name: /profiles of these connections/ })).tagName).toBe(
      'H2',
    );
    expect((await dialog()).textContent).toContain('https://corp.awsapps.com/start');
    await make(user, 'Add 1 profile');
    await waitFor(() =>
      expect(world.awsTexts?.config).toMatch(
        /\[sso-session corp\][^]*\[profile team\]\nsso_session = corp\n/,
      ),
    );
  });

  it('shows and adds a role with the profile that assumes it', async () => {
    const { user, world } = await showApp();
    const theirs = { ...savedOrders, id: '00000000-0000-4000-8000-0000000000ff', profile: 'team-admin' };
    world.importFile = { name: 'team.json', text: writeShared([theirs], { ...recipes, roles: [role] }) };
    await importConnections();
    await user.click(await screen.findByRole('button', { name: 'Import 1' }));
    await screen.findByRole('heading', { name: /profiles of these connections/ });
    expect((await dialog()).textContent).toContain(`${role.roleArn}, assumed by team`);
    await make(user, 'Add 2 profiles');
    await waitFor(() =>
      expect(world.awsTexts?.config).toContain(
        `[profile team-admin]\nrole_arn = ${role.roleArn}\nsource_profile = team\nregion = eu-west-1\n`,
      ),
    );
    expect(world.awsTexts?.config).toContain('[profile team]\nsso_session = corp\n');
  });
});
