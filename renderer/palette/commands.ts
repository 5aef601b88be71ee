import { exportConnections, importConnections, newConnection } from '../connections/actions.ts';
import { refreshAll } from '../endpoints/actions.ts';
import { show } from '../selection.ts';
import { changeSettings } from '../settings/actions.ts';
import { setState, type State } from '../store.ts';
import { checkForUpdates } from '../updates/actions.ts';

/** Something that can be done from anywhere. */
export interface Command {
  readonly id: string;
  readonly text: string;
  /** Its own keys, for people; none where there are none. */
  readonly keys?: readonly string[];
  readonly run: () => void;
}

type From = Pick<State, 'platform' | 'connections' | 'update'>;

/** The commands that hold every word, in their usual order. */
export function commandsFor(from: From, words: readonly string[]): readonly Command[] {
  return allCommands(from).filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)));
}

function allCommands({ platform, connections, update }: From): readonly Command[] {
  const mod = platform === 'darwin' ? '⌘' : 'Ctrl';
  return [
    { id: 'new', text: 'New connection', keys: [mod, 'N'], run: () => newConnection() },
    { id: 'refresh', text: 'Refresh: ask AWS again', keys: [mod, 'R'], run: refreshAll },
    { id: 'connections', text: 'Show connections', run: () => show('connections') },
    { id: 'databases', text: 'Show databases', run: () => show('databases') },
    { id: 'active', text: 'Show active tokens', run: () => show('active') },
    { id: 'import', text: 'Import connections…', run: () => void importConnections() },
    ...(connections.length === 0
      ? []
      : [{ id: 'export', text: 'Export connections…', run: () => void exportConnections(null) }]),
    { id: 'settings', text: 'Settings', keys: [mod, ','], run: () => setState({ dialog: 'settings' }) },
    {
      id: 'shortcuts',
      text: 'Keyboard shortcuts',
      keys: ['?'],
      run: () => setState({ dialog: 'shortcuts' }),
    },
    { id: 'light', text: 'Theme: light', run: () => void changeSettings({ theme: 'light' }) },
    { id: 'dark', text: 'Theme: dark', run: () => void changeSettings({ theme: 'dark' }) },
    { id: 'system', text: 'Theme: as the system', run: () => void changeSettings({ theme: 'system' }) },
    ...(update.status === 'unavailable'
      ? []
      : [{ id: 'updates', text: 'Check for updates', run: () => void checkForUpdates() }]),
  ];
}
