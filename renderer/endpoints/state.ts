import type { Scan, SignIn } from '../../app/endpoints/model.ts';
import type { Remembered } from '../remembered.ts';
import { noFilters, type Filters } from './filter.ts';

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
  readonly signIns: Readonly<Record<string, SignIn>>;
  readonly filters: Filters;
  readonly selectedId: string | null;
  /** What is typed for an endpoint and perhaps not yet remembered by main. */
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly needsUser: Waiting | null;
  /** Key of a list row to scroll to; a new object each time it is asked for. */
  readonly reveal: { readonly key: string } | null;
}

/** No databases, before main has answered. */
export function endpointsState({ selectedId }: Remembered): EndpointsState {
  return {
    scans: [],
    signIns: {},
    filters: noFilters,
    selectedId,
    drafts: {},
    needsUser: null,
    reveal: null,
  };
}
