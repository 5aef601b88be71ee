import { protocol, type Session } from 'electron';
import { serveRenderer } from '../window/serve-renderer.ts';

const SCHEME = 'latchkey-app';

/** The window's origin, and the only one whose requests are answered. Not the scheme of links from outside. */
export const ORIGIN = `${SCHEME}://window`;

/** Makes the scheme one with an origin of its own; must run before Electron is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

/**
 * Serves the built renderer to a session, and lets it load nothing else.
 *
 * @param root the built renderer's folder
 */
export function serveScheme(session: Session, root: string): void {
  session.protocol.handle(SCHEME, (request) => serveRenderer(root, request.url));
  session.webRequest.onBeforeRequest((details, done) => {
    const { protocol: scheme } = new URL(details.url);
    done({ cancel: scheme !== `${SCHEME}:` && scheme !== 'devtools:' });
  });
}
