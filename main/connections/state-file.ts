import { z } from 'zod';
import { storedConnection, toStored } from '../../app/connections/file-keys.ts';
import { MAX_CONNECTIONS, type Connection } from '../../app/connections/model.ts';
import { seenResources, type SeenResources } from '../../app/connections/seen-resources.ts';
import { entryReader } from '../files/entry-reader.ts';
import type { StateFileSchema } from '../files/json-file.ts';

/**
 * `connections.json`: an entry that is not valid is left out, and so is one whose id an earlier one has;
 * the others stay. Texts of an earlier version that hide or forge are cleaned.
 */
export const connectionsSchema: StateFileSchema<Connection[]> = {
  version: 1,
  initial: [],
  parse(data) {
    const held = z.array(z.unknown()).safeParse(data);
    if (!held.success) return null;
    const valid = new Map<string, Connection>();
    const entry = entryReader(storedConnection);
    for (const given of held.data) {
      const one = entry.read(given);
      if (one.success && !valid.has(one.data.id) && valid.size < MAX_CONNECTIONS) {
        valid.set(one.data.id, one.data);
      }
    }
    return { value: [...valid.values()], complete: valid.size === held.data.length, ...entry.cleaned() };
  },
  write: (value) => value.map(toStored),
};

/** `connection-resources.json`: which databases connections led to; what cannot be read is learnt anew. */
export const seenResourcesSchema: StateFileSchema<SeenResources> = {
  version: 1,
  initial: {},
  disposable: true,
  parse(data) {
    const held = seenResources.safeParse(data);
    return held.success ? { value: held.data, complete: true } : null;
  },
};
