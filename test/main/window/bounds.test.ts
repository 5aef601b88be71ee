import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST, fitToScreens, SMALLEST, type Bounds } from '../../../main/window/bounds.ts';

const screen: Bounds = { x: 0, y: 25, width: 1_920, height: 1_055 };
const second: Bounds = { x: 1_920, y: 0, width: 2_560, height: 1_400 };

describe('a window', () => {
  it('of a new installation has its first size and is placed by the system', () => {
    expect(fitToScreens(null, [screen])).toEqual(FIRST);
    expect(fitToScreens(null, [])).toEqual(FIRST);
  });

  it('opens where it was left, on whichever screen', () => {
    for (const at of [
      { x: 100, y: 100, width: 1_000, height: 700 },
      { x: 2_000, y: 50, width: 2_000, height: 1_300 },
    ]) {
      expect(fitToScreens(at, [screen, second])).toEqual(at);
    }
  });

  it('whose screen is gone opens on the main one, no larger than that', () => {
    expect(fitToScreens({ x: 2_000, y: 50, width: 2_500, height: 1_300 }, [screen])).toEqual({
      width: screen.width,
      height: screen.height,
    });
  });

  it('that hung out over an edge is moved in', () => {
    expect(fitToScreens({ x: 1_800, y: 900, width: 1_000, height: 700 }, [screen])).toEqual({
      x: 920,
      y: 380,
      width: 1_000,
      height: 700,
    });
  });
});

const length = fc.integer({ min: 200, max: 5_000 });
const bounds = fc.integer({ min: -6_000, max: 6_000 });
const rectangle = fc.record({ x: bounds, y: bounds, width: length, height: length });

it('is always on a screen, never smaller than its parts need, and no larger than the screen unless it must', () => {
  fc.assert(
    fc.property(
      fc.option(rectangle),
      fc.array(rectangle, { minLength: 1, maxLength: 3 }),
      (saved, screens) => {
        const placed = fitToScreens(saved, screens);
        const { width, height, x, y } = placed;
        expect(width).toBeGreaterThanOrEqual(SMALLEST.width);
        expect(height).toBeGreaterThanOrEqual(SMALLEST.height);
        const fits = screens.some((one) => {
          const small =
            width <= Math.max(one.width, SMALLEST.width) && height <= Math.max(one.height, SMALLEST.height);
          if (x === undefined || y === undefined) return small;
          const right = Math.max(one.x, one.x + one.width - width);
          const bottom = Math.max(one.y, one.y + one.height - height);
          return small && x >= one.x && x <= right && y >= one.y && y <= bottom;
        });
        expect(fits).toBe(true);
      },
    ),
  );
});
