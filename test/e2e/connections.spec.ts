import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DEMO_SIGN_IN, prepareDataFolder } from '../sandbox/data-folder.ts';
import { startTunnel } from '../lab/tunnel.ts';
import type { Driver } from './driver.ts';
import { expect, test } from './fixtures.ts';
import { recorderTerminal } from './recorder-terminal.ts';
import { psqlWith } from './sign-in.ts';

const demo = /latchkey-demo PostgreSQL/;

/** Saves the demo database as a connection, by keyboard, from the list of databases. */
async function saveDemo(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('row', { name: demo })).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('demo postgres');
  await page.keyboard.press('Tab');
  await page.getByRole('grid', { name: 'Databases' }).focus();
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'New connection' });
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible();
}

const named = (page: Page) =>
  page.getByRole('grid', { name: 'Connections' }).locator('[data-connection] [role=rowheader]');

test('save from a database, restart, and copy a token with two keys', async ({ start, sandbox }) => {
  const first = await start();
  await saveDemo(first.page, 'shop of the demo');
  await first.quit();

  const { page, clipboard } = await start();
  // from the file, before AWS has answered anything
  await expect(page.getByRole('button', { name: /Connections 1/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.press('ControlOrMeta+c');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByText('Token copied')).toBeVisible();
  await expect(inspector.getByRole('heading', { name: 'shop of the demo' })).toBeVisible();
  if (sandbox.postgres === null) throw new Error('no demo database');
  expect(await psqlWith(await clipboard(), sandbox.postgres, sandbox, 'select 6 * 7')).toBe('42');
});

test('edit, duplicate, pin, delete and undo', async ({ start }) => {
  const { page, quit } = await start();
  await saveDemo(page, 'shop');
  const grid = page.getByRole('grid', { name: 'Connections' });
  await grid.focus();
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog', { name: 'Edit shop' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('shop · reports');
  await dialog.getByRole('textbox', { name: 'Notes' }).fill('Read only.\nAsk Dana.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(named(page)).toHaveText([/shop · reports/]);

  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByText('Ask Dana.')).toBeVisible();
  await inspector.getByRole('button', { name: 'Duplicate' }).click();
  await expect(named(page)).toHaveCount(2);
  await grid.focus();
  await page.keyboard.press('p');
  await expect(page.getByRole('list', { name: 'Pinned' }).getByRole('listitem')).toHaveCount(1);

  await grid.focus();
  await page.keyboard.press('Delete');
  await expect(named(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(named(page)).toHaveCount(2);
  await expect(page.getByRole('list', { name: 'Pinned' }).getByRole('listitem')).toHaveCount(1);
  await quit();

  const again = await start();
  await again.page.getByRole('button', { name: /Connections 2/ }).click();
  await expect(named(again.page)).toHaveText([/shop · reports copy/, /shop · reports/]);
});

test('export, and import on another computer: the same connections', async ({ start, sandbox }, info) => {
  const file = info.outputPath('latchkey-connections.json');
  const first = await start();
  await saveDemo(first.page, 'shop one');
  await saveDemoAgain(first.page, 'shop two');
  await exportTo(first, file);
  const text = await readFile(file, 'utf8');
  expect(text).toContain('"format": "latchkey-connections"');
  expect(text).not.toContain('X-Amz');
  await first.quit();

  const elsewhere = await mkdtemp(join(tmpdir(), 'latchkey-e2e-'));
  try {
    await prepareDataFolder(sandbox, elsewhere);
    const second = await start({ dataFolder: elsewhere });
    await second.page.getByRole('button', { name: /Connections 0/ }).click();
    await importFrom(second, file);
    const dialog = second.page.getByRole('dialog', { name: /Import/ });
    await expect(dialog.getByText(/2 will be added/)).toBeVisible();
    await dialog.getByRole('button', { name: /^Import 2/ }).click();
    await expect(named(second.page)).toHaveText([/shop one/, /shop two/]);

    const copy = info.outputPath('again.json');
    await exportTo(second, copy);
    expect(await readFile(copy, 'utf8')).toBe(text);
    await second.quit();
  } finally {
    await rm(elsewhere, { recursive: true, force: true });
  }
});

test('a file of which one entry is bad is told of, and the rest is imported', async ({ start }, info) => {
  const file = info.outputPath('team.json');
  const first = await start();
  await saveDemo(first.page, 'shop');
  await exportTo(first, file);
  const whole: unknown = JSON.parse(await readFile(file, 'utf8'));
  const entries: unknown = Reflect.get(Object(whole), 'connections');
  if (!Array.isArray(entries)) throw new Error('no connections in the file');
  const other = { ...entries[0], id: '7f9c24e5-3b1a-4c0d-8a6e-5f2b1c9d0e11', name: 'from the team' };
  const bad = { ...entries[0], id: '7f9c24e5-3b1a-4c0d-8a6e-5f2b1c9d0e12', name: 'bad', region: '../..' };
  await writeFile(file, JSON.stringify({ ...Object(whole), connections: [bad, other, ...entries] }));

  await importFrom(first, file);
  const dialog = first.page.getByRole('dialog', { name: /Import/ });
  await expect(dialog.getByText(/1 will be added/)).toBeVisible();
  await expect(dialog.getByText(/region/)).toBeVisible();
  await dialog.getByRole('button', { name: /^Import 1/ }).click();
  await expect(named(first.page)).toHaveCount(2);
});

test('through a tunnel: signed for the real host, dialled elsewhere', async ({
  start,
  sandbox,
  dataFolder,
}) => {
  if (sandbox.postgres === null) throw new Error('no demo database');
  const tunnel = await startTunnel(sandbox.postgres.port);
  try {
    const terminal = await recorderTerminal(dataFolder, "select 'row ' || (40 + 2);\n");
    const { page } = await start({ env: terminal.env });
    await saveDemo(page, 'tunnelled');
    await page.getByRole('grid', { name: 'Connections' }).focus();
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: 'Edit tunnelled' });
    await dialog.getByText('Another address').click();
    await dialog.getByRole('textbox', { name: 'Connect host' }).fill(`127.0.0.1:${tunnel.port}`);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await expect(inspector.getByText(`127.0.0.1:${tunnel.port}`)).toBeVisible();
    await page.getByRole('grid', { name: 'Connections' }).focus();
    await page.keyboard.press('Enter');
    await expect(inspector.getByText('Opened psql')).toBeVisible();
    await expect.poll(() => terminal.output()).toContain('row 42');
    expect(tunnel.connections()).toBeGreaterThan(0);
  } finally {
    await tunnel.close();
  }
});

test('the whole job by keyboard alone, as a screen reader hears it', async ({ start }) => {
  const { page, clipboard } = await start();
  await expect(page.getByRole('row', { name: demo })).toBeVisible();
  // a connection made by hand, field by field
  await page.keyboard.press('ControlOrMeta+n');
  await expect(page.getByRole('dialog', { name: 'New connection' })).toMatchAriaSnapshot(`
    - dialog "New connection":
      - textbox "Name"
  `);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('searchbox', { name: 'Search databases' })).toBeFocused();

  await saveDemo(page, 'by keys');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog', { name: 'Palette' })).toMatchAriaSnapshot(`
    - dialog "Palette":
      - combobox "Find a connection, a database or an action" [expanded]
      - listbox "Results":
        - group "Connections":
          - option /by keys/ [selected]
        - group "Actions"
  `);
  await page.keyboard.press('ControlOrMeta+c');
  await expect.poll(() => clipboard()).toContain(`DBUser=${DEMO_SIGN_IN.dbUser}`);
  await expect(page.locator('[aria-live=polite]')).toHaveText(
    /Token copied for by keys, valid for 15 minutes\./,
  );
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toMatchAriaSnapshot(`
    - complementary "Inspector":
      - heading "by keys" [level=2]
      - button "Copy host"
      - region "Token"
      - button /Open in/
      - button /Copied|Copy token/
  `);
  await expect(page.getByRole('navigation')).toMatchAriaSnapshot(`
    - navigation "Views, pinned connections and profiles":
      - list:
        - listitem:
          - button "Connections 1"
        - listitem:
          - button /Databases \\d+/
        - listitem:
          - button "Active 1"
      - heading "AWS profiles" [level=2]
  `);
});

/** Saves the same database a second time, from its inspector. */
async function saveDemoAgain(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Databases/ }).click();
  await page.getByRole('row', { name: demo }).click();
  await page.getByRole('button', { name: 'Save as connection…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New connection' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
}

async function exportTo(latchkey: Driver, file: string): Promise<void> {
  await latchkey.page.getByRole('button', { name: /^Connections/ }).click();
  await latchkey.saveFile(file, async () => {
    await latchkey.page.getByRole('button', { name: 'Export…' }).click();
    await expect(latchkey.page.getByText(/Exported/)).toBeVisible();
  });
}

async function importFrom(latchkey: Driver, file: string): Promise<void> {
  await latchkey.chooseFile(file, () =>
    latchkey.page.getByRole('button', { name: 'Import…' }).first().click(),
  );
}
