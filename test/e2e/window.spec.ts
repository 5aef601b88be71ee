import axe from 'axe-core';
import { ask } from './driver.ts';
import { expect, test } from './fixtures.ts';

test('profiles say how they stand', async ({ latchkey }) => {
  const { page } = latchkey;
  const profiles = page.getByRole('list', { name: 'AWS profiles' });
  await expect(profiles.getByRole('button', { name: /platform-prod \d+ min/ })).toBeVisible();
  await expect(profiles.getByRole('button', { name: 'platform-dev keys' })).toBeVisible();
  await expect(profiles.getByRole('button', { name: 'break-glass MFA' })).toBeVisible();
  await expect(profiles.getByRole('button', { name: 'legacy Expired' })).toBeVisible();

  await expect(profiles.getByRole('button', { name: 'latchkey-sandbox SSO Sign in' })).toBeVisible();
  await expect(profiles.getByRole('button', { name: 'analytics Sign in' })).toBeVisible();
});

test('what AWS denies is said per region and hides nothing else', async ({ latchkey }) => {
  const { page } = latchkey;
  const denied = (where: string, what: string) =>
    page.getByRole('row', { name: new RegExp(`${where} Not allowed to list: ${what} ·`) });
  await expect(denied('platform-dev .* eu-west-1', 'rds:DescribeDBClusters')).toBeVisible();
  await expect(
    denied('platform-prod .* eu-central-1', 'rds:DescribeDBClusters, rds:DescribeDBInstances'),
  ).toBeAttached();
  await page.keyboard.press('/');
  await page.keyboard.type('reviews');
  await expect(page.getByRole('row', { name: /reviews MariaDB .* IAM off/ })).toBeVisible();
  await page.getByRole('searchbox').fill('orders writer');
  await expect(page.getByRole('row', { name: /orders .* writer/ }).first()).toBeVisible();
});

test('settings are kept', async ({ start }) => {
  const first = await start();
  await expect(first.page.getByRole('row', { name: /latchkey-demo PostgreSQL/ })).toBeVisible();
  await first.page.keyboard.press('ControlOrMeta+,');
  const dark = first.page.getByRole('dialog').getByText('Dark', { exact: true });
  await dark.click();
  await expect(first.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await first.quit();
  const second = await start();
  await expect(second.page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

// every screen and state, zoomed too, is looked at in test/pictures; this is the real window
test('axe finds nothing in the window', async ({ latchkey }) => {
  const { page } = latchkey;
  const first = page.getByRole('row', { name: /latchkey-demo PostgreSQL/ });
  await expect(first).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('orders writer');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('combobox', { name: 'Log in as' }).fill('app_readonly');
  await inspector.getByRole('button', { name: 'Copy token' }).click();
  await expect(inspector.getByText('Token copied')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.press('Delete');
  await expect(first).toBeVisible();
  await page.evaluate(axe.source);
  for (const theme of ['light', 'dark']) {
    await ask(page, 'settings', 'change', { theme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    // colours change over a moment
    await page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
          .map((one) => one.finished.catch(() => undefined)),
      ).then(() => undefined),
    );
    const found = await page.evaluate(async () => {
      const run: unknown = Reflect.get(Object(Reflect.get(globalThis, 'axe')), 'run');
      const result: unknown = typeof run === 'function' ? await run(document) : null;
      const violations: unknown = Reflect.get(Object(result), 'violations');
      return JSON.stringify(violations);
    });
    expect(JSON.parse(found)).toEqual([]);
  }
});
