import type { Connection } from '../../app/connections/model.ts';
import type { Command, DialogComponents, UiModule } from '../module.ts';
import { selectedShown } from '../selection.ts';
import type { State } from '../store.ts';
import {
  duplicateConnection,
  editConnection,
  exportConnections,
  importConnections,
  newConnection,
  removeConnection,
  stepConnection,
  togglePin,
} from './actions.ts';
import { ConnectionDialog } from './connection-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { SaveManyDialog } from './save-many-dialog.tsx';
import type { ConnectionsDialogs } from './state.ts';

const dialogs: DialogComponents<ConnectionsDialogs> = {
  connection: ConnectionDialog,
  import: ImportDialog,
  saveMany: SaveManyDialog,
};

/** What the window has of the saved connections. */
export const connections: UiModule = {
  mirror: ({ connections: bridge }, { now }) => [
    bridge.onChanged((changed) => now(() => ({ connections: changed }))),
    bridge.onSeen((seenResources) => now(() => ({ seenResources }))),
  ],
  dialogs,
  commands: [
    {
      id: 'new-connection',
      text: 'New connection',
      keys: ['Mod+N'],
      where: 'anywhere',
      inPalette: true,
      run: () => newConnection(),
    },
    {
      id: 'import',
      text: 'Import connections…',
      where: 'anywhere',
      inPalette: true,
      run: () => void importConnections(),
    },
    {
      id: 'export',
      text: 'Export connections…',
      where: 'anywhere',
      isEnabled: (state) => state.connections.length > 0,
      inPalette: true,
      run: () => void exportConnections(null),
    },
    ofSelected('edit-connection', 'Edit the connection', ['E', 'F2'], editConnection),
    ofSelected('duplicate-connection', 'Duplicate the connection', ['Mod+D'], duplicateConnection),
    ofSelected('pin-connection', 'Pin or unpin the connection', ['P'], togglePin),
    {
      ...ofSelected('move-pinned', 'Move a pinned connection', ['Alt+ArrowUp', 'Alt+ArrowDown'], (one, key) =>
        stepConnection(one, key === 'ArrowUp' ? -1 : 1),
      ),
      repeats: true,
      // while one searches the order is not the user's own
      isEnabled: (state) => selectedIn(state) !== null && state.query.trim() === '',
    },
    ofSelected('delete-connection', 'Delete the connection', ['Delete', 'Backspace'], removeConnection),
    ofSelected('connection-menu', 'Open the menu of the connection', ['Shift+F10', 'ContextMenu'], openMenu),
    {
      id: 'save-connection',
      text: 'Save, from any field of a connection',
      keys: ['Mod+Enter'],
      where: 'dialog',
      unless: (target) => formOf(target) === null,
      isEnabled: ({ dialog }) => dialog?.kind === 'connection',
      run: () => formOf(document.activeElement)?.requestSubmit(),
    },
  ],
};

/** A command on the connection that is selected in the list of connections. */
function ofSelected(
  id: string,
  text: string,
  keys: readonly string[],
  act: (connection: Connection, key?: string) => unknown,
): Command {
  return {
    id,
    text,
    keys,
    where: 'list',
    isEnabled: (state) => selectedIn(state) !== null,
    run: (key) => {
      const connection = selectedShown()?.connection ?? null;
      if (connection !== null) act(connection, key);
    },
  };
}

function selectedIn(state: State): Connection | null {
  return state.view === 'connections' ? (selectedShown(state)?.connection ?? null) : null;
}

function formOf(target: EventTarget | null): HTMLFormElement | null {
  return target instanceof Element ? target.closest('form') : null;
}

/** Asks the list for its menu, as the other mouse button does. */
function openMenu(): void {
  document.activeElement?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
}
