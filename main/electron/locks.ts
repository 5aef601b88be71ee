import type { App, Session, WebContents } from 'electron';

/**
 * The window goes nowhere, opens nothing and sends nothing: links leave through main's table of pages.
 *
 * @param mayReload whether its page may load itself again, as it does while it is developed
 */
export function lockContents(app: Pick<App, 'on'>, mayReload: boolean): void {
  app.on('web-contents-created', (_event, contents) => lockOne(contents, mayReload));
}

function lockOne(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler' | 'setWebRTCIPHandlingPolicy' | 'getURL'>,
  mayReload: boolean,
): void {
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!mayReload || event.url !== contents.getURL()) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // no content security policy holds for WebRTC, whose first packet asks a server for one's address (RFC 8828)
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/** No permission is given, none is reported as given, and no device is handed out: the window needs none. */
export function lockSession(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
