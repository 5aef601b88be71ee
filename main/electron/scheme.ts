import { protocol, type Session } from 'electron';
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
 * @param onScript called when a page has been handed a script
 */
export function serveScheme(session: Session, root: string, onScript: () => void): void {
  session.protocol.handle(SCHEME, async (request) => {
    const response = await serveRenderer(root, request.url);
    if (request.url.endsWith('.js')) onScript();
    return response;
  });
  session.webRequest.onBeforeRequest((details, done) => {
    const { protocol: scheme } = new URL(details.url);
    done({ cancel: scheme !== `${SCHEME}:` && scheme !== 'devtools:' });
  });
}
