import { describe, expect, it } from 'vitest';
import { keptSince } from '../../renderer/endpoints/age.ts';
import { scopeKey } from '../../renderer/endpoints/mirror-scans.ts';
import { scan } from './samples.ts';

const STARTED = 1_000_000;
const at = (region: string, finishedAt: number | null) => scan([], { profile: 'p', region, finishedAt });

describe('the age of what is shown', () => {
  it('is that of the oldest from before Latchkey was started', () => {
    const scans = [at('eu-west-1', STARTED - 5), at('eu-west-2', STARTED - 9), at('eu-west-3', STARTED + 1)];
    expect(keptSince(scans, new Map(), STARTED)).toBe(STARTED - 9);
  });

  it('is not said of what was found since, or confirmed, or not at all', () => {
    expect(keptSince([at('eu-west-1', STARTED + 1)], new Map(), STARTED)).toBeNull();
    expect(keptSince([at('eu-west-1', null)], new Map(), STARTED)).toBeNull();
    const old = at('eu-west-1', STARTED - 5);
    expect(keptSince([old], new Map([[scopeKey(old), STARTED + 2]]), STARTED)).toBeNull();
  });
});
