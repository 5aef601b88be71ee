import type { UiModule } from '../module.ts';

/** What the window has of tunnels. */
export const tunnels: UiModule = {
  mirror: ({ tunnels: bridge }, { now }) => [
    bridge.onSshAsks((sshQuestions) => now(() => ({ sshQuestions }))),
  ],
};
