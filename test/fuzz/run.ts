import { decoders, type Decoder } from './decoders.ts';

/**
 * `npm run fuzz [-- SEED] [NAME…]`: every decoder that reads what others wrote, each with as many changed inputs as its
 * line in the list says; with names, those only. A decoder fails at its first broken promise, or where its inputs never
 * come to an end that some must come to; its message has the seed that breaks it again.
 */
const STEPS = 10;

async function run({ name, fuzz, counts, ends }: Decoder, seed: number): Promise<boolean> {
  const total: Record<string, number> = {};
  const step = counts.long / STEPS;
  const began = performance.now();
  try {
    for (let at = 0; at < STEPS; at += 1) {
      for (const [end, times] of Object.entries(await fuzz(step, seed + at)))
        total[end] = (total[end] ?? 0) + times;
      console.log(`${name}: ${step * (at + 1)} in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
    }
  } catch (cause) {
    console.log(`${name}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
    return false;
  }
  console.log(`${name}: ${JSON.stringify(total)}`);
  const missed = ends.filter((end) => total[end] === undefined);
  if (missed.length > 0) console.log(`${name}: never ended as ${missed.join(', ')}`);
  return missed.length === 0;
}

const [first = '', ...more] = process.argv.slice(2);
const hasSeed = /^\d+$/.test(first);
const names = hasSeed || first === '' ? more : [first, ...more];
const chosen = decoders.filter(({ name }) => names.length === 0 || names.includes(name));
let passed = 0;
for (const decoder of chosen) if (await run(decoder, hasSeed ? Number(first) : 1)) passed += 1;
const failed = chosen.length - passed + (chosen.length === 0 ? 1 : 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
