import { z } from 'zod';
import type { Migrations } from '../common/migrations.ts';

const entries = z.array(z.unknown());
const entry = z.looseObject({});

/** Version 1 gave the connection's database to every client that named none, and the gateways of then go on so. */
function addAddsDatabase(data: unknown): unknown {
  return entries.parse(data).map((given) => {
    const held = entry.safeParse(given);
    return held.success ? { addsDatabase: true, ...held.data } : given;
  });
}

/** The steps of `gateways.json`. */
export const gatewayMigrations: Migrations = [addAddsDatabase];
