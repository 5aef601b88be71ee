import { connection, sharedFields, type Connection, type SharedFields } from './model.ts';
import { z } from 'zod';

/**
 * Two keys have other names in files than in the code: version 0.1.0 wrote `sign` and `dial`, and teams share files
 * between versions.
 */
const FILE_KEYS = { address: 'sign', connectAddress: 'dial' } as const;

/** The key that a field of a connection has in files. */
export function fileKeyOf(field: keyof SharedFields): string {
  return field === 'address' || field === 'connectAddress' ? FILE_KEYS[field] : field;
}

/** Gives the fields of an entry of a file the names that they have in the code. */
export function fromFile<T extends { readonly sign: unknown; readonly dial: unknown }>({
  sign,
  dial,
  ...rest
}: T): Omit<T, 'sign' | 'dial'> & {
  readonly address: T['sign'];
  readonly connectAddress: T['dial'];
} {
  return { ...rest, address: sign, connectAddress: dial };
}

const { address, connectAddress, ...others } = connection.shape;

/** A connection as `connections.json` has it. */
export const storedConnection = z
  .strictObject({ ...others, sign: address, dial: connectAddress })
  .transform(fromFile);

/** A connection as it goes into `connections.json`. */
export function toStored({ address, connectAddress, ...rest }: Connection): z.input<typeof storedConnection> {
  return { ...rest, sign: address, dial: connectAddress };
}

const { address: _, connectAddress: __, ...sharedOthers } = sharedFields.shape;

/** The shared fields under the keys that files have. */
export const fileFields = {
  ...sharedOthers,
  sign: sharedFields.shape.address,
  dial: sharedFields.shape.connectAddress,
};
