import { expect, it } from 'vitest';
import { mutatedMessages } from './mutated-messages.ts';

it('bears 20,000 changed messages: nothing is thrown, hangs, floods, stays behind or grows', async () => {
  const tally = await mutatedMessages(20_000, 1);
  // all ways are gone, and often
  for (const end of ['tunnel-silent', 'tunnel-malformed', 'tunnel-ended', 'tunnel-lost'])
    expect(tally[end], end).toBeGreaterThan(5);
}, 300_000);
