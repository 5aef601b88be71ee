import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../app/clients/catalogue/catalogue.ts';
import type { Snapshot } from '../../app/contract.ts';
import { manyClients, ownReport, programs } from './client-samples.ts';
import { CHOSEN_PROGRAM } from './machine/seeded-ports.ts';
import { showApp, useWindow, type Shown } from './render-app.tsx';

useWindow();

const page = () => within(screen.getByRole('tabpanel'));
const press = (user: Shown['user'], name: string | RegExp) =>
  user.click(page().getByRole('button', { name }));

async function showPage(given: Partial<Snapshot> = {}): Promise<Shown> {
  const shown = await showApp({ programs: programs(manyClients, [ownReport]), ...given });
  await shown.user.keyboard('{Control>},{/Control}');
  await shown.user.click(await screen.findByRole('tab', { name: 'Clients' }));
  await page().findByRole('button', { name: 'Look again' });
  return shown;
}

const namesIn = (list: string): readonly (string | null | undefined)[] =>
  within(page().getByRole('list', { name: list }))
    .getAllByRole('listitem')
    .map((row) => row.querySelector('p')?.textContent);

describe('clients in the settings', () => {
  it('asks for versions when somebody looks, and lists what is there first', async () => {
    const { user, programs: there } = await showPage();
    expect(there.asked).toContain('/usr/bin/psql');
    const found = namesIn('Clients on this machine');
    expect(found.slice(0, 2)).toEqual(['psql16.6', 'pgcli4.1.0']);
    // not where the user says: theirs to put right
    expect(found).toContain('MySQL Workbench');
    const missing = catalogue.length - found.length;
    expect(page().getByText(/may not be started by your user/)).toBeDefined();
    await press(user, `Show the ${missing} that were not found`);
    expect(namesIn('Clients that were not found')).toContain('Postico');
    await press(user, `Hide the ${missing} that were not found`);
    there.install(programs(manyClients.map((one) => ({ ...one, version: '99.1' }))));
    await press(user, 'Look again');
    await waitFor(() => expect(namesIn('Clients on this machine')[0]).toBe('psql99.1'));
  });

  it('shows a path in full to whoever asks, and both its ends to everybody', async () => {
    await showPage();
    const path = '/home/someone/.local/share/JetBrains/Toolbox/apps/datagrip/bin/datagrip';
    const shown = page().getByTitle(path);
    expect(shown.textContent).toBe(path);
    expect(shown.lastChild?.textContent).toBe('/Toolbox/apps/datagrip/bin/datagrip');
  });

  it('has main ask where a client is, and look for it again', async () => {
    const { user, files } = await showPage();
    await press(user, 'Choose… psql');
    expect(await page().findByTitle(CHOSEN_PROGRAM)).toBeDefined();
    expect(files.clients.held().paths['psql']).toBe(CHOSEN_PROGRAM);
    await press(user, 'Look for it again: psql');
    expect(await page().findByTitle('/usr/bin/psql')).toBeDefined();
    expect(files.clients.held().paths).not.toHaveProperty('psql');
  });

  it('asks for no program where there is no dialog', async () => {
    await showPage({ host: 'chromium', programs: programs(manyClients) });
    expect(page().queryByRole('button', { name: /^(Choose|Add)…/ })).toBeNull();
    expect(page().getByText(/Add them in the desktop app/)).toBeDefined();
  });

  it('starts with the general page the next time', async () => {
    const { user } = await showPage();
    await user.keyboard('{Escape}');
    await user.keyboard('{Control>},{/Control}');
    const general = await screen.findByRole('tab', { name: 'General' });
    expect(general.getAttribute('aria-selected')).toBe('true');
  });
});

describe('a command of one’s own', () => {
  const words = () =>
    within(page().getByRole('list', { name: 'Words of the command' }))
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
  const type = async (user: Shown['user'], field: string, text: string): Promise<void> => {
    await user.click(page().getByRole('textbox', { name: field }));
    await user.paste(text);
  };

  it('is added with a program from main’s dialog, and its words are shown as they are typed', async () => {
    const { user, files } = await showPage({ programs: programs(manyClients) });
    await press(user, 'Add…');
    await type(user, 'Name', 'dbtool');
    await user.click(page().getByRole('radio', { name: 'Its own window' }));
    await user.click(page().getByRole('checkbox', { name: 'MySQL' }));
    await press(user, 'Choose…');
    await type(user, 'Arguments', '-h {host} "--as=the {user}" ""');
    expect(words()).toEqual(['dbtool', '-h', '{host}', '--as=the {user}', 'empty']);
    expect(page().getByText(/in its environment, as PGPASSWORD or MYSQL_PWD/)).toBeDefined();
    await press(user, 'Add');
    await waitFor(() => expect(namesIn('Your own commands')).toEqual(['dbtool']));
    expect(files.clients.held().own).toEqual([
      {
        id: expect.stringMatching(/^own-/),
        name: 'dbtool',
        runsIn: 'window',
        families: ['postgres', 'mysql'],
        program: CHOSEN_PROGRAM,
        command: '-h {host} "--as=the {user}" ""',
      },
    ]);
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Add…'));
  });

  it.each([
    ['--x "{host}', /has a " that is not closed/],
    ['--x {pass}', /no placeholder {pass}/],
  ])('is refused while it reads %s, and says why', async (command, why) => {
    const { user, files } = await showPage();
    await press(user, 'Edit Nightly report');
    await user.clear(page().getByRole('textbox', { name: 'Arguments' }));
    await type(user, 'Arguments', command);
    expect(page().getByText(why)).toBeDefined();
    expect(page().queryByRole('list', { name: 'Words of the command' })).toBeNull();
    await press(user, 'Save');
    expect(files.clients.writes()).toBe(0);
  });

  it('warns where everybody would see the local password', async () => {
    const { user } = await showPage();
    await press(user, 'Edit Nightly report');
    await type(user, 'Arguments', ' -p {password}');
    expect(page().getByText(/Other users of this machine can see/)).toBeDefined();
  });

  it('says what is missing, but not before somebody tries', async () => {
    const { user, files } = await showPage();
    await press(user, 'Add…');
    expect(page().queryByText('Enter a name.')).toBeNull();
    await user.click(page().getByRole('checkbox', { name: 'PostgreSQL' }));
    await press(user, 'Add');
    for (const text of ['Enter a name.', 'Choose one at least.', 'Choose the program.']) {
      expect(page().getByText(text)).toBeDefined();
    }
    expect(files.clients.writes()).toBe(0);
  });

  it('says what main refuses, and keeps what was typed', async () => {
    const { user, disk } = await showPage();
    disk.state.isFull = true;
    await press(user, 'Edit Nightly report');
    await type(user, 'Name', ' 2');
    await user.keyboard('{Enter}');
    expect((await page().findByRole('alert')).textContent).toBe('The disk is full. Make room.');
    expect(page().getByDisplayValue('Nightly report 2')).toBeDefined();
  });

  it('is left by Esc, which leaves the settings open', async () => {
    const { user } = await showPage();
    await press(user, 'Edit Nightly report');
    await type(user, 'Name', 'x');
    await user.keyboard('{Escape}');
    expect(page().queryByRole('textbox')).toBeNull();
    expect(namesIn('Your own commands')).toEqual(['Nightly report']);
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Edit'));
  });

  it('is removed', async () => {
    const { user, files } = await showPage();
    await press(user, 'Remove Nightly report');
    await waitFor(() => expect(page().queryByRole('list', { name: 'Your own commands' })).toBeNull());
    expect(files.clients.held().own).toEqual([]);
  });
});
