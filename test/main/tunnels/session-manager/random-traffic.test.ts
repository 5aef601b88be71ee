import { expect, it } from 'vitest';
import { randomTraffic } from './random-traffic.ts';

it('moves every byte of 1,000 sessions over loss, repeats, damage, disorder and goodbyes, or says why not', async () => {
  const tally = await randomTraffic(1_000, 1);
  // all ways are gone, and often
  expect(tally.equal).toBeGreaterThan(1_500);
  expect(tally.refused).toBeGreaterThan(150);
  expect(tally.ended).toBeGreaterThan(150);
  expect(tally.resumed).toBeGreaterThan(1_000);
}, 300_000);
