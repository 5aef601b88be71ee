import type { Page } from 'playwright';

/** What is pictured: a name, a scenario, and what is done in the window before. */
export type Shot = readonly [name: string, scenario: string, act?: (page: Page) => Promise<void>];

type Act = (page: Page) => Promise<void>;

const show: Act = async (page) => page.getByRole('button', { name: /^Connections/ }).click();

/** Shows the connections and selects one of them. */
export const select =
  (name: string): Act =>
  async (page) => {
    await show(page);
    await page.getByRole('row', { name }).first().click();
  };

/** On the list with the keyboard, where the selected row shows the focus. */
const focused =
  (name: string): Act =>
  async (page) => {
    await select(name)(page);
    await page.getByRole('grid').focus();
  };

const edit =
  (name: string, act?: Act): Act =>
  async (page) => {
    await focused(name)(page);
    await page.keyboard.press('e');
    await page.getByRole('dialog').waitFor();
    await act?.(page);
  };

const toNew: Act = async (page) => {
  await page.keyboard.press('Control+n');
  await page.getByRole('dialog').waitFor();
};

const toEnd: Act = async (page) =>
  page
    .getByRole('dialog')
    .locator('textarea')
    .evaluate((area) => area.scrollIntoView());

/** Every state of the saved connections. */
export const connectionShots: readonly Shot[] = [
  ['connections', 'company', select('orders')],
  ['connections-keys', 'company', focused('billing')],
  ['connections-tunnel', 'company', select('orders reporting')],
  ['connections-long', 'company', select('payments')],
  ['connections-own-label', 'company', select('scratch')],
  ['connections-expired', 'expired', select('orders')],
  ['connections-profile-gone', 'company', select('ledger audit')],
  ['connections-endpoint-gone', 'company', select('orders before')],
  ['connections-none-near', 'nothingNear', select('orders')],
  ['connections-none', 'noConnections', show],
  ['connections-loading', 'loadingConnections'],
  [
    'connections-search',
    'company',
    async (page) => {
      await show(page);
      await page.getByRole('searchbox').fill('ord prod');
    },
  ],
  [
    'connections-no-match',
    'company',
    async (page) => {
      await show(page);
      await page.getByRole('searchbox').fill('nothing like it');
    },
  ],
  [
    'connections-menu',
    'company',
    async (page) => {
      await show(page);
      await page.getByRole('row', { name: 'billing' }).first().click({ button: 'right' });
      await page.getByRole('menu').waitFor();
    },
  ],
  [
    'connections-deleted',
    'company',
    async (page) => {
      await focused('orders')(page);
      await page.keyboard.press('Delete');
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  ],
  [
    'connections-drag',
    'company',
    async (page) => {
      await show(page);
      const rows = page.getByRole('row');
      const from = await rows.filter({ hasText: 'scratch' }).or(rows.nth(1)).first().boundingBox();
      const to = await rows.nth(3).boundingBox();
      if (from === null || to === null) throw new Error('no rows');
      await page.mouse.move(from.x + 90, from.y + 24);
      await page.mouse.down();
      await page.mouse.move(to.x + 100, to.y + 30, { steps: 6 });
      await page.mouse.move(to.x + 100, to.y + 40, { steps: 3 });
    },
  ],
  ['connections-many', 'manyConnections', focused('service-12')],
  ['connection-new', 'company', toNew],
  [
    'connection-new-wrong',
    'company',
    async (page) => {
      await toNew(page);
      await page.getByRole('dialog').getByLabel('Host').first().fill('https://');
      await page.getByRole('dialog').getByLabel('Port').first().fill('99999');
      await page.keyboard.press('Enter');
    },
  ],
  [
    'connection-new-pasted',
    'company',
    async (page) => {
      await toNew(page);
      await page.getByRole('dialog').getByLabel('Name').first().fill('orders');
      await page
        .getByRole('dialog')
        .getByLabel('Host')
        .first()
        .fill('postgresql://app@orders.cluster-c9q2x7abcdef.eu-west-1.rds.amazonaws.com:5433/orders');
    },
  ],
  [
    'connection-new-cname',
    'company',
    async (page) => {
      await toNew(page);
      await page.getByRole('dialog').getByLabel('Host').first().fill('localhost:15432');
      await page.keyboard.press('Tab');
    },
  ],
  ['connection-edit', 'company', edit('orders reporting')],
  ['connection-edit-end', 'company', edit('orders reporting', toEnd)],
  ['connection-edit-own-label', 'company', edit('scratch')],
  [
    'connection-edit-profiles',
    'company',
    edit('orders reporting', async (page) => {
      await page.getByRole('combobox', { name: 'AWS profile' }).press('ArrowDown');
      await page.getByRole('listbox').waitFor();
    }),
  ],
  [
    'connection-discard',
    'company',
    edit('orders reporting', async (page) => {
      await page.keyboard.type('x');
      await page.keyboard.press('Escape');
    }),
  ],
  [
    'connection-failure',
    'cannotSave',
    edit('orders reporting', async (page) => {
      await page.keyboard.type('x');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    }),
  ],
  [
    'connection-saved',
    'company',
    edit('scratch', async (page) => {
      await page.keyboard.type('scratch, renamed');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.waitForFunction('document.activeElement.getAttribute("role") === "grid"');
    }),
  ],
  ['connection-edit-chromium', 'chromium', edit('orders reporting', toEnd)],
  [
    'import',
    'importing',
    async (page) => {
      await show(page);
      await page.getByRole('button', { name: 'Import…' }).click();
      await page.getByRole('dialog').waitFor();
      await page.getByRole('checkbox').nth(1).press('Space');
    },
  ],
  [
    'import-nothing',
    'importingNothing',
    async (page) => {
      await show(page);
      await page.getByRole('button', { name: 'Import…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
];
