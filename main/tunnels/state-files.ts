import { z } from 'zod';
import { defaultRoute, MAX_DEFAULT_ROUTES, type DefaultRoute } from '../../app/tunnels/model.ts';
import { MAX_REMEMBERED, rememberedNode, type RememberedNode } from '../../app/tunnels/remembered.ts';
import type { StateFileSchema } from '../files/json-file.ts';

/** `tunnels.json`: an entry that is not valid is left out; nodes are found anew. */
export const rememberedSchema: StateFileSchema<RememberedNode[]> = {
  version: 1,
  initial: [],
  disposable: true,
  parse(data) {
    const held = z.array(z.unknown()).safeParse(data);
    if (!held.success) return null;
    const valid = held.data.flatMap((given) => rememberedNode.safeParse(given).data ?? []);
    return { value: valid.slice(-MAX_REMEMBERED), complete: valid.length === held.data.length };
  },
};

/** `network-routes.json`: an entry that is not valid is left out; it is asked for again. */
export const defaultRoutesSchema: StateFileSchema<DefaultRoute[]> = {
  version: 1,
  initial: [],
  parse(data) {
    const held = z.array(z.unknown()).safeParse(data);
    if (!held.success) return null;
    const valid = held.data.flatMap((given) => defaultRoute.safeParse(given).data ?? []);
    return { value: valid.slice(-MAX_DEFAULT_ROUTES), complete: valid.length === held.data.length };
  },
};
