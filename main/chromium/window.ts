import { chromium, type BrowserContext, type Page, type Route } from 'playwright';
import type { EventName, Payload } from '../../app/contract.ts';
import type { Dispatch } from '../../app/dispatch.ts';
import { FIRST } from '../window/bounds.ts';
import { serveDevRenderer } from '../window/dev-renderer.ts';
import { serveRenderer } from '../window/serve-renderer.ts';
import { ASK, bridgeScript, TELL } from './bridge.ts';
import { withoutCredentials } from '../profiles/without-credentials.ts';

/** The window's origin. `.invalid` never resolves: what the renderer's folder does not answer, nobody does. */
export const ORIGIN = 'https://latchkey.invalid';

/** What a Chromium window is made from. */
export interface ChromiumWindowOptions {
  /** The Chromium or Chrome to run. */
  readonly executablePath: string;
  /** Chromium's own profile folder. */
  readonly userDataFolder: string;
  /** The built renderer's folder. */
  readonly renderer: string;
  /** Where Vite serves it while it is developed, else null. */
  readonly devServer: URL | null;
  /** The built preload script. */
  readonly preload: string;
  readonly headless: boolean;
  /** Flags of the starting program's own, such as a test's. */
  readonly args: readonly string[];
}

/** A window that shows the renderer. */
export interface ChromiumWindow {
  readonly page: Page;
  /** Tells the page of an event; a page that is gone is told nothing. */
  readonly tell: <E extends EventName>(name: E, payload: Payload<E>) => void;
  /** Begins to answer the page's requests and shows it. */
  open(dispatch: Dispatch): Promise<void>;
  /** Resolves when the window has been closed. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Starts a Chromium that can reach nothing but the renderer's files, over a pipe and no port. */
export async function chromiumWindow(options: ChromiumWindowOptions): Promise<ChromiumWindow> {
  const context = await chromium.launchPersistentContext(options.userDataFolder, {
    executablePath: options.executablePath,
    headless: options.headless,
    viewport: null,
    colorScheme: null,
    serviceWorkers: 'block',
    acceptDownloads: false,
    env: withoutCredentials(process.env),
    args: [
      // an application window without tabs; the page itself is loaded once it is served
      '--app=data:text/html,Latchkey',
      `--window-size=${FIRST.width},${FIRST.height}`,
      // no content security policy holds for WebRTC, whose first packet asks a server for one's address (RFC 8828)
      '--webrtc-ip-handling-policy=disable_non_proxied_udp',
      ...options.args,
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const closed = new Promise<void>((resolve) => page.once('close', () => resolve()));
  await lock(context, page, options);

  return {
    page,
    closed,
    tell(name, payload) {
      const told = page.evaluate(
        ([tell, event, value]) => {
          const receive: unknown = Reflect.get(globalThis, tell);
          if (typeof receive === 'function') receive(event, value);
        },
        [TELL, name, payload] as const,
      );
      // a window that is being closed or has not loaded yet: it asks for a snapshot when it has
      told.catch(() => undefined);
    },
    async open(dispatch) {
      await context.exposeBinding(ASK, ({ frame }, channel: unknown, input: unknown) =>
        dispatch(
          { origin: originOf(frame.url()), isMainFrame: frame === page.mainFrame() },
          String(channel),
          input,
        ),
      );
      await context.addInitScript({ content: await bridgeScript(options.preload) });
      await page.goto(`${ORIGIN}/index.html`);
    },
    close: () => context.close(),
  };
}

type RendererSource = Pick<ChromiumWindowOptions, 'renderer' | 'devServer'>;

/** The window loads nothing but the renderer, opens nothing and goes nowhere. */
async function lock(context: BrowserContext, page: Page, from: RendererSource): Promise<void> {
  context.on('page', (other) => {
    if (other !== page) void other.close();
  });
  await context.route('**/*', (route) => answer(route, from));
}

async function answer(route: Route, { renderer, devServer }: RendererSource): Promise<void> {
  const url = route.request().url();
  if (originOf(url) !== ORIGIN) {
    // no content leaves the page where it is; an aborted navigation would put an error page in its place
    return route.request().isNavigationRequest()
      ? route.fulfill({ status: 204 })
      : route.abort('blockedbyclient');
  }
  const response = await (devServer === null
    ? serveRenderer(renderer, url)
    : serveDevRenderer(devServer, url));
  return route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}

function originOf(url: string): string | null {
  try {
    return new URL(url).origin;
  } catch {
    return null;
  }
}
