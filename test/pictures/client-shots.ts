import type { Page } from 'playwright';
import { select, type Shot } from './connection-shots.ts';

type Act = (page: Page) => Promise<void>;

const openMenu: Act = async (page) => {
  await page.keyboard.press('Control+o');
  await page.getByRole('menu').waitFor();
};

/** The menu of clients of a saved connection. */
const menuOf =
  (name: string, act?: Act): Act =>
  async (page) => {
    await select(name)(page);
    await openMenu(page);
    await act?.(page);
  };

const setUp = (name: string, client: string, act?: Act): Act =>
  menuOf(name, async (page) => {
    await page.getByRole('menuitem', { name: 'Set up in' }).click();
    await page.getByRole('menuitem', { name: client }).click();
    await page.getByRole('list').first().waitFor();
    await act?.(page);
  });

const clients =
  (act?: Act): Act =>
  async (page) => {
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Clients' }).click();
    await page.getByRole('button', { name: 'Look again' }).waitFor();
    await act?.(page);
  };

const own = (act: Act): Act =>
  clients(async (page) => {
    await page.getByRole('button', { name: 'Add…' }).click();
    await act(page);
    await page.getByRole('group', { name: 'New command' }).evaluate((form) => form.scrollIntoView());
  });

/** Every state of the clients. */
export const clientShots: readonly Shot[] = [
  [
    'client-menu',
    'company',
    async (page) => {
      await page.locator('[role=row]', { hasText: 'billing' }).first().click();
      await openMenu(page);
    },
  ],
  ['client-menu-connection', 'company', menuOf('orders')],
  ['client-menu-gateway', 'gatewayOn', menuOf('orders')],
  [
    'client-menu-set-up',
    'manyClients',
    menuOf('orders', async (page) => {
      await page.keyboard.press('End');
      const item = page.getByRole('menuitem', { name: 'Set up in' });
      await item.focus();
      await page.keyboard.press('ArrowRight');
      await page.getByRole('menuitem', { name: 'DataGrip…' }).waitFor();
    }),
  ],
  ['client-menu-many', 'manyClients', menuOf('orders')],
  ['client-menu-none', 'noClients', menuOf('orders')],
  [
    'client-saves',
    'dbeaverLast',
    async (page) => {
      await page.locator('[role=row]', { hasText: 'catalog' }).first().click();
    },
  ],
  [
    'client-opened',
    'dbeaverLast',
    async (page) => {
      await page.locator('[role=row]', { hasText: 'catalog' }).first().click();
      await page.getByLabel('Log in as').first().fill('reporting');
      await page.getByRole('button', { name: 'Open in DBeaver' }).click();
      // a message stays for as long as the pointer is on it
      await page.getByText('is now saved as the connection').hover();
    },
  ],
  ['set-up', 'gatewayOn', setUp('orders', 'DBeaver…')],
  ['set-up-steps', 'setUpStopped', setUp('orders', 'pgAdmin 4…')],
  ['settings-clients', 'company', clients()],
  ['settings-clients-many', 'manyClients', clients()],
  [
    'settings-clients-missing',
    'manyClients',
    clients(async (page) => {
      await page.getByRole('button', { name: /that were not found/ }).click();
      await page.getByText('Your own commands').scrollIntoViewIfNeeded();
    }),
  ],
  [
    'own-command',
    'company',
    own(async (page) => {
      await page.getByLabel('Name').fill('dbtool');
      await page.getByRole('button', { name: 'Choose…', exact: true }).click();
      await page.getByLabel('Arguments').fill('--host {host} -p {port} "--as={user}" {database} ""');
    }),
  ],
  [
    'own-command-wrong',
    'company',
    own(async (page) => {
      await page.getByLabel('Arguments').fill('--host {host} --secret "{pass}');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
    }),
  ],
];
