import type { Snapshot } from '../../app/contract.ts';
import type { Scan, SignIn } from '../../app/endpoints/model.ts';
import type { Remembered } from '../remembered.ts';
import type { SortBy } from './catalogue.ts';
import type { Filters } from './filter.ts';
import type { GroupBy } from './groups.ts';

/** What is typed for an endpoint; it need not be valid yet. */
export interface Draft {
  readonly dbUser: string;
  readonly database: string;
}

/** An action that waits for a database user to be filled in. */
export interface Waiting {
  readonly endpointId: string;
  /** Does it again, now that there is one. */
  readonly goOn: () => void;
}

/** The databases that were found, and which of them the list shows. */
export interface EndpointsState {
  readonly scans: readonly Scan[];
  /** How far scanning is; null where nothing is scanned. */
  readonly progress: Snapshot['progress'];
  /** When each scope was last scanned, in milliseconds since the epoch, where that was after its rows arrived. */
  readonly scannedAt: ReadonlyMap<string, number>;
  /** When Latchkey was started, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** What is more than the window shows. */
  readonly leftOut: Snapshot['leftOut'];
  readonly signIns: Readonly<Record<string, SignIn>>;
  readonly filters: Filters;
  readonly groupBy: GroupBy;
  readonly sortBy: SortBy;
  /** Keys of the clusters whose members are shown. */
  readonly openClusters: ReadonlySet<string>;
  readonly selectedId: string | null;
  /** Ids of the databases that are chosen together; empty while only one is selected. */
  readonly chosen: ReadonlySet<string>;
  /** Where choosing a run of rows began. */
  readonly chosenFrom: string | null;
  /** What is typed for an endpoint and perhaps not yet remembered by main. */
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly needsUser: Waiting | null;
  /** Key of a list row to scroll to; a new object each time it is asked for. */
  readonly reveal: { readonly key: string } | null;
}

/** Nothing is chosen; always the same set, so that nothing is drawn for it. */
export const noneChosen: ReadonlySet<string> = new Set();

/** No databases, before main has answered. */
export function endpointsState({ selectedId, listView }: Remembered): EndpointsState {
  return {
    scans: [],
    progress: null,
    scannedAt: new Map(),
    startedAt: 0,
    leftOut: { scopes: 0, endpoints: 0 },
    signIns: {},
    ...listView,
    openClusters: new Set(),
    selectedId,
    chosen: noneChosen,
    chosenFrom: null,
    drafts: {},
    needsUser: null,
    reveal: null,
  };
}
