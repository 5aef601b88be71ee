import { fuzzHandshakes } from './mysql/fuzz.ts';
import { mutatedHandshakes } from './postgres/mutated-handshakes.ts';

/**
 * `npm run fuzz:gateway [seed]`: a million mutated handshakes through each codec, where the tests take twenty
 * thousand. Throws at the first that crashes, hangs, holds too much, or gets a token that it must not get.
 */
const COUNT = 1_000_000;
/** So many go with one seed, and are told of. */
const STEP = 100_000;
const seed = Number(process.argv[2] ?? 1);

for (const [name, fuzz] of [
  ['PostgreSQL', mutatedHandshakes],
  ['MySQL', fuzzHandshakes],
] as const) {
  const total: Record<string, number> = {};
  const from = performance.now();
  for (let done = 0; done < COUNT; done += STEP) {
    const ends = Object.entries(await fuzz(STEP, seed + done));
    for (const [end, times] of ends) total[end] = (total[end] ?? 0) + times;
    console.log(`${name}: ${done + STEP} in ${((performance.now() - from) / 1_000).toFixed(0)} s`);
  }
  console.log(`${name}: ${JSON.stringify(total)}`);
}
