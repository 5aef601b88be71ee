import { DEMO_SIGN_IN } from '../sandbox/data-folder.ts';
import { PRIVATE_DATABASE } from '../sandbox/private-network/nodes.ts';
import { startSandbox, type Sandbox } from '../sandbox/start-sandbox.ts';
import { expect, test as base } from './fixtures.ts';
import { recorderTerminal } from './recorder-terminal.ts';

/** On a sandbox of its own, which has a database that no name on this machine leads to. */
const test = base.extend<object, { sandbox: Sandbox }>({
  sandbox: [
    async ({}, use) => {
      const sandbox = await startSandbox({ privateDatabase: true, without: ['mysql'] });
      await sandbox.postgres?.ready;
      await use(sandbox);
      await sandbox.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

test('Enter on a private database opens it through a node that is found', async ({
  start,
  sandbox,
  dataFolder,
}) => {
  const terminal = await recorderTerminal(dataFolder, 'select 6 * 7;\n');
  const { page, quit } = await start({ env: terminal.env });
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(page.getByRole('row', { name: new RegExp(PRIVATE_DATABASE) })).toBeVisible();

  await page.keyboard.press('/');
  await page.keyboard.type(PRIVATE_DATABASE);
  await page.keyboard.press('Enter');
  // whoever comes for the first time is asked as whom, and by which way
  await expect(inspector.getByRole('combobox', { name: 'Log in as' })).toBeFocused();
  await page.keyboard.type(DEMO_SIGN_IN.dbUser);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'By Session Manager' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => terminal.output()).toContain('42');

  // the tunnel stays for a while after its last client
  await expect(inspector.getByRole('region', { name: 'Route' }).getByRole('status')).toHaveText('Connected');
  await expect(inspector.getByText(/Chosen automatically\. Online in the database's VPC/)).toBeVisible();
  expect(sandbox.sessions.count()).toBe(1);
  await page.getByRole('button', { name: /^Active/ }).click();
  await expect(page.getByText(/^Through i-0b7c1d2e3f4a5b6c7 bastion · Connected/)).toBeVisible();
  await quit();
  await expect.poll(() => sandbox.sessions.count()).toBe(0);
});
