import { z } from 'zod';
import { connectionId, MAX_CONNECTIONS } from '../../app/connections/model.ts';
import type { StateFileSchema } from '../files/json-file.ts';

/** `links.json`: an id that is not one is left out. */
export const linksSchema: StateFileSchema<string[]> = {
  version: 1,
  initial: [],
  parse(data) {
    const held = z.array(z.unknown()).safeParse(data);
    if (!held.success) return null;
    const valid = held.data.flatMap((given) => {
      const one = connectionId.safeParse(given);
      return one.success ? [one.data] : [];
    });
    const value = valid.slice(0, MAX_CONNECTIONS);
    return { value, complete: value.length === held.data.length };
  },
};
