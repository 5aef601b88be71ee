import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { build } from 'vite';
import { findChromium } from '../../scripts/find-chromium.ts';
import type { Shot } from './connection-shots.ts';

/** The two faces. */
export type Theme = 'light' | 'dark';

/** One face of a state: as it is at 1280 × 830, PNG. */
export interface Face {
  readonly picture: Buffer;
  /** The same at an eighth, PNG: what another build is compared with. */
  readonly thumbnail: Buffer;
}

/** One state of the window, looked at. */
export interface Look {
  readonly faces: Readonly<Record<Theme, Face>>;
  /** What is wrong with it, in both themes, at 100 % and at 200 %. */
  readonly findings: readonly string[];
}

/** A browser that shows every state of the window. */
export interface Studio {
  look(shot: Shot): Promise<Look>;
  /** The share of a thumbnail, from 0 to 1, that is clearly another colour in another one. */
  difference(one: Buffer, other: Buffer): Promise<number>;
  close(): Promise<void>;
}

const project = fileURLToPath(new URL('../..', import.meta.url));
const origin = 'http://latchkey.test';
const nonce = 'cHJldmlldw';
// the policy that the product has
const csp = `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'`;
const size = { width: 1_280, height: 830 };
/** Browser zoom gives a page half the pixels at 200 %. */
const zoomed = { width: size.width / 2, height: size.height / 2 };
/** All pictures are of the same moment, so that countdowns stand still; timers run on. */
const STOP_CLOCK = `{
  const moment = ${Date.parse('2026-11-23T10:00:00Z')};
  globalThis.Date = class extends Date {
    constructor(...given) {
      super(...(given.length === 0 ? [moment] : given));
    }
    static now() {
      return moment;
    }
  };
}`;

/** Builds the window with a fake behind it, and opens a browser. Throws where there is none. */
export async function openStudio(): Promise<Studio> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No Chromium or Chrome here: run `npm run setup`.');
  const out = await mkdtemp(join(tmpdir(), 'latchkey-preview-'));
  await buildParts(out);
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  const scripts = [
    STOP_CLOCK,
    await readFile(join(out, 'inject.js'), 'utf8'),
    await readFile(join(project, 'node_modules/axe-core/axe.min.js'), 'utf8'),
  ];
  const board = await browser.newPage();

  /** A window of its own: tabs of one window share a surface, and one that is made smaller shows in another's picture. */
  async function openWindow(): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: size });
    for (const script of scripts) await context.addInitScript(script);
    await serve(context, join(out, 'renderer'));
    return context;
  }

  return {
    async look(shot) {
      const context = await openWindow();
      const page = await context.newPage();
      const findings: string[] = [];
      const face = async (theme: Theme): Promise<Face> => {
        await page.evaluate((to) => {
          const change: unknown = Reflect.get(globalThis, 'changeTheme');
          if (typeof change === 'function') change(to);
          // a window that main has not answered knows no setting yet: it follows the system
          document.documentElement.dataset['theme'] = to;
        }, theme);
        await page.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' });
        await settled(page);
        const picture = await page.screenshot({ animations: 'disabled' });
        return { picture, thumbnail: await thumbnailOf(board, picture) };
      };
      const find = async (what: string, rules: Rules = {}): Promise<void> => {
        await settled(page);
        findings.push(...(await wrongWith(page, rules)).map((one) => `${what}: ${one}`));
      };
      try {
        await stage(page, shot, findings);
        const light = await face('light');
        await find('light, 100 %');
        const dark = await face('dark');
        // of all rules only the contrast depends on the theme, and it alone does not on the zoom
        await find('dark, 100 %', { only: ['color-contrast'] });
        await page.setViewportSize(zoomed);
        await find('200 %', { without: ['color-contrast'] });
        return { faces: { light, dark }, findings };
      } finally {
        await context.close();
      }
    },
    difference: async (one, other) =>
      Number(
        await board.evaluate(`(${DIFFERENCE})('${one.toString('base64')}', '${other.toString('base64')}')`),
      ),
    async close() {
      await browser.close();
      await rm(out, { recursive: true, force: true });
    },
  };
}

