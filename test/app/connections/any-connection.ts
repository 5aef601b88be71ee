import * as fc from 'fast-check';
import { hostName } from '../../../app/common/address.ts';
import {
  connectionName,
  LAST_CHANGE_TIME,
  MAX_CONNECTIONS,
  type Connection,
} from '../../../app/connections/model.ts';
import type { SharedConnection } from '../../../app/connections/shared-connection.ts';
import { isPlainText, plainLine } from '../../../app/common/text/plain-text.ts';
import { databaseName, databaseUser, environment } from '../../../app/endpoints/model.ts';
import { sharedRouteOf } from '../../../app/tunnels/model.ts';
import { profileName } from '../../../app/profiles/model.ts';
import { anyText } from '../any-text.ts';
import { connection, idOf } from './sample-connection.ts';

const text = fc.oneof(
  anyText.map(plainLine),
  anyText,
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'é e\u0301', '"\\'),
);
const label = fc.stringMatching(/^[A-Za-z0-9_]([A-Za-z0-9_-]{0,10}[A-Za-z0-9_])?$/);
const host = fc.oneof(
  fc
    .array(label, { minLength: 1, maxLength: 5 })
    .map((labels) => labels.join('.'))
    .filter((name) => hostName.safeParse(name).success),
  fc.constantFrom('127.0.0.1', '::1', 'fe80::1'),
);
const address = fc.record({ host, port: fc.integer({ min: 1, max: 65_535 }) });

const anySharedRoute = fc.oneof(
  fc.constant({ kind: 'direct' } as const),
  address.map((at) => ({ kind: 'address', address: at }) as const),
  fc
    .constantFrom(null, 'i-0b7c1d2e', 'mi-0123456789abcdef0')
    .map((target) => ({ kind: 'session-manager', target }) as const),
);

export { connection, idOf };

/** Any connection that the model allows. */
export const anyConnection: fc.Arbitrary<Connection> = fc.record({
  id: fc.uuid(),
  name: text.filter((name) => connectionName.safeParse(name).success),
  environment: fc.option(
    fc.record({
      label: text.filter((label) => environment.shape.label.safeParse(label).success),
      kind: fc.constantFrom('prod', 'staging', 'dev', 'other'),
    }),
  ),
  notes: text.filter((notes) => isPlainText(notes)),
  family: fc.constantFrom('postgres', 'mysql', 'mariadb'),
  profile: text.filter((name) => profileName.safeParse(name).success),
  region: fc.constantFrom('eu-west-1', 'us-gov-west-1', 'ap-southeast-3'),
  address: address,
  networkRoute: fc.oneof(
    anySharedRoute,
    fc.record({
      kind: fc.constant('ssh' as const),
      destination: fc.constantFrom('bastion', 'dana@bastion.example', 'ssh://dana@[::1]:2222'),
      shared: anySharedRoute,
    }),
    fc.record({
      kind: fc.constant('proxy' as const),
      proxy: fc.option(
        fc.record({
          protocol: fc.constantFrom('http' as const, 'https' as const, 'socks5' as const),
          host: fc.constantFrom('proxy.example', '10.0.0.1'),
          port: fc.integer({ min: 1, max: 65_535 }),
          user: fc.constantFrom('', 'ana'),
        }),
      ),
      shared: anySharedRoute,
    }),
  ),
  dbUser: text.filter((user) => databaseUser.safeParse(user).success),
  database: text.filter((name) => databaseName.safeParse(name).success),
  client: fc.option(fc.constantFrom('psql', 'mysql', 'mariadb')),
  caFile: fc.option(text),
  pinned: fc.boolean(),
  changedAt: fc.integer({ min: 0, max: LAST_CHANGE_TIME }),
  usedAt: fc.option(fc.integer({ min: 0, max: LAST_CHANGE_TIME })),
});

/** Any list of connections with ids of their own. */
export const anyConnections = fc.uniqueArray(anyConnection, { selector: ({ id }) => id, maxLength: 12 });

/** As many connections as there may be, and more. */
export function many(count = MAX_CONNECTIONS): Connection[] {
  return Array.from({ length: count }, (_, index) => connection({ id: idOf(index), name: `db ${index}` }));
}

/** What a shared file holds of a connection, spelled out so that a field that gets lost is missed. */
export function shared(one: Connection): SharedConnection {
  return {
    id: one.id,
    name: one.name,
    environment: one.environment,
    notes: one.notes,
    family: one.family,
    profile: one.profile,
    region: one.region,
    address: one.address,
    networkRoute: sharedRouteOf(one.networkRoute),
    dbUser: one.dbUser,
    database: one.database,
    client: one.client,
    changedAt: one.changedAt,
  };
}
