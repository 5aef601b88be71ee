import { z } from 'zod';
import { formatId, route, type FormatOptions } from '../app/copy-formats/model.ts';
import type { EngineFamily } from '../app/endpoints/model.ts';
import type { SortBy } from './endpoints/catalogue.ts';
import { noFilters, type Filters } from './endpoints/filter.ts';
import type { GroupBy } from './endpoints/groups.ts';
import type { View } from './window/view.ts';

const selectionKey = 'latchkey.selected';
const connectionKey = 'latchkey.connection';
const viewKey = 'latchkey.view';
const listViewKey = 'latchkey.list';
const welcomedKey = 'latchkey.welcomed';
const keptView = z.enum(['connections', 'databases']);
const text = z.string().max(512).nullable();
const keptListView = z.object({
  filters: z.object({
    iamReady: z.boolean(),
    postgres: z.boolean(),
    mysql: z.boolean(),
    // an earlier version did not know these
    dsql: z.boolean().default(false),
    tag: text.default(null),
    network: z.enum(['public', 'private']).nullable().default(null),
    region: text,
    account: text,
    environment: text,
  }),
  groupBy: z.enum(['place', 'account', 'region', 'environment', 'engine', 'none']),
  sortBy: z.enum(['name', 'environment', 'engine']),
});
const keptFormat = z.strictObject({ format: formatId, route });
const formatKey = (family: EngineFamily): string => `latchkey.form.${family}`;

/** How the list of databases is narrowed, grouped and sorted. */
export interface ListView {
  readonly filters: Filters;
  readonly groupBy: GroupBy;
  readonly sortBy: SortBy;
}

/** What of the interface outlives the window: the selection, and the client and the form last used. No secret. */
export interface Remembered {
  readonly view: View;
  readonly selectedId: string | null;
  readonly selectedConnectionId: string | null;
  readonly isWelcomed: boolean;
  readonly listView: ListView;
  readonly lastFormat: (family: EngineFamily) => Pick<FormatOptions, 'format' | 'route'> | null;
}

/** Reads what was kept; storage that is not there counts as empty. */
export function recall(): Remembered {
  return {
    view: keptView.safeParse(read(viewKey)).data ?? 'databases',
    selectedId: read(selectionKey),
    selectedConnectionId: read(connectionKey),
    isWelcomed: read(welcomedKey) !== null,
    listView: recallListView(),
    lastFormat: (family) => {
      const [format, to] = (read(formatKey(family)) ?? '').split(' ');
      return keptFormat.safeParse({ format, route: to }).data ?? null;
    },
  };
}

/** Keeps the selection. */
export function keepSelection(id: string | null): void {
  write(selectionKey, id);
}

/** Keeps the selection among the connections. */
export function keepConnection(id: string | null): void {
  write(connectionKey, id);
}

/** Keeps what the list shows; the active leases are gone at the next start, and nothing to come back to. */
export function keepView(view: View): void {
  if (view !== 'active') write(viewKey, view);
}

/** Keeps how the list is narrowed, grouped and sorted, but for the profile: that one is chosen anew each time. */
export function keepListView({ filters, groupBy, sortBy }: ListView): void {
  write(listViewKey, JSON.stringify({ filters: { ...filters, profile: null }, groupBy, sortBy }));
}

/** Keeps that the first steps were put away. */
export function keepWelcomed(): void {
  write(welcomedKey, 'yes');
}

/** Keeps the form that was last copied for a family of engines, and its way. */
export function keepFormat(family: EngineFamily, last: Pick<FormatOptions, 'format' | 'route'>): void {
  write(formatKey(family), `${last.format} ${last.route}`);
}

function recallListView(): ListView {
  const plain: ListView = { filters: noFilters, groupBy: 'place', sortBy: 'name' };
  try {
    const kept = keptListView.safeParse(JSON.parse(read(listViewKey) ?? ''));
    return kept.success ? { ...kept.data, filters: { ...noFilters, ...kept.data.filters } } : plain;
  } catch {
    return plain;
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // a window without storage forgets; nothing depends on it
  }
}
