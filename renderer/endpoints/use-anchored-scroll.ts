import { useLayoutEffect, useRef, type RefObject } from 'react';

interface Anchored {
  readonly key: string;
}

/**
 * Keeps what the user looks at in its place while rows arrive above it: the first row in sight is
 * remembered, and when the rows change the list is scrolled by as much as that row has moved.
 *
 * @param rows the rows as they are shown
 * @param scroller the element that scrolls
 * @param heightOf a row's height in pixels
 */
export function useAnchoredScroll<R extends Anchored>(
  rows: readonly R[],
  scroller: RefObject<HTMLElement | null>,
  heightOf: (row: R) => number,
): void {
  const before = useRef(rows);

  useLayoutEffect(() => {
    const old = before.current;
    before.current = rows;
    const element = scroller.current;
    if (old === rows || element === null || element.scrollTop <= 0) return;

    let top = 0;
    const anchor = old.find((row) => {
      if (top + heightOf(row) > element.scrollTop) return true;
      top += heightOf(row);
      return false;
    });
    let nowTop = 0;
    const isStillThere = rows.some((row) => {
      if (row.key === anchor?.key) return true;
      nowTop += heightOf(row);
      return false;
    });
    if (isStillThere && nowTop !== top) element.scrollTop += nowTop - top;
  });
}
