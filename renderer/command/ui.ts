import type { UiModule } from '../module.ts';

/** What the window has of the `latchkey` command. */
export const command: UiModule = {
  mirror: ({ command: bridge }, { now }) => [
    bridge.onChanged((changed) => now(() => ({ command: changed }))),
  ],
};
