import { clientId, type ClientId } from '../app/clients/model.ts';
import type { EngineFamily } from '../app/endpoints/model.ts';

const selectionKey = 'latchkey.selected';
const clientKey = (family: EngineFamily): string => `latchkey.client.${family}`;

/** What of the interface outlives the window: the selection and the client last used. No secret. */
export interface Remembered {
  readonly selectedId: string | null;
  readonly lastClient: (family: EngineFamily) => ClientId | null;
}

/** Reads what was kept; storage that is not there counts as empty. */
export function recall(): Remembered {
  return {
    selectedId: read(selectionKey),
    lastClient: (family) => clientId.safeParse(read(clientKey(family))).data ?? null,
  };
}

/** Keeps the selection. */
export function keepSelection(id: string | null): void {
  write(selectionKey, id);
}

/** Keeps the client that was last opened for a family of engines. */
export function keepClient(family: EngineFamily, client: ClientId): void {
  write(clientKey(family), client);
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
