import type { Connection, ImportPreview } from '../../app/connections/model.ts';
import type { Snapshot } from '../../app/contract.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import type { Remembered } from '../remembered.ts';
import type { ConnectionForm } from './form.ts';

/** The saved connections, and the one that is selected. */
export interface ConnectionsState {
  readonly connections: readonly Connection[];
  readonly selectedConnectionId: string | null;
  /** Which databases connections led to when they were first seen. */
  readonly seenResources: Snapshot['seenResources'];
}

/** The dialogs of connections, with what each is about. */
export interface ConnectionsDialogs {
  /** Makes a connection or changes one. */
  readonly connection: { readonly form: ConnectionForm };
  readonly import: { readonly preview: ImportPreview };
  /** Saves many databases in one go. */
  readonly saveMany: { readonly endpoints: readonly Endpoint[] };
}

/** No connections, before main has answered. */
export function connectionsState({ selectedConnectionId }: Remembered): ConnectionsState {
  return { connections: [], selectedConnectionId, seenResources: {} };
}
