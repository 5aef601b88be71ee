import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { Updater } from '../../app/updates/ports.ts';
import { feedUpdater } from '../updates/feed-updater.ts';
import { hasFeed } from '../updates/has-feed.ts';

/**
 * Latchkey's own update, or null where this copy has no feed.
 *
 * @param report told of what goes wrong
 */
export function electronUpdater(report: (where: string, cause: unknown) => void): Updater | null {
  const { platform, resourcesPath } = process;
  const has = (name: string): boolean => existsSync(join(resourcesPath, name));
  const isAppImage = process.env['APPIMAGE'] !== undefined;
  if (!hasFeed({ isPackaged: app.isPackaged, platform, has, isAppImage })) return null;
  return feedUpdater({
    load: async () => (await import('electron-updater')).default.autoUpdater,
    // on Linux the new version is started before this one has ended, and would leave at the sight of it
    beforeInstall: () => app.releaseSingleInstanceLock(),
    report,
  });
}
