import type { UiModule } from '../module.ts';

/** What the window has of AWS profiles. */
export const profiles: UiModule = {
  mirror: ({ profiles: bridge }, { now }) => [
    bridge.onChanged((changed) => now(() => ({ profiles: changed }))),
  ],
};
