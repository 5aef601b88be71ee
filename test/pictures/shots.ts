import type { Page } from 'playwright';
import { clientShots } from './client-shots.ts';
import { connectionShots, type Shot } from './connection-shots.ts';
import { copyAsShots } from './copy-as-shots.ts';
import { doctorShots } from './doctor-shots.ts';
import { findingShots } from './finding-shots.ts';
import { gatewayShots } from './gateway-shots.ts';
import { tunnelShots } from './tunnel-shots.ts';
import { mfaShots } from './mfa-shots.ts';
import { profileShots } from './profile-shots.ts';
import { signInShots } from './sign-in-shots.ts';
import { profileSetupShots } from './profile-setup-shots.ts';

const grid = '[role=grid]';
const row = (name: string) => async (page: Page) => {
  await page.locator('[role=row]', { hasText: name }).first().click();
};
/** Every screen and state of the window. */
export const shots: readonly Shot[] = [
  ['list', 'company', async (page) => page.locator('[role=row]', { hasText: 'writer' }).first().click()],
  ['dev', 'company', row('search-index')],
  ['soon', 'company', row('billing')],
  ['expired', 'expired', row('orders')],
  ['credentials', 'credentials', row('orders')],
  ['uncertain', 'credentials', row('billing')],
  ['no-token', 'fresh', row('orders')],
  ['no-client', 'noClient', row('orders')],
  ['iam-off', 'company', row('reviews')],
  ['no-iam', 'company', row('warehouse')],
  ['creating', 'company', row('import-job')],
  ['stopped', 'company', row('Stopped')],
  ['long', 'company', row('payments')],
  [
    'keys',
    'company',
    async (page) => {
      await page.keyboard.type('orders dev');
      await page.keyboard.press('Tab');
      await page.locator(grid).focus();
    },
  ],
  [
    'needs-user',
    'fresh',
    async (page) => {
      await page.keyboard.type('orders');
      await page.keyboard.press('Enter');
    },
  ],
  [
    'copied',
    'company',
    async (page) => {
      await page.keyboard.type('catalog');
      await page.locator(grid).focus();
      await page.keyboard.press(' ');
      await page.keyboard.type('reporting');
      await page.keyboard.press('Enter');
    },
  ],
  [
    'failure',
    'failing',
    async (page) => {
      await page.keyboard.type('orders');
      await page.locator(grid).focus();
      await page.keyboard.press('Control+c');
      await page.keyboard.press('Enter');
    },
  ],
  ['no-match', 'company', async (page) => page.keyboard.type('nothing like it')],
  [
    'filtered',
    'company',
    async (page) => {
      await page.getByRole('button', { name: 'IAM ready' }).click();
      await page.getByRole('button', { name: '2 regions' }).click();
      await page.getByRole('menuitem', { name: /us-east-1/ }).click();
      await page.getByRole('button', { name: 'platform-dev' }).click();
    },
  ],
  [
    'users',
    'company',
    async (page) => {
      await page.locator('[role=row]', { hasText: 'writer' }).first().click();
      await page.getByLabel('Log in as').first().fill('');
      await page.getByLabel('Log in as').first().press('ArrowDown');
    },
  ],
  ['profile', 'company', async (page) => page.getByRole('button', { name: 'analytics' }).click()],
  ['active', 'company', async (page) => page.getByRole('button', { name: 'Active' }).click()],
  ['no-active', 'fresh', async (page) => page.getByRole('button', { name: 'Active' }).click()],
  ['settings', 'company', async (page) => page.keyboard.press('Control+,')],
  [
    'settings-regions',
    'company',
    async (page) => {
      await page.keyboard.press('Control+,');
      await page.getByLabel('Regions').first().fill('mars');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
    },
  ],
  [
    'shortcuts',
    'company',
    async (page) => {
      await page.locator(grid).focus();
      await page.keyboard.press('?');
    },
  ],
  ['chromium', 'chromium'],
  ['mac', 'mac'],
  ['scanning', 'scanning'],
  ['loading', 'loading'],
  ['failed', 'failed'],
  ['no-files', 'noFiles'],
  ['file-error', 'fileError'],
  ['no-usable', 'noUsable'],
  ['no-databases', 'noDatabases'],
  ['offline', 'offline'],
  ['offline-known', 'offlineKnown'],
  [
    'many',
    'many',
    async (page) => {
      await page.keyboard.type('service-7777');
    },
  ],
  [
    'scrolled',
    'many',
    async (page) => {
      await page.locator(grid).focus();
      await page.keyboard.press('End');
    },
  ],
  ['palette', 'company', async (page) => page.keyboard.press('Control+k')],
  [
    'palette-search',
    'company',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('orders');
      await page.keyboard.press('ArrowDown');
    },
  ],
  [
    'palette-actions',
    'company',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('an');
    },
  ],
  [
    'palette-nothing',
    'company',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('no such thing');
    },
  ],
  ['first-run', 'firstRun'],
  [
    'settings-desktop',
    'company',
    async (page) => {
      await page.keyboard.press('Control+,');
      await page.getByText('Keep running in the tray').scrollIntoViewIfNeeded();
      await page.getByRole('button', { name: /Global shortcut/ }).click();
    },
  ],
  [
    'settings-network',
    'proxy',
    async (page) => {
      await page.keyboard.press('Control+,');
      await page.getByRole('tab', { name: 'Network' }).click();
    },
  ],
  [
    'settings-update',
    'update',
    async (page) => {
      await page.keyboard.press('Control+,');
      await page.getByRole('button', { name: 'Download' }).scrollIntoViewIfNeeded();
    },
  ],
  ...clientShots,
  [
    'settings-command',
    'command',
    async (page) => {
      await page.keyboard.press('Control+,');
      await page.getByRole('button', { name: 'Remove the command' }).scrollIntoViewIfNeeded();
    },
  ],
  ...connectionShots,
  ...doctorShots,
  ...findingShots,
  ...gatewayShots,
  ...tunnelShots,
  ...mfaShots,
  ...profileShots,
  ...signInShots,
  ...copyAsShots,
  ...profileSetupShots,
];
