import type { Command, DialogComponents, UiModule } from '../module.ts';
import type { Connection } from '../../app/connections/model.ts';
import { selectedShown } from '../selection.ts';
import type { State } from '../store.ts';
import { copyAndSay, showHowToConnect, toggleGateway } from './actions.ts';
import { gatewayOf, isOn } from './gateways.ts';
import { HowToConnect } from './how-to-connect.tsx';
import { CloseSessions, StopGateway } from './question-dialogs.tsx';
import type { GatewayDialogs } from './state.ts';

const dialogs: DialogComponents<GatewayDialogs> = {
  'how-to-connect': HowToConnect,
  'stop-gateway': StopGateway,
  'close-sessions': CloseSessions,
};

/** What the window has of gateways. */
export const gateway: UiModule = {
  mirror: ({ gateway: bridge }, { now }) => [bridge.onChanged((gateways) => now(() => ({ gateways })))],
  dialogs,
  commands: [
    {
      ...ofSelected('gateway', toggleGateway),
      text: 'Start or stop the gateway',
      keys: ['G'],
      where: 'list',
      isEnabled: (state) => connectionIn(state) !== null,
      inPalette: (state) => {
        const connection = connectionIn(state);
        const verb = isOn(gatewayOf(state.gateways, connection?.id ?? null)) ? 'stop' : 'start';
        return `Gateway of ${connection?.name ?? ''}: ${verb}`;
      },
    },
    {
      ...ofSelected('how-to-connect', showHowToConnect),
      text: 'How to connect through the gateway…',
      inPalette: (state) => `Gateway of ${nameIn(state)}: how to connect…`,
    },
    {
      ...ofSelected('copy-gateway-url', ({ id }) => void copyAndSay(id, 'url')),
      text: 'Copy the gateway URL',
      inPalette: (state) => `Gateway of ${nameIn(state)}: copy URL`,
    },
    {
      ...ofSelected('copy-gateway-password', ({ id }) => void copyAndSay(id, 'password')),
      text: 'Copy the local password',
      inPalette: (state) => `Gateway of ${nameIn(state)}: copy local password`,
    },
  ],
};

/** A command on the gateway of the connection that is selected: what a client is told is known from its first start on. */
function ofSelected(
  id: string,
  act: (connection: Connection) => void,
): Pick<Command, 'id' | 'where' | 'isEnabled' | 'run'> {
  return {
    id,
    where: 'anywhere',
    isEnabled: (state) => gatewayOf(state.gateways, connectionIn(state)?.id ?? null) !== null,
    run: () => {
      const connection = selectedShown()?.connection ?? null;
      if (connection !== null) act(connection);
    },
  };
}

function connectionIn(state: State): Connection | null {
  return selectedShown(state)?.connection ?? null;
}

function nameIn(state: State): string {
  return connectionIn(state)?.name ?? '';
}
