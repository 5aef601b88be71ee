import { makeDice, type Dice } from './mutations.ts';

/** How many inputs ended in which way. */
export type Tally = Readonly<Record<string, number>>;

/** How long one input may keep the processor busy, in milliseconds: far more than any takes, and no more than a person bears. */
const MAX_MS = 2_000;

/**
 * Gives a decoder that works in memory so many inputs, each of dice of its own.
 *
 * @param one gives it one input and checks what came of it: how it ended. It throws where a promise is broken
 * @throws with the seed of the input
 */
export function eachInput(count: number, seed: number, one: (dice: Dice) => string): Tally {
  const tally: Record<string, number> = {};
  for (let at = 0; at < count; at += 1) {
    const name = `input ${at} of seed ${seed}`;
    const before = process.cpuUsage();
    let end: string;
    try {
      end = one(makeDice(seed * 1_000_003 + at));
    } catch (cause) {
      throw new Error(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1_000;
    if (took > MAX_MS) throw new Error(`${name} took ${took.toFixed(0)} ms`);
    tally[end] = (tally[end] ?? 0) + 1;
  }
  return tally;
}

/** Throws where something does not hold that must. */
export function must(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new Error(`it does not hold that ${promise}`);
}
