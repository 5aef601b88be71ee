import type { DialogComponents, UiModule } from '../module.ts';
import { NetworkRouteDialog } from './network-route-dialog.tsx';
import type { TunnelsDialogs } from './state.ts';

const dialogs: DialogComponents<TunnelsDialogs> = { 'network-route': NetworkRouteDialog };

/** What the window has of tunnels. */
export const tunnels: UiModule = {
  mirror: ({ tunnels: bridge }, { now }) => [
    bridge.onSshAsks((sshQuestions) => now(() => ({ sshQuestions }))),
    bridge.onDefaultRoutes((defaultRoutes) => now(() => ({ defaultRoutes }))),
  ],
  dialogs,
};
