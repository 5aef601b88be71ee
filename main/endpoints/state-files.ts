import { z } from 'zod';
import { foundNames, type FoundNames } from '../../app/endpoints/account-names.ts';
import { endpointCacheMigrations } from '../../app/endpoints/cache-migrations.ts';
import { endpointId, scan, signIn, type Scan } from '../../app/endpoints/model.ts';
import type { SignIns } from '../../app/endpoints/sign-ins.ts';
import { entryReader } from '../files/entry-reader.ts';
import type { StateFileSchema } from '../files/json-file.ts';

const record = z.record(z.string(), z.unknown());

/** `sign-ins.json`: an entry that is not valid is left out, the others stay. */
export const signInsSchema: StateFileSchema<SignIns> = {
  version: 1,
  initial: {},
  parse(data) {
    const held = record.safeParse(data);
    if (!held.success) return null;
    const entries = Object.entries(held.data);
    const entry = entryReader(signIn);
    const valid = entries.flatMap(([id, given]) => {
      const one = entry.read(given);
      return one.success && endpointId.safeParse(id).success ? [[id, one.data] as const] : [];
    });
    return {
      value: Object.fromEntries(valid),
      complete: valid.length === entries.length,
      ...entry.cleaned(),
    };
  },
};

/** `account-names.json`: what AWS calls accounts; what is not valid is asked for anew. */
export const accountNamesSchema: StateFileSchema<FoundNames> = {
  version: 1,
  initial: {},
  disposable: true,
  parse(data) {
    const held = foundNames.safeParse(data);
    return held.success ? { value: held.data, complete: true } : null;
  },
};

/** `endpoint-cache.json`: what discovery of 0.1.0 last found; what is not valid is found anew. */
export const endpointCacheSchema: StateFileSchema<Scan[]> = {
  version: 2,
  migrations: endpointCacheMigrations,
  initial: [],
  disposable: true,
  parse(data) {
    const held = z.array(scan).safeParse(data);
    return held.success ? { value: held.data, complete: true } : null;
  },
};
