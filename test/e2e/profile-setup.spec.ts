import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { DEV, PROD } from '../sandbox/account.ts';
import { DEMO_SIGN_IN, prepareDataFolder } from '../sandbox/data-folder.ts';
import type { DemoDatabase } from '../sandbox/start-sandbox.ts';
import { browserStandIn, type BrowserStandIn } from './browser-stand-in.ts';
import { ask } from './driver.ts';
import { expect, test as base } from './fixtures.ts';
import { psqlWith } from './sign-in.ts';

/** Latchkey with a browser that the test plays the person in. */
const test = base.extend<{ person: BrowserStandIn }>({
  person: async ({ dataFolder }, use) => {
    const before = process.env['PATH'];
    const browser = await browserStandIn(dataFolder);
    await use(browser);
    await browser.close();
    // one host runs in this process
    process.env['PATH'] = before;
  },
});

test('three profiles are added from the list of accounts, with the keyboard alone', async ({
  start,
  person,
  dataFolder,
  sandbox,
}) => {
  const config = join(dataFolder, 'aws-config');
  const before = await readFile(sandbox.env['AWS_CONFIG_FILE'] ?? '', 'utf8');
  await writeFile(config, before, { mode: 0o600 });
  const { page } = await start({
    env: { ...person.env, AWS_CONFIG_FILE: config, LATCHKEY_SSO_CACHE: join(dataFolder, 'sso') },
  });
  await expect(page.getByRole('button', { name: 'analytics Sign in' })).toBeVisible();

  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('add aws profiles');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add AWS profiles' });
  await expect(dialog.getByRole('combobox', { name: 'Session name' })).toHaveValue('latchkey-sandbox');
  expect(await person.opened()).toEqual([]);
  await goTo(page, 'Tab', dialog.getByRole('button', { name: 'List accounts and roles' }));
  await page.keyboard.press('Enter');
  await expect.poll(() => person.opened()).toHaveLength(1);
  await person.choose('Allow access');

  const accounts = dialog.getByRole('list', { name: 'Accounts' });
  await expect(accounts).toContainText('AnalyticsReadOnly is analytics');
  await goTo(page, 'Tab', dialog.getByRole('button', { name: 'Choose 3' }));
  await page.keyboard.press('Enter');
  await expect(accounts.getByRole('checkbox', { checked: true })).toHaveCount(3);
  await expect(dialog.getByRole('list', { name: `Lines of ${config}` })).toContainText(
    '[profile acme-production-database-admin]',
  );
  expect(await readFile(config, 'utf8')).toBe(before);
  const add = dialog.getByRole('button', { name: 'Add 3 profiles' });
  await expect(add).toBeEnabled();
  await goTo(page, 'Tab', add);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  const after = await readFile(config, 'utf8');
  expect(after.startsWith(before)).toBe(true);
  expect(
    after
      .slice(before.length)
      .trim()
      .split(/\n+(?=\[)/),
  ).toEqual([
    section('acme-development-analytics-read-only', DEV, 'AnalyticsReadOnly'),
    section('acme-development-platform-engineer', DEV, 'PlatformEngineer'),
    section('acme-production-database-admin', PROD, 'DatabaseAdmin'),
  ]);
  expect((await stat(config)).mode & 0o777).toBe(0o600);
  // signed in already, so what they see appears
  await goTo(page, 'Tab', page.getByRole('button', { name: /^Databases/ }));
  await goTo(page, 'ArrowDown', page.getByRole('button', { name: 'acme-production-database-admin' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /^MySQL billing / })).toBeVisible();
});

test('from an empty machine to a query: one file, one sign-in', async ({
  start,
  person,
  dataFolder,
  sandbox,
}, info) => {
  const { postgres } = sandbox;
  if (postgres === null) throw new Error('no demo database');
  const file = info.outputPath('team.json');
  const config = join(dataFolder, 'aws-config');
  const own = await readFile(sandbox.env['AWS_CONFIG_FILE'] ?? '', 'utf8');
  await writeFile(config, `${own}\n${section('reporting', DEV, 'AnalyticsReadOnly')}\n`);
  const colleague = await start({ env: { AWS_CONFIG_FILE: config } });
  await ask(colleague.page, 'connections', 'save', { id: null, draft: draftFor(postgres) });
  await colleague.page.getByRole('button', { name: /^Connections 1/ }).click();
  await colleague.saveFile(file, async () => {
    await colleague.page.getByRole('button', { name: 'Export…' }).click();
    await expect(colleague.page.getByText(/Exported/)).toBeVisible();
  });
  await colleague.quit();

  const home = join(dataFolder, 'newcomer');
  await mkdir(home);
  await prepareDataFolder(sandbox, home);
  const { page, chooseFile, clipboard } = await start({
    dataFolder: home,
    env: {
      ...person.env,
      AWS_CONFIG_FILE: join(home, '.aws', 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'),
      LATCHKEY_SSO_CACHE: join(home, '.aws', 'sso', 'cache'),
    },
  });
  await page.getByRole('button', { name: /^Connections 0/ }).click();
  await chooseFile(file, () => page.getByRole('button', { name: 'Import…' }).first().click());
  await page.getByRole('button', { name: 'Import 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add the profiles of these connections' });
  await expect(dialog).toContainText('https://latchkey-sandbox.awsapps.com/start');
  await dialog.getByRole('button', { name: 'Add 1 profile' }).click();
  await page.getByRole('button', { name: 'Sign in to latchkey-sandbox' }).click();
  await expect.poll(() => person.opened()).toHaveLength(1);
  await person.choose('Allow access');
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.getByRole('rowheader', { name: /^reporting / }).click();
  await page
    .getByRole('complementary', { name: 'Inspector' })
    .getByRole('button', { name: 'Copy token' })
    .click();
  await expect(page.getByText('Token copied', { exact: true })).toBeVisible();
  expect(await psqlWith(await clipboard(), postgres, sandbox, 'select 6 * 7')).toBe('42');
  expect(await person.opened()).toHaveLength(1);
});

/** Presses a key until this has the focus. */
async function goTo(page: Page, key: 'Tab' | 'ArrowDown', target: Locator): Promise<void> {
  await expect(async () => {
    const isThere = await target.evaluate((element) => element === document.activeElement);
    if (!isThere) await page.keyboard.press(key);
    expect(isThere).toBe(true);
  }).toPass({ intervals: [20], timeout: 20_000 });
}

/** A profile of the sandbox's session, as Latchkey and the AWS CLI write it. */
function section(name: string, account: string, role: string): string {
  return `[profile ${name}]\nsso_session = latchkey-sandbox\nsso_account_id = ${account}\nsso_role_name = ${role}\nregion = us-east-1`;
}

function draftFor({ host, port, region }: DemoDatabase): object {
  return {
    ...DEMO_SIGN_IN,
    name: 'reporting',
    environment: null,
    notes: '',
    family: 'postgres',
    profile: 'reporting',
    region,
    address: { host, port },
    networkRoute: { kind: 'direct' },
    client: null,
    caFile: null,
  };
}
