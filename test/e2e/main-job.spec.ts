import { recorderTerminal } from './recorder-terminal.ts';
import { expect, test } from './fixtures.ts';
import { psqlWith } from './sign-in.ts';

const MINUTE_MS = 60_000;

test('find a database by typing, copy a token by keyboard, and log in with it', async ({
  latchkey,
  sandbox,
}) => {
  const { page } = latchkey;
  await expect(page.getByRole('row', { name: /latchkey-demo PostgreSQL/ })).toBeVisible();

  await page.keyboard.press('/');
  await page.keyboard.type('demo postgres 17');
  await expect(page.getByRole('row', { name: /latchkey-demo PostgreSQL/, selected: true })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ControlOrMeta+c');

  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByText('Token copied')).toBeVisible();
  await expect(inspector.getByRole('timer')).toHaveText(/^14:[0-5]\d$/);

  const token = await latchkey.clipboard();
  expect(token).toMatch(/^localhost:\d+\/\?Action=connect&DBUser=app_readonly&/);
  expect(token).not.toMatch(/\s/);
  expect(sandbox.postgres).not.toBeNull();
  if (sandbox.postgres === null) return;
  expect(await psqlWith(token, sandbox.postgres, sandbox, 'select 6 * 7')).toBe('42');

  await latchkey.moveClock(13 * MINUTE_MS + 30_000);
  await expect(inspector.getByText('Token copied, expires soon')).toBeVisible();
  await latchkey.moveClock(2 * MINUTE_MS);
  await expect(inspector.getByText('Expired', { exact: true })).toBeVisible();
  await expect(inspector.getByRole('button', { name: 'Copy a new one' })).toBeVisible();
  await expect.poll(() => latchkey.clipboard(), 'the clipboard is cleared when the lease ends').toBe('');
});

test('type, Enter, and be logged in by psql in a terminal', async ({ start, dataFolder }) => {
  const terminal = await recorderTerminal(dataFolder, "select 'row ' || (40 + 2);\n");
  const { page } = await start({ env: terminal.env });
  await expect(page.getByRole('row', { name: /latchkey-demo PostgreSQL/ })).toBeVisible();

  await page.keyboard.press('/');
  await page.keyboard.type('demo postgres');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Inspector' }).getByText('Opened psql')).toBeVisible();
  await expect.poll(() => terminal.output()).toContain('row 42');
});

test('the same for MySQL’s protocol', async ({ start, dataFolder, sandbox }) => {
  expect(sandbox.mysql, 'MariaDB’s server is needed: run `npm run setup -- --tests`').not.toBeNull();
  const terminal = await recorderTerminal(dataFolder, "select concat('row ', 40 + 2);\n");
  const { page } = await start({ env: terminal.env });
  await expect(page.getByRole('row', { name: /latchkey-demo-mysql/ })).toBeVisible();

  await page.keyboard.press('/');
  await page.keyboard.type('demo mysql');
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('complementary', { name: 'Inspector' }).getByText(/^Opened (mysql|mariadb)$/),
  ).toBeVisible();
  await expect.poll(() => terminal.output()).toContain('row 42');
});

test('host and forms are copied without a token', async ({ latchkey }) => {
  const { page } = latchkey;
  await page.getByRole('row', { name: /latchkey-demo PostgreSQL/ }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  for (const [choice, form] of [
    ['Copy host', /^localhost$/],
    [
      'Copy as psql',
      /^PGPASSWORD="\$\(aws rds [^]*\nPGREQUIREAUTH=password psql 'host=localhost .*sslmode=verify-full/,
    ],
  ] as const) {
    await inspector.getByRole('button', { name: 'More ways to open or copy' }).click();
    await page.getByRole('menuitem', { name: choice }).click();
    await expect.poll(() => latchkey.clipboard()).toMatch(form);
    expect(await latchkey.clipboard()).not.toContain('X-Amz');
  }
  await page.keyboard.press('ControlOrMeta+Shift+c');
  const dialog = page.getByRole('dialog', { name: /^Copy .* as$/ });
  await dialog.getByRole('option', { name: 'psql' }).press('c');
  await expect(dialog.getByRole('option', { name: 'Connection URL' })).toBeFocused();
  // Enter shows what was found by its letter, and then copies what is shown
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Preview: Connection URL')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await latchkey.clipboard()).toMatch(
    /^postgresql:\/\/app_readonly@localhost:\d+\/shop\?sslmode=verify-full&sslrootcert=\S+$/,
  );
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('a token of an assumed role carries its session token', async ({ latchkey }) => {
  const { page } = latchkey;
  await expect(page.getByRole('row', { name: /latchkey-demo PostgreSQL/ })).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('platform-prod catalog');
  await page.getByRole('row', { name: /catalog PostgreSQL/ }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('combobox', { name: 'Log in as' }).fill('app_readonly');
  await inspector.getByRole('button', { name: 'Copy token' }).click();
  await expect(inspector.getByText('Token copied')).toBeVisible();
  expect(await latchkey.clipboard()).toContain('X-Amz-Security-Token=');
});

test('whom one logs in as is remembered, and asked for where nobody knows', async ({ start }) => {
  const first = await start();
  await first.page.getByRole('row', { name: /ledger/ }).click();
  const fields = first.page.getByRole('complementary', { name: 'Inspector' });
  await fields.getByRole('button', { name: 'Copy token' }).click();
  await expect(fields.getByRole('combobox', { name: 'Log in as' })).toBeFocused();
  await first.page.keyboard.type('app@corp+readonly');
  await first.page.keyboard.press('Enter');
  await expect(fields.getByText('Token copied')).toBeVisible();
  expect(await first.clipboard()).toContain('DBUser=app%40corp%2Breadonly');
  await first.quit();

  const second = await start();
  await second.page.getByRole('row', { name: /ledger/ }).click();
  await expect(
    second.page
      .getByRole('complementary', { name: 'Inspector' })
      .getByRole('combobox', { name: 'Log in as' }),
  ).toHaveValue('app@corp+readonly');
});

test('quitting clears a token from the clipboard', async ({ start }) => {
  const latchkey = await start();
  await latchkey.page.getByRole('row', { name: /latchkey-demo PostgreSQL/ }).click();
  await latchkey.page.keyboard.press('ControlOrMeta+c');
  await expect.poll(() => latchkey.clipboard()).toContain('X-Amz-Signature');
  await latchkey.quit();
  expect(await latchkey.clipboard()).toBe('');
});
