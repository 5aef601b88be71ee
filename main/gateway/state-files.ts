import { z } from 'zod';
import { gatewayMigrations } from '../../app/gateway/migrations.ts';
import { gatewayChoice, type GatewayChoice } from '../../app/gateway/model.ts';
import type { StateFileSchema } from '../files/json-file.ts';
import { keptPassword, type KeptPassword } from './local-passwords.ts';

const record = z.record(z.string(), z.unknown());

/** `gateways.json`: an entry that is not valid is left out, and so is one whose port an earlier one has. */
export const gatewaysSchema: StateFileSchema<GatewayChoice[]> = {
  version: 3,
  migrations: gatewayMigrations,
  initial: [],
  parse(data) {
    const held = z.array(z.unknown()).safeParse(data);
    if (!held.success) return null;
    const valid: GatewayChoice[] = [];
    for (const given of held.data) {
      const one = gatewayChoice.safeParse(given);
      const isTaken = valid.some(
        ({ connectionId, port }) => connectionId === one.data?.connectionId || port === one.data?.port,
      );
      if (one.success && !isTaken) valid.push(one.data);
    }
    return { value: valid, complete: valid.length === held.data.length };
  },
};

/** `local-passwords.json`: an entry that is not valid is left out, the others stay. */
export const localPasswordsSchema: StateFileSchema<Record<string, KeptPassword>> = {
  version: 1,
  initial: {},
  parse(data) {
    const held = record.safeParse(data);
    if (!held.success) return null;
    const entries = Object.entries(held.data);
    const valid = entries.flatMap(([id, given]) => {
      const one = keptPassword.safeParse(given);
      return one.success ? [[id, one.data] as const] : [];
    });
    return { value: Object.fromEntries(valid), complete: valid.length === entries.length };
  },
};
