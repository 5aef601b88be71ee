import type { Client } from '../../../app/clients/model.ts';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { endpointOf, type Connection } from '../../../app/connections/model.ts';
import type { Lease } from '../../../app/tokens/model.ts';
import { openWithOf } from '../../../app/connect/route.ts';
import { trayMenu, type TrayView } from '../../../main/electron/tray-menu.ts';
import { connection as anyConnection } from '../../app/connections/any-connection.ts';

const NOW = Date.UTC(2026, 0, 1);

function connection(over: Partial<Connection> = {}): Connection {
  return anyConnection({ name: 'orders', dbUser: 'alice', environment: null, pinned: true, ...over });
}

function lease(of: Connection, over: Partial<Lease> = {}): Lease {
  return {
    endpointId: endpointOf(of),
    dbUser: of.dbUser,
    deliveredTo: 'clipboard',
    signedAt: NOW,
    expiresAt: NOW + 900_000,
    limitedBy: 'token',
    certain: true,
    ...over,
  };
}

function client(id: string, families: Client['families'], found: string | null): Client {
  return {
    id,
    name: id,
    runsIn: 'terminal',
    families,
    found,
    version: null,
    direct: '',
    gateway: '',
    caution: null,
    keepsEntries: false,
    isPathSet: false,
  };
}

function menu(over: Partial<TrayView> = {}) {
  const actions = { copy: vi.fn(), open: vi.fn(), show: vi.fn(), palette: vi.fn(), quit: vi.fn() };
  const programs = {
    clients: [
      client('psql', ['postgres'], '/usr/bin/psql'),
      client('mysql', ['mysql', 'mariadb'], null),
      client('mariadb', ['mariadb', 'mysql'], '/usr/bin/mariadb'),
    ],
    terminals: [],
    own: [],
  };
  const view = { connections: [connection()], leases: [], programs, now: NOW, ...over };
  const openWith = openWithOf(
    { clients: view.programs.clients, lastUsed: () => null },
    view.connections,
    () => false,
  );
  const items = trayMenu({ ...view, openWith }, actions);
  return { items, actions, labels: items.map(({ label, type }) => label ?? type) };
}

function submenu(item: MenuItemConstructorOptions | undefined): MenuItemConstructorOptions[] {
  return Array.isArray(item?.submenu) ? item.submenu : [];
}

/** Clicks an item as Electron does, as far as these items look at what they are handed. */
function click(item: MenuItemConstructorOptions | undefined): void {
  const handler: unknown = item?.click;
  if (typeof handler !== 'function') throw new Error('nothing to click');
  handler();
}

describe('the tray', () => {
  it('lists pinned connections in the user’s order, and then its own', () => {
    const { labels } = menu({
      connections: [
        connection({ name: 'b' }),
        connection({ name: 'hidden', pinned: false }),
        connection({ name: 'a', environment: { label: 'prod', kind: 'prod' } }),
      ],
    });
    expect(labels).toEqual([
      'b',
      'a (prod)',
      'separator',
      'Show Latchkey',
      'Palette…',
      'separator',
      'Quit Latchkey',
    ]);
  });

  it('says what would be there where nothing is pinned', () => {
    const { items } = menu({ connections: [] });
    expect(items[0]).toMatchObject({ label: 'Pinned connections appear here', enabled: false });
  });

  it('does what its items say', () => {
    const { items, actions } = menu();
    for (const item of submenu(items[0])) click(item);
    for (const item of items.slice(2)) if (item.type !== 'separator') click(item);
    expect(actions.copy).toHaveBeenCalledExactlyOnceWith(connection().id);
    expect(actions.open).toHaveBeenCalledExactlyOnceWith(connection().id, 'psql');
    for (const action of ['show', 'palette', 'quit'] as const) expect(actions[action]).toHaveBeenCalledOnce();
  });

  it('keeps a name readable: an ampersand is one, and a long one is cut', () => {
    const { labels } = menu({
      connections: [connection({ name: 'R&D' }), connection({ name: '🔑'.repeat(60) })],
    });
    expect(labels[0]).toBe('R&&D');
    expect(labels[1]).toBe(`${'🔑'.repeat(39)}…`);
  });
});

describe('the client to open', () => {
  const opens = (over: Partial<Connection>) =>
    submenu(menu({ connections: [connection(over)] }).items[0]).map(({ label }) => label);

  it('is the connection’s own, where it is installed', () => {
    expect(opens({ family: 'mysql', client: 'mariadb' })).toEqual(['Copy token', 'Open in mariadb']);
  });

  it('is else the first of its family that is', () => {
    expect(opens({ family: 'mysql', client: 'mysql' })).toEqual(['Copy token', 'Open in mariadb']);
    expect(opens({ family: 'postgres', client: null })).toEqual(['Copy token', 'Open in psql']);
  });

  it('is none that is there and cannot be handed a connection on this system', () => {
    const stuck = { ...client('psql', ['postgres'], '/usr/bin/psql'), direct: null, gateway: null };
    const programs = { clients: [stuck], terminals: [], own: [] };
    expect(submenu(menu({ programs }).items[0]).map(({ label }) => label)).toEqual(['Copy token']);
  });

  it('is nothing where none is: the token can still be copied', () => {
    const none = { clients: [], terminals: [], own: [] };
    expect(submenu(menu({ programs: none }).items[0]).map(({ label }) => label)).toEqual(['Copy token']);
  });
});

describe('a countdown', () => {
  const labelWith = (over: Partial<Lease>, at = NOW) =>
    menu({ leases: [lease(connection(), over)], now: at }).labels[0];

  it('is in whole minutes, so that the menu is drawn anew once a minute', () => {
    expect(labelWith({})).toBe('orders  ·  15 min left');
    expect(labelWith({}, NOW + 1)).toBe('orders  ·  14 min left');
    expect(labelWith({}, NOW + 60_000)).toBe('orders  ·  14 min left');
    expect(labelWith({}, NOW + 840_001)).toBe('orders  ·  less than 1 min left');
  });

  it('is gone with its lease', () => {
    expect(labelWith({}, NOW + 900_000)).toBe('orders');
  });

  it('is of the same database and the same user only', () => {
    expect(labelWith({ dbUser: 'bob' })).toBe('orders');
    expect(labelWith({ endpointId: 'dev|eu-west-1|other%3A5432' })).toBe('orders');
  });
});
