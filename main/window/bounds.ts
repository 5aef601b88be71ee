import { z } from 'zod';

/** A window's place on the desktop, in device-independent pixels. */
export const bounds = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
});

/** A rectangle on the desktop, in device-independent pixels. */
export type Bounds = z.infer<typeof bounds>;

/** How a window was left: where it lies while it is neither maximised nor full screen, and whether it was. */
export const windowBounds = z.strictObject({
  ...bounds.shape,
  maximized: z.boolean().default(false),
  fullScreen: z.boolean().default(false),
});

/** How a window was left. */
export type WindowBounds = z.infer<typeof windowBounds>;

/** The smallest window that shows its parts. */
export const SMALLEST = { width: 760, height: 520 } as const;
/** The window of a new installation. */
export const FIRST = { width: 1_280, height: 830 } as const;

/** A size and, where it was known, a place. */
export type FittedBounds = Pick<Bounds, 'width' | 'height'> & Partial<Bounds>;

/** How much of the title bar must stay within reach, in pixels. */
const REACH = 80;

/**
 * Where to open the window: where it was, no larger than the screen it is on, and moved onto a screen if
 * the one it was on is gone.
 *
 * @param saved where it was, or null
 * @param screens the work areas of the screens there are, the main one first
 */
export function fitToScreens(saved: Bounds | null, screens: readonly Bounds[]): FittedBounds {
  const main = screens[0];
  if (main === undefined) return FIRST;
  const screen = screens.find((one) => saved !== null && reaches(saved, one));
  const { width: maxWidth, height: maxHeight } = screen ?? main;
  const width = clamp(saved?.width ?? FIRST.width, SMALLEST.width, maxWidth);
  const height = clamp(saved?.height ?? FIRST.height, SMALLEST.height, maxHeight);
  if (saved === null || screen === undefined) return { width, height };
  return {
    width,
    height,
    x: clamp(saved.x, screen.x, screen.x + screen.width - width),
    y: clamp(saved.y, screen.y, screen.y + screen.height - height),
  };
}

function reaches(window: Bounds, screen: Bounds): boolean {
  const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  return across >= REACH && window.y >= screen.y - REACH && window.y < screen.y + screen.height - REACH;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, Math.max(low, high)));
}
