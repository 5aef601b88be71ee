import { expect, it } from 'vitest';
import { decoders } from './decoders.ts';

// `npm run fuzz` gives each of them many times more
it.each(decoders)(
  '$name: keeps its promises with $counts.short changed inputs',
  async ({ fuzz, counts, ends }) => {
    const tally = await fuzz(counts.short, 20_260_501);
    // all ways were gone, and often
    for (const end of ends) expect(tally[end], end).toBeGreaterThan(5);
  },
  300_000,
);
