import { runClientChoice, showClients } from '../clients/choices.ts';
import { clientsOf, keepersOf } from '../clients/usable.ts';
import { exportConnections, importConnections, newConnection } from '../connections/actions.ts';
import { openCopyAs } from '../copy-formats/actions.ts';
import { refreshAll } from '../endpoints/actions.ts';
import { copyAndSay, showHowToConnect, toggleGateway } from '../gateway/actions.ts';
import { gatewayOf, isOn } from '../gateway/gateways.ts';
import { selectedSubject, show } from '../selection.ts';
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

/** The commands that hold every word, in their usual order. */
export function commandsFor(from: State, words: readonly string[]): readonly Command[] {
  // they are many, and come only when they are asked for
  const more = words.length === 0 ? [] : clientCommands(from);
  return [...allCommands(from), ...more].filter(({ text }) =>
    words.every((word) => text.toLowerCase().includes(word)),
  );
}

function allCommands(from: State): readonly Command[] {
  const { platform, connections, update } = from;
  const mod = platform === 'darwin' ? '⌘' : 'Ctrl';
  return [
    { id: 'new', text: 'New connection', keys: [mod, 'N'], run: () => newConnection() },
    { id: 'refresh', text: 'Refresh: ask AWS again', keys: [mod, 'R'], run: refreshAll },
    { id: 'connections', text: 'Show connections', run: () => show('connections') },
    { id: 'databases', text: 'Show databases', run: () => show('databases') },
    { id: 'active', text: 'Show active tokens and sessions', run: () => show('active') },
    ...copyAsCommands(from),
    ...gatewayCommands(from),
    { id: 'import', text: 'Import connections…', run: () => void importConnections() },
    ...(connections.length === 0
      ? []
      : [{ id: 'export', text: 'Export connections…', run: () => void exportConnections(null) }]),
    { id: 'settings', text: 'Settings', keys: [mod, ','], run: () => setState({ dialog: 'settings' }) },
    { id: 'clients', text: 'Clients', run: showClients },
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

/** The clients that what is selected can be opened in, and those that keep an entry for it. */
function clientCommands(from: State): readonly Command[] {
  const subject = selectedSubject(from);
  if (subject === null) return [];
  const command = (id: string, text: string): Command => ({
    id,
    text,
    run: () => void runClientChoice(id, subject),
  });
  return [
    ...clientsOf(from, subject).map(({ id, name }) =>
      command(`open ${id}`, `Open ${subject.name} in ${name}`),
    ),
    ...keepersOf(from, subject).map(({ id, name }) =>
      command(`set up ${id}`, `Set up ${subject.name} in ${name}…`),
    ),
  ];
}

/** Copying what is selected in another form. */
function copyAsCommands(from: State): readonly Command[] {
  const subject = selectedSubject(from);
  if (subject === null || subject.family === null) return [];
  const mod = from.platform === 'darwin' ? '⌘' : 'Ctrl';
  return [
    {
      id: 'copy-as',
      text: `Copy ${subject.name} as…`,
      keys: [mod, '⇧', 'C'],
      run: () => void openCopyAs(subject),
    },
  ];
}

/** What can be done with the gateway of the connection that is selected. */
function gatewayCommands(from: State): readonly Command[] {
  const connection = selectedSubject(from)?.connection ?? null;
  if (connection === null) return [];
  const { id, name } = connection;
  const gateway = gatewayOf(from.gateways, id);
  const of = `Gateway of ${name}`;
  return [
    {
      id: 'gateway',
      text: `${of}: ${isOn(gateway) ? 'stop' : 'start'}`,
      keys: ['G'],
      run: () => toggleGateway(connection),
    },
    // what a client is told is known from the first start on
    ...(gateway === null
      ? []
      : [
          { id: 'how-to', text: `${of}: how to connect…`, run: () => showHowToConnect(connection) },
          { id: 'gateway-url', text: `${of}: copy URL`, run: () => void copyAndSay(id, 'url') },
          {
            id: 'gateway-password',
            text: `${of}: copy local password`,
            run: () => void copyAndSay(id, 'password'),
          },
        ]),
  ];
}
