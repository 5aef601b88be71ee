import type { UiModule } from '../module.ts';
import { checkForUpdates } from './actions.ts';

/** What the window has of Latchkey's own updates. */
export const updates: UiModule = {
  mirror: ({ updates: bridge }, { now }) => [bridge.onChanged((update) => now(() => ({ update })))],
  commands: [
    {
      id: 'check-for-updates',
      text: 'Check for updates',
      where: 'anywhere',
      isEnabled: ({ update }) => update.status !== 'unavailable',
      inPalette: true,
      run: () => void checkForUpdates(),
    },
  ],
};
