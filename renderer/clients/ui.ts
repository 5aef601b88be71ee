import type { DialogComponents, UiModule } from '../module.ts';
import { onSelected } from '../selection.ts';
import { runPrimary, showClientMenu } from './actions.ts';
import { clientOffers, showClients } from './choices.ts';
import { SetUpDialog } from './set-up-dialog.tsx';
import type { ClientsDialogs } from './state.ts';

const dialogs: DialogComponents<ClientsDialogs> = { 'set-up': SetUpDialog };

/** What the window has of clients. */
export const clients: UiModule = {
  mirror: ({ clients: bridge, connect }, { now }) => [
    bridge.onChanged((programs) => now(() => ({ programs }))),
    connect.onOpenWith((openWith) => now(() => ({ openWith }))),
  ],
  dialogs,
  offers: clientOffers,
  commands: [
    {
      id: 'open',
      text: 'Open in a client, or copy a token',
      keys: ['Enter'],
      where: 'list',
      ...onSelected((subject) => runPrimary(subject)),
    },
    {
      id: 'choose-client',
      text: 'Choose a client',
      keys: ['Mod+O'],
      where: 'anywhere',
      ...onSelected(showClientMenu),
    },
    { id: 'clients', text: 'Clients', where: 'anywhere', inPalette: true, run: showClients },
  ],
};
