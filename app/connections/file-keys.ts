import { z } from 'zod';
import { address } from '../common/address.ts';
import { proxyAddress } from '../proxies/model.ts';
import {
  sessionTarget,
  sharedRouteOf,
  sshDestination,
  type NetworkRoute,
  type SharedRoute,
} from '../tunnels/model.ts';
import { connection, sharedFields, type Connection, type SharedFields } from './model.ts';

/**
 * How a connection is written into files. Version 0.1.0 wrote the database host as `sign` and another address to connect
 * to as `dial`, and teams share files between versions. What 0.1.0 does not know has a key of its own, which is there
 * only where it says something.
 */
const routeFields = {
  dial: address.nullable(),
  /** Goes before `dial`, which is null beside it. */
  sessionManager: z.strictObject({ target: sessionTarget.nullable().default(null) }).optional(),
};

const fileRoute = z.strictObject(routeFields);

/** What `connections.json` alone has: it belongs to this machine, and goes before what is shared. */
const ownRouteFields = {
  ssh: z.strictObject({ destination: sshDestination }).optional(),
  proxy: z.strictObject({ address: proxyAddress.nullable() }).optional(),
};

function routeFromFile({ dial, sessionManager }: z.output<typeof fileRoute>): SharedRoute {
  if (sessionManager !== undefined) return { kind: 'session-manager', target: sessionManager.target };
  return dial === null ? { kind: 'direct' } : { kind: 'address', address: dial };
}

/** The keys of a route in files. */
function routeForFile(route: SharedRoute): z.input<typeof fileRoute> {
  switch (route.kind) {
    case 'direct':
      return { dial: null };
    case 'address':
      return { dial: route.address };
    case 'session-manager':
      return { dial: null, sessionManager: route.target === null ? {} : { target: route.target } };
  }
}

/** The shared fields of a connection under the keys that files have, in their order. */
export function forFile(
  field: keyof SharedFields,
  fields: SharedFields,
): readonly (readonly [string, unknown])[] {
  if (field === 'address') return [['sign', fields.address]];
  return field === 'networkRoute'
    ? Object.entries(routeForFile(fields.networkRoute))
    : [[field, fields[field]]];
}

/** Gives the fields of an entry of a file the names that they have in the code. */
export function fromFile<T extends z.output<typeof fileRoute> & { readonly sign: unknown }>({
  sign,
  dial,
  sessionManager,
  ...rest
}: T): Omit<T, 'sign' | 'dial' | 'sessionManager'> & {
  readonly address: T['sign'];
  readonly networkRoute: SharedRoute;
} {
  return { ...rest, address: sign, networkRoute: routeFromFile({ dial, sessionManager }) };
}

const { address: ownAddress, networkRoute: _, ...others } = connection.shape;

/** A connection as `connections.json` has it. */
export const storedConnection = z
  .strictObject({ ...others, sign: ownAddress, ...routeFields, ...ownRouteFields })
  .transform(({ ssh, proxy, ...entry }) => {
    const { networkRoute: shared, ...rest } = fromFile(entry);
    const own: NetworkRoute = ssh === undefined ? shared : { kind: 'ssh', ...ssh, shared };
    const networkRoute: NetworkRoute =
      proxy === undefined ? own : { kind: 'proxy', proxy: proxy.address, shared };
    return { ...rest, networkRoute };
  });

/** A connection as it goes into `connections.json`. */
export function toStored({
  address: sign,
  networkRoute: route,
  ...rest
}: Connection): z.input<typeof storedConnection> {
  return {
    ...rest,
    sign,
    ...routeForFile(sharedRouteOf(route)),
    ...(route.kind === 'ssh' && { ssh: { destination: route.destination } }),
    ...(route.kind === 'proxy' && { proxy: { address: route.proxy } }),
  };
}

const { address: __, networkRoute: ___, ...sharedOthers } = sharedFields.shape;

/** The shared fields under the keys that files have. */
export const fileFields = { ...sharedOthers, sign: sharedFields.shape.address, ...routeFields };
