import type { Connection } from '../../app/connections/model.ts';
import { moreChoices, openChoices, runClientChoice } from '../clients/choices.ts';
import { keyOf, keysOf } from '../commands.ts';
import { copyLastFormat, lastChoice, openCopyAs } from '../copy-formats/actions.ts';
import { copyHost } from '../copy-formats/copy-host.ts';
import { showHowToConnect, toggleGateway } from '../gateway/actions.ts';
import { gatewayOf, isOn } from '../gateway/gateways.ts';
import type { State } from '../store.ts';
import { subjectOfConnection } from '../subject.ts';
import { copyToken } from '../tokens/actions.ts';
import type { Choice } from '../ui/menu.tsx';
import {
  duplicateConnection,
  editConnection,
  exportConnections,
  removeConnection,
  stepConnection,
  togglePin,
} from './actions.ts';

interface Context {
  readonly from: State;
  /** The connections in the order of the list. */
  readonly shown: readonly Connection[];
  readonly isSearching: boolean;
}

/** What can be done with a connection, for the menu of its row. */
export function choicesFor(connection: Connection, context: Context): readonly Choice[] {
  const { from, shown, isSearching } = context;
  const { id, pinned } = connection;
  const subject = subjectOfConnection(connection);
  const last = lastChoice(subject);
  const clients = openChoices(from, subject);
  const [first] = clients;
  const ranks = shown.filter((one) => one.pinned);
  const at = ranks.findIndex((one) => one.id === id);
  const canMove = pinned && !isSearching;
  const { gateways, platform } = from;
  const [up = '', down = ''] = keysOf('move-pinned', platform);
  const key = (command: string): string => keyOf(command, platform);
  const gateway = gatewayOf(gateways, id);
  return [
    ...(first === undefined ? [] : [{ id: first.id, text: `Open in ${first.text}`, note: key('open') }]),
    { id: 'open-in', text: 'Open in', choices: [...clients, ...moreChoices(from, subject)] },
    { id: 'token', text: 'Copy token', note: key(clients.length === 0 ? 'open' : 'copy-token') },
    {
      id: 'gateway',
      text: isOn(gateway) ? 'Stop gateway' : 'Start gateway',
      note: key('gateway'),
      lined: true,
    },
    ...(gateway === null ? [] : [{ id: 'how-to', text: 'How to connect…' }]),
    { id: 'edit', text: 'Edit…', note: key('edit-connection'), lined: true },
    { id: 'duplicate', text: 'Duplicate', note: key('duplicate-connection') },
    { id: 'pin', text: pinned ? 'Unpin' : 'Pin', note: key('pin-connection') },
    ...(canMove && at > 0 ? [{ id: 'up', text: 'Move up', note: up }] : []),
    ...(canMove && at < ranks.length - 1 ? [{ id: 'down', text: 'Move down', note: down }] : []),
    { id: 'host', text: 'Copy host', lined: true },
    ...(last === null ? [] : [{ id: 'copy-last', text: `Copy as ${last.format.name}` }]),
    { id: 'copy-as', text: 'Copy as…', note: key('copy-as') },
    { id: 'export', text: 'Export…' },
    {
      id: 'delete',
      text: 'Delete',
      note: key('delete-connection'),
      lined: true,
    },
  ];
}

/** Does what was chosen in the menu of a row. */
export function runChoice(id: string, connection: Connection): void {
  const subject = subjectOfConnection(connection);
  if (runClientChoice(id, subject)) return;
  const acts: Readonly<Record<string, () => unknown>> = {
    token: () => copyToken(subject),
    gateway: () => toggleGateway(connection),
    'how-to': () => showHowToConnect(connection),
    edit: () => editConnection(connection),
    duplicate: () => duplicateConnection(connection),
    pin: () => togglePin(connection),
    up: () => stepConnection(connection, -1),
    down: () => stepConnection(connection, 1),
    host: () => copyHost(subject),
    'copy-last': () => copyLastFormat(subject),
    'copy-as': () => openCopyAs(subject),
    export: () => exportConnections([connection.id]),
    delete: () => removeConnection(connection),
  };
  acts[id]?.();
}