async function stage(page: Page, [, scenario, act]: Shot, findings: string[]): Promise<void> {
  page.setDefaultTimeout(60_000);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') findings.push(message.text());
  });
  page.on('pageerror', (error) => findings.push(error.message));
  await page.goto(`${origin}/?scenario=${scenario}`);
  await page.locator('[role=contentinfo], footer').waitFor();
  await act?.(page);
}

/** Brings what moves to its end: waiting for it would wait for ever where the window shrinks below the pointer. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let moving = 1; moving > 0;) {
      const ending = document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
      for (const one of ending) one.finish();
      moving = ending.length;
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
  });
}

/** Which of axe's rules are looked at; all, where neither is said. */
interface Rules {
  readonly only?: readonly string[];
  readonly without?: readonly string[];
}

/** What axe finds, by all of its rules or some, and whether anything is wider than the window. */
async function wrongWith(page: Page, rules: Rules): Promise<readonly string[]> {
  const found: unknown = await page.evaluate(`(${FINDINGS})(${JSON.stringify(rules)})`);
  return Array.isArray(found) ? found.map(String) : ['axe did not answer'];
}

const FINDINGS = `({ only, without = [] }) => axe.run(document, {
  resultTypes: ['violations'],
  ...(only === undefined ? {} : { runOnly: only }),
  rules: only !== undefined ? {} : Object.fromEntries([
    ...without,
    // while a popover or a dialog is open React Aria hides the page behind it, landmarks and all
    ...(document.querySelector('[role=dialog], [role=listbox], [role=menu]') === null ? [] :
      ['region', 'landmark-one-main', 'page-has-heading-one', 'aria-hidden-focus']),
  ].map((id) => [id, { enabled: false }])),
}).then(({ violations }) => [
  ...violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html, any }) => html.slice(0, 160) + ' ' + (any[0]?.message ?? '')).join(' | ')),
  ...(document.documentElement.scrollWidth > innerWidth ? ['the page is wider than the window'] : []),
  ...[...document.querySelectorAll('button, input')].filter((one) => {
    const { left, right, width } = one.getBoundingClientRect();
    return width > 0 && one.checkVisibility({ visibilityProperty: true }) && (left < -1 || right > innerWidth + 1);
  }).map((one) => 'out of the window: ' + one.outerHTML.slice(0, 160)),
])`;

async function thumbnailOf(board: Page, picture: Buffer): Promise<Buffer> {
  const made: unknown = await board.evaluate(`(${THUMBNAIL})('${picture.toString('base64')}')`);
  return Buffer.from(String(made), 'base64');
}

const THUMBNAIL = `async (picture) => {
  const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + picture)).blob(), { resizeWidth: ${size.width / 8}, resizeHeight: ${Math.floor(size.height / 8)}, resizeQuality: 'high' });
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}`;

/** A pixel is another colour where a channel differs by more than an eighth of its range. */
const DIFFERENCE = `async (one, other) => {
  const pixelsOf = async (picture) => {
    const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + picture)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  };
  const [a, b] = [await pixelsOf(one), await pixelsOf(other)];
  if (a.length !== b.length) return 1;
  let changed = 0;
  for (let at = 0; at < a.length; at += 4)
    if (Math.max(Math.abs(a[at] - b[at]), Math.abs(a[at + 1] - b[at + 1]), Math.abs(a[at + 2] - b[at + 2])) > 32) changed += 1;
  return changed / (a.length / 4);
}`;

async function serve(context: BrowserContext, folder: string): Promise<void> {
  await context.route(`${origin}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    const body = await readFile(join(folder, path === '/' ? 'index.html' : path));
    const type = path === '/' ? 'text/html' : path.endsWith('.css') ? 'text/css' : 'text/javascript';
    await route.fulfill({
      body: path === '/' ? body.toString().replace('%CSP_NONCE%', nonce) : body,
      headers: { 'content-type': type, 'content-security-policy': csp },
    });
  });
}

async function buildParts(out: string): Promise<void> {
  // what is pictured is what is shipped, also where a test runner says otherwise
  process.env['NODE_ENV'] = 'production';
  const quiet = {
    configFile: false,
    logLevel: 'error',
  } as const;
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
        entry: fileURLToPath(new URL('../renderer/scenes/inject.ts', import.meta.url)),
        formats: ['iife'],
        name: 'inject',
        fileName: () => 'inject.js',
      },
    },
  });
}
