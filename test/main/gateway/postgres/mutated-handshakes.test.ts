import { expect, test } from 'vitest';
import { mutatedHandshakes } from './mutated-handshakes.ts';

test('20,000 mutated handshakes: none rejects, hangs, holds much, or gets a token that it must not get', async () => {
  const tally = await mutatedHandshakes(20_000, 1);
  // all ways are gone, and often
  for (const times of Object.values(tally)) expect(times).toBeGreaterThan(100);
}, 60_000);
