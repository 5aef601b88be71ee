import type { MenuItemConstructorOptions } from 'electron';
import type { OpenWith } from '../../app/connect/model.ts';
import { choicesIn } from '../../app/connect/route.ts';
import type { ClientId, Programs } from '../../app/clients/model.ts';
import type { Connection } from '../../app/connections/model.ts';
import type { Lease } from '../../app/tokens/model.ts';
import { shown } from '../../app/common/text/plain-text.ts';
import { isLeaseOf } from '../../app/connect/lease-name.ts';

/** What the tray's menu is drawn from. */
export interface TrayView {
  readonly connections: readonly Connection[];
  readonly leases: readonly Lease[];
  readonly programs: Programs;
  readonly openWith: OpenWith;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the tray's menu does. */
export interface TrayActions {
  copy(connectionId: string): void;
  open(connectionId: string, client: ClientId): void;
  show(): void;
  palette(): void;
  quit(): void;
}

const MINUTE_MS = 60_000;
/** A menu grows as wide as its longest label; this many characters of a name are kept. */
const NAME_LENGTH = 40;

/** The tray's menu: pinned connections in the user's order, each with what can be done for it. */
export function trayMenu(view: TrayView, actions: TrayActions): MenuItemConstructorOptions[] {
  const pinned = view.connections.filter((connection) => connection.pinned);
  const none: MenuItemConstructorOptions = { label: 'Pinned connections appear here', enabled: false };
  return [
    ...(pinned.length === 0 ? [none] : pinned.map((connection) => itemOf(connection, view, actions))),
    { type: 'separator' },
    { label: 'Show Latchkey', click: () => actions.show() },
    { label: 'Palette…', click: () => actions.palette() },
    { type: 'separator' },
    { label: 'Quit Latchkey', click: () => actions.quit() },
  ];
}

function itemOf(connection: Connection, view: TrayView, actions: TrayActions): MenuItemConstructorOptions {
  const { id, name, environment } = connection;
  const [usual] = choicesIn(view.openWith, { family: connection.family, connectionId: id });
  const client = view.programs.clients.find((one) => one.id === usual?.client) ?? null;
  const open: MenuItemConstructorOptions[] =
    client === null
      ? []
      : [{ label: `Open in ${literal(client.name)}`, click: () => actions.open(id, client.id) }];
  return {
    label: [
      literal(shortened(name)),
      ...(environment === null ? [] : [` (${literal(environment.label)})`]),
      ...timeLeft(connection, view),
    ].join(''),
    submenu: [{ label: 'Copy token', click: () => actions.copy(id) }, ...open],
  };
}

/** The running lease's time in whole minutes, so that the menu changes seldom; nothing once it has ended. */
function timeLeft(connection: Connection, { leases, now }: TrayView): string[] {
  const lease = leases.find((one) => isLeaseOf(one, connection));
  if (lease === undefined || lease.expiresAt <= now) return [];
  const minutes = Math.floor((lease.expiresAt - now) / MINUTE_MS);
  return [minutes === 0 ? '  ·  less than 1 min left' : `  ·  ${minutes} min left`];
}

/** Cut between characters as people see them. */
function shortened(name: string): string {
  const letters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  return letters.length <= NAME_LENGTH
    ? name
    : `${letters
        .slice(0, NAME_LENGTH - 1)
        .join('')
        .trimEnd()}…`;
}

/** In a menu's label `&` marks the letter that chooses it: https://www.electronjs.org/docs/latest/api/menu */
function literal(text: string): string {
  return shown(text).replaceAll('&', '&&');
}
