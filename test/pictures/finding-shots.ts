import type { Page } from 'playwright';
import type { Shot } from './connection-shots.ts';

const grid = '[role=grid]';

async function chooseFour(page: Page): Promise<void> {
  await page.locator('[role=row]', { hasText: 'billing' }).first().click();
  await page.locator(grid).focus();
  for (let count = 0; count < 3; count += 1) await page.keyboard.press('Shift+ArrowDown');
}

/** Finding databases: the list at every size, the search, and choosing many. */
export const findingShots: readonly Shot[] = [
  ['one', 'one'],
  ['hundreds', 'hundreds'],
  ['thousands', 'thousands', async (page) => page.keyboard.type('audit frankfrut')],
  ['partly-denied', 'partlyDenied'],
  [
    'grouped',
    'hundreds',
    async (page) => {
      await page.getByRole('button', { name: 'Group and sort' }).click();
      await page.getByRole('menuitem', { name: 'Engine' }).first().click();
      await page.getByRole('button', { name: 'Group and sort' }).click();
    },
  ],
  [
    'filters',
    'named',
    async (page) => {
      await page.getByRole('button', { name: 'Tag', exact: true }).click();
      await page.getByRole('menuitem', { name: /^team/ }).click();
    },
  ],
  [
    'settings-environments',
    'named',
    async (page) => {
      await page.keyboard.press('Control+,');
      await page.getByRole('tab', { name: 'Environments' }).click();
      await page.getByRole('button', { name: 'Add a rule' }).click();
      await page.getByRole('textbox', { name: 'Look for' }).fill('api');
      await page
        .getByText(/databases: /)
        .last()
        .scrollIntoViewIfNeeded();
    },
  ],
  [
    'settings-accounts',
    'named',
    async (page) => {
      await page.keyboard.press('Control+,');
      await page.getByRole('tab', { name: 'Accounts' }).click();
    },
  ],
  ['chosen', 'hundreds', chooseFour],
  [
    'merged',
    'merged',
    async (page) => {
      await page.keyboard.type('billing ci');
      // the inspector follows the list
      await page.getByText('analytics cannot be used now').waitFor();
    },
  ],
  [
    'members',
    'merged',
    async (page) => {
      await page.locator('[role=row]', { hasText: 'orders' }).first().click();
      await page.getByRole('button', { name: 'Show in the list' }).click();
    },
  ],
  [
    'save-many',
    'company',
    async (page) => {
      await page.locator(grid).focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('s');
      await page.getByRole('dialog').getByRole('combobox').fill('app_readonly');
    },
  ],
];
