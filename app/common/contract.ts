import type { z } from 'zod';
import type { Result } from './result.ts';

/** A request: what it takes, and the value of its reply. */
export interface Route {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}

/** The names of a module's requests and events, without zod: what the preload script is built from. */
export interface Channels {
  readonly requests: readonly string[];
  readonly events: readonly string[];
}

/** What a module says to the window: its requests, its events, and its slice of the snapshot. */
export interface Contract {
  readonly requests: Readonly<Record<string, Route>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
  readonly snapshot: Readonly<Record<string, z.ZodType>>;
}

/** A contract with exactly the names of its channels. */
export interface ContractFor<C extends Channels> {
  readonly requests: Readonly<Record<C['requests'][number], Route>>;
  readonly events: Readonly<Record<C['events'][number], z.ZodType>>;
  readonly snapshot: Readonly<Record<string, z.ZodType>>;
}

/** What answers the requests of a contract. */
export type HandlersOf<C extends Contract> = {
  readonly [R in keyof C['requests']]: (
    input: z.infer<C['requests'][R]['input']>,
  ) => Promise<Result<z.infer<C['requests'][R]['output']>>>;
};

/** Tells the window of an event of a contract. */
export type EmitOf<C extends Contract> = <E extends keyof C['events'] & string>(
  event: E,
  payload: z.infer<C['events'][E]>,
) => void;

/** A contract's slice of the snapshot, made anew each time. */
export type SnapshotOf<C extends Contract> = () => {
  readonly [K in keyof C['snapshot']]: z.infer<C['snapshot'][K]>;
};

/** The names `module:part` of the parts of many modules. */
type JoinedName<M> = { [N in keyof M & string]: `${N}:${keyof M[N] & string}` }[keyof M & string];

/** The parts of many modules under their joined names. */
export type Joined<M> = {
  readonly [K in JoinedName<M>]: K extends `${infer N}:${infer P}`
    ? N extends keyof M
      ? P extends keyof M[N]
        ? M[N][P]
        : never
      : never
    : never;
};

/**
 * Puts the parts of many modules under their joined names: `{ updates: { check } }` becomes `{ 'updates:check': … }`.
 *
 * @param modules by module, the parts by name
 */
export function joined<M extends Readonly<Record<string, object>>>(modules: M): Joined<M>;
export function joined(modules: Readonly<Record<string, object>>): object {
  return Object.fromEntries(
    Object.entries(modules).flatMap(([module, parts]) =>
      Object.entries(parts).map(([name, part]): [string, unknown] => [`${module}:${name}`, part]),
    ),
  );
}

/** One part of each contract, by module. */
type PartOf<C extends Readonly<Record<string, Contract>>, P extends keyof Contract> = {
  readonly [M in keyof C]: C[M][P];
};

/** One part of each contract, such as its requests, by module. */
export function partsOf<C extends Readonly<Record<string, Contract>>, P extends keyof Contract>(
  contracts: C,
  part: P,
): PartOf<C, P>;
export function partsOf(contracts: Readonly<Record<string, Contract>>, part: keyof Contract): object {
  return Object.fromEntries(Object.entries(contracts).map(([module, contract]) => [module, contract[part]]));
}

/** The slices of all contracts side by side: names are unique over all modules. */
export type Merged<M> = {
  readonly [K in { [N in keyof M]: keyof M[N] }[keyof M]]: Extract<
    M[keyof M],
    Readonly<Record<K, unknown>>
  >[K];
};

/**
 * Puts the parts of many modules side by side.
 *
 * @throws where two modules have a part of the same name: a defect of the program
 */
export function merged<M extends Readonly<Record<string, object>>>(modules: M): Merged<M>;
export function merged(modules: Readonly<Record<string, object>>): object {
  const all = Object.values(modules).flatMap((parts) => Object.entries(parts));
  const made = Object.fromEntries(all);
  if (Object.keys(made).length !== all.length) throw new Error('Two modules name the same part.');
  return made;
}
