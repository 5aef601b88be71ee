import { mutatedMessages } from './session-manager/mutated-messages.ts';

/**
 * `npm run fuzz:tunnels [seed]`: a million changed messages through the data channel, where the tests take twenty
 * thousand. Throws at the first that crashes it, hangs, floods, or makes it hold too much.
 */
const COUNT = 1_000_000;
/** So many go with one seed, and are told of. */
const STEP = 100_000;
const seed = Number(process.argv[2] ?? 1);

const total: Record<string, number> = {};
const from = performance.now();
for (let done = 0; done < COUNT; done += STEP) {
  const ends = Object.entries(await mutatedMessages(STEP, seed + done));
  for (const [end, times] of ends) total[end] = (total[end] ?? 0) + times;
  console.log(`${done + STEP} in ${((performance.now() - from) / 1_000).toFixed(0)} s`);
}
console.log(JSON.stringify(total));
