import type { UiModule } from '../module.ts';
import { openDialog } from '../store.ts';

/** What the window has of proxies; their page is one of the settings. */
export const proxies: UiModule = {
  mirror: ({ proxies: bridge }, { now }) => [
    bridge.onChanged((changed) => now(() => ({ proxies: changed }))),
  ],
  commands: [
    {
      id: 'proxy',
      text: 'Proxy settings',
      where: 'anywhere',
      inPalette: true,
      run: () => openDialog({ kind: 'settings', page: 'network' }),
    },
  ],
};
