import { expect, it } from 'vitest';
import { fuzzHandshakes } from './fuzz.ts';

it('comes to an end with 20,000 changed handshakes, and lets in nobody without the password', async () => {
  const counts = await fuzzHandshakes(20_000, 20_260_501);
  // all ways were gone, the whole one among them
  const ways = [
    'relay',
    'done',
    'malformed',
    'wrong-password',
    'wrong-user',
    'database-refused',
    'unreachable',
  ];
  for (const way of ways) expect(counts[way], way).toBeGreaterThan(5);
  expect(Object.values(counts).reduce((sum, some) => sum + some, 0)).toBe(20_000);
}, 120_000);
