import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { DIRECT, type ProxyList } from '../../app/proxies/model.ts';
import { sessionProxyOf } from '../../app/proxies/session-proxy.ts';
import { targetOf } from '../../app/proxies/target.ts';
import type { Updater } from '../../app/updates/ports.ts';
import { outbound } from '../proxies/outbound.ts';
import { ProxyError } from '../proxies/proxy-error.ts';
import { feedHost } from '../updates/feed-host.ts';
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
  const host = feedHost(feed ?? '');
  let proxies: ProxyList = DIRECT;
  return feedUpdater({
    async prepare() {
      const list = await outbound().listFor(targetOf('https', host, 443));
      if (!list.ok) throw new ProxyError('proxy-unreachable', list.error.message);
      proxies = list.value;
      const { autoUpdater } = (await import('electron-updater')).default;
      await autoUpdater.netSession.setProxy(sessionProxyOf(proxies));
    },
    load: async () => {
      const { autoUpdater } = (await import('electron-updater')).default;
      // nor does a feed lead to plain text
      autoUpdater.netSession.webRequest.onBeforeRequest({ urls: ['http://*/*'] }, (_request, decide) =>
        decide({ cancel: true }),
      );
      autoUpdater.on('login', (asked, answer) => {
        const asking = proxies.find(
          (one) => one !== 'direct' && asked.isProxy && one.host === asked.host && one.port === asked.port,
        );
        if (asking === undefined || asking === 'direct') answer('', '');
        else answer(asking.user, asking.password);
      });
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
