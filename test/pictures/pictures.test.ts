import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shots } from './shots.ts';
import { openStudio, type Studio } from './studio.ts';

/** The share of a picture that may be another colour: other fonts move edges, a part that is missing is more. */
const MAX_CHANGED = 0.012;

/** Where pictures go that are not as they should be. */
const results = join(import.meta.dirname, '..', '..', 'test-results', 'pictures');

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
}, 120_000);
afterAll(() => studio.close());

describe('every screen and state', () => {
  it.concurrent.for(shots)('%s', async (shot) => {
    const [name] = shot;
    const { faces, findings } = await studio.look(shot);
    expect(findings).toEqual([]);
    for (const [theme, { picture, thumbnail }] of Object.entries(faces)) {
      const file = `${name}-${theme}.png`;
      const known = await readFile(join(import.meta.dirname, 'known', file)).catch(() => null);
      if (known === null)
        throw new Error(`There is no ${file} to compare with: look at it with npm run screenshots.`);
      const changed = await studio.difference(thumbnail, known);
      if (changed > MAX_CHANGED) {
        await mkdir(results, { recursive: true });
        await writeFile(join(results, file), picture);
      }
      expect(
        changed,
        `${file} looks otherwise than before (test-results/pictures has it); if it should, npm run screenshots`,
      ).toBeLessThanOrEqual(MAX_CHANGED);
    }
  });
});
