import { z } from 'zod';
import { succeed, type Result } from '../../app/common/result.ts';
import type { StateFile } from '../../app/common/state-file.ts';
import { confirmedKey } from '../../app/profiles/config-files/model.ts';
import { profileName } from '../../app/profiles/model.ts';
import type { StateFileSchema } from '../files/json-file.ts';

const confirmedAddress = z.strictObject({ profile: profileName, address: z.string().min(1).max(2_048) });

/** An address that others can read, to which a profile's requests may go all the same. */
export type ConfirmedAddress = z.infer<typeof confirmedAddress>;

/** More than anybody confirms. */
const MAX_CONFIRMED = 1_000;

/** `confirmed-addresses.json`: an entry that is not valid is left out, and asked about again. */
export const confirmedAddressesSchema: StateFileSchema<ConfirmedAddress[]> = {
  version: 1,
  initial: [],
  parse(data) {
    const held = z.array(z.unknown()).safeParse(data);
    if (!held.success) return null;
    const valid = held.data.flatMap((given) => {
      const one = confirmedAddress.safeParse(given);
      return one.success ? [one.data] : [];
    });
    const value = valid.slice(0, MAX_CONFIRMED);
    return { value, complete: value.length === held.data.length };
  },
};

/** What a person has confirmed, of one file. */
export function confirmedAddresses(file: StateFile<ConfirmedAddress[]>) {
  let loading: Promise<ConfirmedAddress[]> | null = null;
  const load = (): Promise<ConfirmedAddress[]> => (loading ??= file.load().then(({ value }) => value));
  return {
    /** The keys of `AwsConfig.confirmed`. */
    async keys(): Promise<ReadonlySet<string>> {
      return new Set((await load()).map(({ profile, address }) => confirmedKey(profile, address)));
    },
    /** Adds to them; returns `file-unwritable` where they could not be kept. */
    async add(profile: string, addresses: readonly string[]): Promise<Result<null>> {
      const known = await load();
      const fresh = addresses
        .filter((address) => !known.some((one) => one.profile === profile && one.address === address))
        .map((address) => ({ profile, address }));
      const all = [...known, ...fresh].slice(-MAX_CONFIRMED);
      const saved = await file.save(all);
      if (!saved.ok) return saved;
      loading = Promise.resolve(all);
      return succeed(null);
    },
  };
}

/** What a person has confirmed. */
export type ConfirmedAddresses = ReturnType<typeof confirmedAddresses>;

/** Nothing, for who reads AWS's files and sends nothing. */
export const nothingConfirmed: ConfirmedAddresses = {
  keys: () => Promise.resolve(new Set()),
  add: () => Promise.resolve(succeed(null)),
};
