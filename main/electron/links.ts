import type { App } from 'electron';
import { LINK_SCHEME } from '../../app/links/model.ts';

/** Links that have come, until somebody opens them. */
export interface LinkInbox {
  put(link: string): void;
  /** Hands over what has come, and from now on what comes. */
  open(follow: (link: string) => void): void;
}

/** What is used of Electron's application to hear of links. */
interface OpensUrls {
  on(name: 'open-url', listener: (event: { preventDefault(): void }, link: string) => void): unknown;
}

/** Of a program's arguments those that are links: the rest is Electron's, or somebody's attempt. */
export function linksIn(argv: readonly string[]): readonly string[] {
  return argv.slice(1).filter((word) => word.toLowerCase().startsWith(`${LINK_SCHEME}:`));
}

/**
 * Collects the links that Latchkey was started with: in its arguments, or on macOS as an event that may come before
 * Electron is ready. Of those that have waited only the last is opened.
 * https://www.electronjs.org/docs/latest/api/app#event-open-url-macos
 */
export function collectLinks(app: OpensUrls, argv: readonly string[]): LinkInbox {
  let waiting = linksIn(argv).at(-1) ?? null;
  let follow: ((link: string) => void) | null = null;
  const inbox: LinkInbox = {
    put(link) {
      if (follow === null) waiting = link;
      else follow(link);
    },
    open(given) {
      follow = given;
      if (waiting !== null) given(waiting);
      waiting = null;
    },
  };
  app.on('open-url', (event, link) => {
    event.preventDefault();
    inbox.put(link);
  });
  return inbox;
}

/**
 * Makes this copy the one that `latchkey:` links lead to, where the package's installer has not: on Windows by the
 * registry. What follows `--` can be no switch of Chromium's. A copy from its source registers nothing.
 * https://www.electronjs.org/docs/latest/api/app#appsetasdefaultprotocolclientprotocol-path-args
 */
export function registerLinks(
  app: Pick<App, 'isPackaged' | 'setAsDefaultProtocolClient'>,
  platform: NodeJS.Platform = process.platform,
): void {
  if (!app.isPackaged) return;
  if (platform === 'win32') app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--']);
  else if (platform === 'darwin') app.setAsDefaultProtocolClient(LINK_SCHEME);
}
