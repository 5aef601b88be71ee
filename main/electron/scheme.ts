import { protocol, type Session } from 'electron';
import { serveDevRenderer } from '../window/dev-renderer.ts';
import { serveRenderer } from '../window/serve-renderer.ts';

const SCHEME = 'latchkey-app';

/** The window's origin, and the only one whose requests are answered. Not the scheme of links from outside. */
export const ORIGIN = `${SCHEME}://window`;

/** Makes the scheme one with an origin of its own; must run before Electron is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // V8 keeps the page's compiled scripts from run to run
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/**
 * Serves the built renderer to a session, and lets it load nothing else.
 *
 * @param root the built renderer's folder
 * @param devServer where Vite serves it while it is developed, else null
 * @param onScript called when a page has been handed a script
 */
export function serveScheme(
  session: Session,
  root: string,
  devServer: URL | null,
  onScript: () => void,
): void {
  session.protocol.handle(SCHEME, async ({ url }) => {
    const response = await (devServer === null ? serveRenderer(root, url) : serveDevRenderer(devServer, url));
    if (response.headers.get('content-type')?.startsWith('text/javascript') === true) onScript();
    return response;
  });
  session.webRequest.onBeforeRequest((details, done) => {
    const { protocol: scheme, host } = new URL(details.url);
    const isNewsOfChanges = devServer !== null && scheme === 'ws:' && host === devServer.host;
    done({ cancel: scheme !== `${SCHEME}:` && scheme !== 'devtools:' && !isNewsOfChanges });
  });
}
