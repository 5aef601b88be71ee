import type { Page } from 'playwright';
import type { Shot } from './connection-shots.ts';

type Act = (page: Page) => Promise<void>;

const add =
  (way: string | null, act?: Act): Act =>
  async (page) => {
    await page.getByRole('button', { name: 'Add AWS profiles' }).click();
    await page.getByRole('dialog').waitFor();
    if (way !== null) await page.getByText(way, { exact: true }).click();
    await act?.(page);
  };

const list: Act = async (page) => {
  await page.getByRole('button', { name: 'List accounts and roles' }).click();
};

const accounts: Act = async (page) => {
  await list(page);
  await page.getByRole('list', { name: 'Accounts' }).waitFor();
};

const chosen: Act = async (page) => {
  await accounts(page);
  for (const role of ['DatabaseReader', 'PowerUser']) {
    for (const box of await page.getByRole('checkbox', { name: role }).all()) await box.press('Space');
  }
  await shown(page);
};

const shown: Act = async (page) =>
  page
    .getByRole('region', { name: /^Change to/ })
    .first()
    .waitFor();

const fill =
  (name: string, text: string): Act =>
  async (page) =>
    page.getByRole('dialog').getByLabel(name, { exact: true }).first().fill(text);

const role: Act = async (page) => {
  await fill('Name', 'reports')(page);
  await fill('Role ARN', 'arn:aws:iam::482011780031:role/Reports')(page);
  await fill('Assumed by', 'platform-prod')(page);
  await page.keyboard.press('Tab');
  await shown(page);
};

const menu =
  (choice: string, act?: Act): Act =>
  async (page) => {
    await page.getByRole('button', { name: /^platform-prod/ }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: choice }).click();
    await page.getByRole('dialog').waitFor();
    await act?.(page);
  };

/** Takes the messages away, which end at a time of their own, and waits until React Aria has said which button was busy. */
const quiet: Act = async (page) => {
  await page.locator('[aria-label=Messages] [aria-label=Dismiss]').evaluateAll((buttons) => {
    for (const button of buttons) if (button instanceof HTMLElement) button.click();
  });
  await page
    .getByRole('region', { name: 'Messages', includeHidden: true })
    .filter({ hasNotText: /./ })
    .waitFor({ state: 'attached' });
  await page.locator('[data-live-announcer] [role=img]').first().waitFor({ state: 'detached' });
};

const importFile: Act = async (page) => {
  await page.getByRole('button', { name: /^Connections/ }).click();
  await page.getByRole('button', { name: 'Import…' }).click();
  await page.getByRole('button', { name: 'Import 2' }).click();
  await page.getByRole('heading', { name: 'Add the profiles of these connections' }).waitFor();
  await shown(page);
};

/** Every state of adding, renaming and removing profiles. */
export const profileSetupShots: readonly Shot[] = [
  [
    'profile-setup-start',
    'profileSetup',
    add(null, async (page) =>
      page.locator('input[value="https://corp.awsapps.com/start"]').waitFor({ state: 'visible' }),
    ),
  ],
  ['profile-setup-start-empty', 'profileSetupEmpty', add(null)],
  [
    'profile-setup-waiting',
    'profileSetupWaiting',
    add(null, async (page) => {
      await list(page);
      await page.getByRole('dialog').getByRole('timer').waitFor();
    }),
  ],
  [
    'profile-setup-unreachable',
    'profileSetupUnreachable',
    add(null, async (page) => {
      await list(page);
      await page.getByRole('alert').waitFor();
    }),
  ],
  ['profile-setup-accounts', 'profileSetup', add(null, accounts)],
  ['profile-setup-chosen', 'profileSetup', add(null, chosen)],
  ['profile-setup-role', 'profileSetup', add('Assume a role', role)],
  [
    'profile-setup-role-wrong',
    'profileSetup',
    add('Assume a role', async (page) => {
      await role(page);
      await fill('Role ARN', 'Reports')(page);
      await page.getByRole('alert').waitFor();
    }),
  ],
  ['profile-setup-keys-empty', 'profileSetup', add('Access key')],
  [
    'profile-setup-keys',
    'profileSetup',
    add('Access key', async (page) => {
      await fill('Name', 'robot')(page);
      await page.getByRole('button', { name: 'Read from the clipboard' }).click();
      await shown(page);
    }),
  ],
  [
    'profile-setup-changed',
    'profileSetupChanged',
    add('Assume a role', async (page) => {
      await role(page);
      await page.getByRole('button', { name: 'Add profile' }).click();
      await page.getByRole('alert').waitFor();
      await shown(page);
    }),
  ],
  [
    'profile-menu',
    'profileSetup',
    async (page) => page.getByRole('button', { name: /^platform-prod/ }).click({ button: 'right' }),
  ],
  [
    'profile-setup-rename',
    'profileSetup',
    menu('Rename…', async (page) => {
      await fill('Name', 'production')(page);
      await shown(page);
    }),
  ],
  ['profile-setup-remove', 'profileSetup', menu('Remove…', shown)],
  [
    'profile-setup-recipes',
    'profileSetupImport',
    async (page) => {
      await importFile(page);
      await quiet(page);
    },
  ],
  [
    'profile-setup-ready',
    'profileSetupImport',
    async (page) => {
      await importFile(page);
      await page.getByRole('button', { name: 'Add 2 profiles' }).click();
      await page.getByRole('heading', { name: 'Your profiles are ready' }).waitFor();
      await quiet(page);
    },
  ],
];
