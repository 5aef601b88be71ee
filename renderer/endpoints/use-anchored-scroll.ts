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
 * @param isScrolled whether the list is anywhere but at its top, as far as it has said: asking the element would lay
 *   the page out at each letter that one types
 */
export function useAnchoredScroll<R extends Anchored>(
  rows: readonly R[],
  scroller: RefObject<HTMLElement | null>,
  heightOf: HeightOf<R>,
  isScrolled: boolean,
): void {
  const before = useRef(rows);

  useLayoutEffect(() => {
    const old = before.current;
    before.current = rows;
    const element = scroller.current;
    if (old === rows || element === null || !isScrolled || element.scrollTop <= 0) return;

    const anchor = rowAt(old, element.scrollTop, heightOf);
    if (anchor === null) return;
    const top = topOf(rows, anchor.key, heightOf);
    if (top !== null && top !== anchor.top) element.scrollBy({ top: top - anchor.top, behavior: 'instant' });
  });
}

type HeightOf<R> = (row: R) => number;

/** The row at a height, with its key and its own top. */
function rowAt<R extends Anchored>(
  rows: readonly R[],
  height: number,
  heightOf: HeightOf<R>,
): (Anchored & { readonly top: number }) | null {
  let top = 0;
  for (const row of rows) {
    const bottom = top + heightOf(row);
    if (bottom > height) return { key: row.key, top };
    top = bottom;
  }
  return null;
}

function topOf<R extends Anchored>(rows: readonly R[], key: string, heightOf: HeightOf<R>): number | null {
  let top = 0;
  for (const row of rows) {
    if (row.key === key) return top;
    top += heightOf(row);
  }
  return null;
}
