import { readFileSync } from 'node:fs';
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
  const feed = textOf(join(resourcesPath, 'app-update.yml'));
  if (!hasFeed({ isPackaged: app.isPackaged, platform, feed })) return null;
  return feedUpdater({
    load: async () => {
      const { autoUpdater } = (await import('electron-updater')).default;
      // nor does a feed lead to plain text
      autoUpdater.netSession.webRequest.onBeforeRequest({ urls: ['http://*/*'] }, (_request, decide) =>
        decide({ cancel: true }),
      );
      return autoUpdater;
    },
    // a new version that is started before this one has ended would leave at the sight of it
    beforeInstall: () => app.releaseSingleInstanceLock(),
    report,
  });
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
