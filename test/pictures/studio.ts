import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import pLimit from 'p-limit';
import { chromium, type Browser, type Page } from 'playwright';
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

/** What the system of the one who looks prefers. */
export type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;

/** A browser that shows every state of the window. */
export interface Studio {
  look(shot: Shot): Promise<Look>;
  /**
   * Brings a window to a state and hands its page over, for what no picture shows.
   *
   * @param media what the system prefers
   * @returns what the visit says
   */
  visit<T>(shot: Shot, media: Media, what: (page: Page) => Promise<T>): Promise<T>;
  /** The share of a thumbnail, from 0 to 1, that is clearly another colour in another one. */
  difference(one: Buffer, other: Buffer): Promise<number>;
  close(): Promise<void>;
}

const project = fileURLToPath(new URL('../..', import.meta.url));
const nonce = 'cHJldmlldw';
// the policy that the product has
const csp = `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'`;
const size = { width: 1_280, height: 830 };
/** Browser zoom gives a page half the pixels at 200 %. */
const zoomed = { width: size.width / 2, height: size.height / 2 };
/** Nothing is left of the state before, and all are of the same moment, so that countdowns stand still; timers run on. */
const CLEAN = `{
  localStorage.clear();
  sessionStorage.clear();
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

/** How many windows are looked at at the same time. */
const WINDOWS = 2;

/** Builds the window with a fake behind it, and opens a browser. Throws where there is none. */
export async function openStudio(): Promise<Studio> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No Chromium or Chrome here: run `npm run setup`.');
  const out = await mkdtemp(join(tmpdir(), 'latchkey-preview-'));
  await buildParts(out);
  const server = await servePage(out);
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
  const board = await browser.newPage();
  const free = await Promise.all(Array.from({ length: WINDOWS }, () => openWindow(browser, server.origin)));
  const limit = pLimit(WINDOWS);
  const inWindow = <T>(what: (window: StudioWindow) => Promise<T>): Promise<T> =>
    limit(async () => {
      const window = free.pop();
      if (window === undefined) throw new Error('No window is free.');
      try {
        return await what(window);
      } finally {
        free.push(window);
      }
    });

  return {
    look: (shot) => inWindow((window) => lookAt(window, board, shot)),
    visit: (shot, media, what) =>
      inWindow(async (window) => {
        await window.page.emulateMedia(media);
        try {
          await stage(window, shot);
          return await what(window.page);
        } finally {
          await window.page.emulateMedia({ contrast: null, forcedColors: null, reducedMotion: null });
        }
      }),
    difference: async (one, other) =>
      Number(
        await board.evaluate(`(${DIFFERENCE})('${one.toString('base64')}', '${other.toString('base64')}')`),
      ),
    async close() {
      await browser.close();
      await server.close();
      await rm(out, { recursive: true, force: true });
    },
  };
}

/** A window that shows one state after the other: a new one for each costs more than all that is done in it. */
interface StudioWindow {
  readonly page: Page;
  readonly origin: string;
  /** What the page has complained of since it was last taken. */
  takeComplaints(): string[];
}

/** A window of its own: tabs of one share a surface, and one that is made smaller shows in another's picture. */
async function openWindow(browser: Browser, origin: string): Promise<StudioWindow> {
  const page = await browser.newPage({ viewport: size });
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, origin, takeComplaints: () => complaints.splice(0) };
}

async function lookAt(window: StudioWindow, board: Page, shot: Shot): Promise<Look> {
  const { page } = window;
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
  await stage(window, shot);
  const light = await face('light');
  await find('light, 100 %');
  const dark = await face('dark');
  // of all rules only the contrast depends on the theme, and it alone does not on the zoom
  await find('dark, 100 %', { only: ['color-contrast'] });
  await page.setViewportSize(zoomed);
  await find('200 %', { without: ['color-contrast'] });
  return { faces: { light, dark }, findings: [...findings, ...window.takeComplaints()] };
}

/** Brings a window to a state, from nothing: whatever the state before it has left is gone. */
async function stage({ page, origin, takeComplaints }: StudioWindow, [, scenario, act]: Shot): Promise<void> {
  // a shot may end with the button held
  await page.mouse.up();
  await page.goto('about:blank');
  await page.mouse.move(0, 0);
  await page.setViewportSize(size);
  takeComplaints();
  await page.goto(`${origin}/?scenario=${scenario}`);
  await page.locator('[role=contentinfo], footer').first().waitFor();
  await act?.(page);
}

/** Brings what moves to its end: waiting for it would wait for ever where the window shrinks below the pointer. */
export async function settled(page: Page): Promise<void> {
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
export interface Rules {
  readonly only?: readonly string[];
  readonly without?: readonly string[];
}

/** What axe finds, by all of its rules or some, and whether anything is wider than the window. */
export async function wrongWith(page: Page, rules: Rules): Promise<readonly string[]> {
  // asked for here, so that it runs beside the page's own script and not before the picture
  if (!(await page.evaluate('"axe" in globalThis'))) await page.addScriptTag({ url: '/studio/axe.js' });
  const found: unknown = await page.evaluate(`(${FINDINGS})(${JSON.stringify(rules)})`);
  return Array.isArray(found) ? found.map(String) : ['axe did not answer'];
}

const FINDINGS = `({ only, without = [] }) => axe.run(document, {
  resultTypes: ['violations'],
  // what nobody reads is not made: paths to each element that passed, and style sheets for a rule that is off
  selectors: false,
  preload: false,
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

/** What the page loads, each with the policy of the product: kept by the browser from the second state on. */
async function servePage(out: string): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const html = (await readFile(join(out, 'renderer', 'index.html'), 'utf8'))
    .replace('%CSP_NONCE%', nonce)
    // before the page's own script, where the preload script would be
    .replace(
      '<head>',
      '<head><script src="/studio/clean.js"></script><script src="/studio/inject.js"></script>',
    );
  const studio: Readonly<Record<string, string>> = {
    '/': html,
    '/favicon.ico': '',
    '/studio/clean.js': CLEAN,
    '/studio/inject.js': await readFile(join(out, 'inject.js'), 'utf8'),
    '/studio/axe.js': await readFile(join(project, 'node_modules/axe-core/axe.min.js'), 'utf8'),
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    const type = path === '/' ? 'text/html' : path.endsWith('.css') ? 'text/css' : 'text/javascript';
    const own = studio[path];
    (own === undefined ? readFile(join(out, 'renderer', path)) : Promise.resolve(own)).then(
      (body) =>
        response
          .writeHead(200, {
            'content-type': `${type}; charset=utf-8`,
            'content-security-policy': csp,
            'cache-control': path === '/' ? 'no-store' : 'max-age=3600',
          })
          .end(body),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The studio has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
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
