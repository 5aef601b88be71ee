/** What a copy of Latchkey can tell of how it was installed. */
export interface Copy {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  /** The text of the package's `app-update.yml`, which says where its feed is; null where it has none. */
  readonly feed: string | null;
}

/**
 * Whether a copy can update itself: it was packaged with a feed, the feed is not read in plain text, and the system
 * checks who signed what arrives, as macOS and Windows do. An AppImage has no such check, and what dpkg and rpm have
 * installed is theirs: on Linux a new version comes by the package manager, or by hand.
 */
export function hasFeed({ isPackaged, platform, feed }: Copy): boolean {
  if (!isPackaged || feed === null || (platform !== 'darwin' && platform !== 'win32')) return false;
  return !isPlain(feed);
}

/** Whether any address in a feed's description is one that anybody on the way can answer. */
function isPlain(feed: string): boolean {
  return /(?:^|[^a-z])http:/im.test(feed);
}
