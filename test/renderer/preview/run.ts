/// <reference types="node" />
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { accessSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { chromium, type Page } from 'playwright';
import { build } from 'vite';

/**
 * Takes pictures of every screen and state, in both themes and two sizes, under the CSP that the
 * product has, and runs axe on each. To be looked at; nothing is compared.
 *
 *   npx tsx test/renderer/preview/run.ts FOLDER [pattern of names such as ^list-1280-light]
 */
const [folder = join(tmpdir(), 'latchkey-pictures'), only = ''] = process.argv.slice(2);
const project = fileURLToPath(new URL('../../..', import.meta.url));
const origin = 'http://latchkey.test';
const nonce = 'cHJldmlldw';
const csp = `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'`;

type Shot = readonly [name: string, scenario: string, act?: (page: Page) => Promise<void>];

const grid = '[role=grid]';
const row = (name: string) => async (page: Page) => {
  await page.locator('[role=row]', { hasText: name }).first().click();
};
const shots: readonly Shot[] = [
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
      await page.getByRole('button', { name: 'All regions' }).click();
      await page.getByRole('menuitem', { name: 'us-east-1' }).click();
      await page.getByRole('button', { name: 'platform-dev' }).click();
    },
  ],
  [
    'client-menu',
    'company',
    async (page) => {
      await page.locator('[role=row]', { hasText: 'billing' }).first().click();
      await page.keyboard.press('Control+o');
      await page.getByRole('menu').waitFor();
    },
  ],
  [
    'users',
    'company',
    async (page) => {
      await page.locator('[role=row]', { hasText: 'writer' }).first().click();
      await page.getByLabel('Sign in as').first().fill('');
      await page.getByLabel('Sign in as').first().press('ArrowDown');
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
];

const out = await mkdtemp(join(tmpdir(), 'latchkey-preview-'));
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
let defects = 0;
try {
  await mkdir(folder, { recursive: true });
  await buildParts();
  const inject = await readFile(join(out, 'inject.js'), 'utf8');
  const axe = await readFile(join(project, 'node_modules/axe-core/axe.min.js'), 'utf8');
  for (const [theme, width, height] of [
    ['light', 1280, 830],
    ['dark', 1280, 830],
    ['light', 800, 560],
    ['dark', 800, 560],
  ] as const) {
    const context = await browser.newContext({ viewport: { width, height } });
    await context.addInitScript(inject);
    await context.addInitScript(axe);
    await context.route(`${origin}/**`, async (route) => {
      const path = new URL(route.request().url()).pathname;
      const file = join(out, 'renderer', path === '/' ? 'index.html' : path);
      const body = await readFile(file);
      const type = path === '/' ? 'text/html' : path.endsWith('.css') ? 'text/css' : 'text/javascript';
      await route.fulfill({
        body: path === '/' ? body.toString().replace('%CSP_NONCE%', nonce) : body,
        headers: { 'content-type': type, 'content-security-policy': csp },
      });
    });
    for (const [name, scenario, act] of shots) {
      const label = `${name}-${width}-${theme}`;
      if (!new RegExp(only).test(label)) continue;
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') report(label, message.text());
      });
      page.on('pageerror', (error) => report(label, error.message));
      await page.goto(`${origin}/?scenario=${scenario}&theme=${theme}`);
      await page.locator('[role=contentinfo], footer').waitFor();
      try {
        await act?.(page);
      } catch (cause) {
        report(label, `could not act: ${String(cause).slice(0, 300)}`);
      }
      await page.evaluate(async () => {
        await new Promise((done) => requestAnimationFrame(done));
        await Promise.all(
          document
            .getAnimations()
            .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
            .map((one) => one.finished.catch(() => {})),
        );
      });
      await page.screenshot({ path: join(folder, `${label}.png`) });
      for (const finding of await findings(page)) report(label, finding);
      await page.close();
    }
    await context.close();
  }
} finally {
  await browser.close();
  await rm(out, { recursive: true, force: true });
}
process.stdout.write(`${defects} findings; pictures in ${folder}\n`);

function report(label: string, text: string): void {
  defects++;
  process.stdout.write(`${label}: ${text}\n`);
}

async function findings(page: Page): Promise<readonly string[]> {
  const found: unknown = await page.evaluate(`axe.run(document, {
    resultTypes: ['violations'],
    // while a popover or a dialog is open React Aria hides the page behind it, landmarks and all
    rules: document.querySelector('[role=dialog], [role=listbox], [role=menu]') === null ? {} : Object.fromEntries(
      ['region', 'landmark-one-main', 'page-has-heading-one', 'aria-hidden-focus'].map((id) => [id, { enabled: false }])),
  }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html, any }) => html.slice(0, 160) + ' ' + (any[0]?.message ?? '')).join(' | ')))`);
  return Array.isArray(found) ? found.map(String) : [];
}

async function buildParts(): Promise<void> {
  const quiet = { configFile: false, logLevel: 'error' } as const;
  await build({
    ...quiet,
    root: join(project, 'renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: join(out, 'renderer'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
  await build({
    ...quiet,
    root: project,
    build: {
      outDir: out,
      emptyOutDir: false,
      lib: {
        entry: fileURLToPath(new URL('inject.ts', import.meta.url)),
        formats: ['iife'],
        name: 'inject',
        fileName: () => 'inject.js',
      },
    },
  });
}

function findChromium(): string {
  for (const folderOnPath of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      const file = join(folderOnPath, name);
      try {
        accessSync(file);
        return file;
      } catch {
        // not in this folder
      }
    }
  }
  throw new Error('No Chromium on PATH: install chromium.');
}
