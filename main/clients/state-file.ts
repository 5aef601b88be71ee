import { z } from 'zod';
import { clientChoices, clientId, ownClient, type ClientChoices } from '../../app/clients/model.ts';
import { entryReader } from '../files/entry-reader.ts';
import type { StateFileSchema } from '../files/json-file.ts';

const record = z.record(z.string(), z.unknown());

/** `clients.json`: a path or a client of the user's own that is not valid is left out, the others stay. */
export const clientChoicesSchema: StateFileSchema<ClientChoices> = {
  version: 1,
  initial: { paths: {}, own: [] },
  parse(data) {
    const held = z
      .object({ paths: record, own: z.array(z.unknown()), last: z.unknown().optional() })
      .safeParse(data);
    if (!held.success) return null;
    const entries = Object.entries(held.data.paths);
    const paths = entries.flatMap(([id, given]) => {
      const path = clientChoices.shape.paths.valueType.safeParse(given);
      return path.success && clientId.safeParse(id).success ? [[id, path.data] as const] : [];
    });
    const entry = entryReader(ownClient);
    const own = held.data.own.flatMap((given) => entry.read(given).data ?? []);
    const complete = paths.length === entries.length && own.length === held.data.own.length;
    const last = clientChoices.shape.last.safeParse(held.data.last).data;
    return {
      value: { paths: Object.fromEntries(paths), own: own.slice(0, 32), ...(last && { last }) },
      complete,
      ...entry.cleaned(),
    };
  },
};
