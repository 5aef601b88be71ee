/** What a copy of Latchkey can tell of how it was installed. */
export interface Copy {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  /** Whether a file lies in the package's `resources`. */
  readonly has: (name: string) => boolean;
  /** Whether it was started from an AppImage. */
  readonly isAppImage: boolean;
}

/**
 * Whether a copy can update itself: it was packaged with a feed (`app-update.yml`), and nobody else looks after
 * it. What dpkg and rpm have installed is theirs, and electron-builder marks it with `package-type`.
 */
export function hasFeed({ isPackaged, platform, has, isAppImage }: Copy): boolean {
  if (!isPackaged || !has('app-update.yml') || has('package-type')) return false;
  return platform === 'darwin' || platform === 'win32' || isAppImage;
}
