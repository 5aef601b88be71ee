import { z } from 'zod';
import type { Migrations } from '../common/migrations.ts';

const entries = z.array(z.unknown());
const entry = z.looseObject({});

/** A step that gives each entry what it does not have yet. */
function added(values: Readonly<Record<string, unknown>>) {
  return (data: unknown): unknown =>
    entries.parse(data).map((given) => {
      const held = entry.safeParse(given);
      return held.success ? { ...values, ...held.data } : given;
    });
}

/** The steps of `gateways.json`. */
export const gatewayMigrations: Migrations = [
  // version 1 gave the connection's database to every client that named none, and the gateways of then go on so
  added({ addsDatabase: true }),
  // version 2 let in the programs of every user; whoever needs that has to say so
  added({ allowsOthers: false, keepsPort: false }),
];
