import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { ListRows } from './list-layout.ts';

/**
 * Keeps what the user looks at in its place while rows arrive above it: the first row in sight is
 * remembered, and when the rows change the list is scrolled by as much as that row has moved.
 *
 * @param rows the rows as they are shown
 * @param scroller the element that scrolls
 * @param isScrolled whether the list is anywhere but at its top, as far as it has said: asking the element would lay
 *   the page out at each letter that one types
 */
export function useAnchoredScroll(
  rows: ListRows,
  scroller: RefObject<HTMLElement | null>,
  isScrolled: boolean,
): void {
  const before = useRef(rows);

  useLayoutEffect(() => {
    const old = before.current;
    before.current = rows;
    const element = scroller.current;
    if (old === rows || element === null || !isScrolled || element.scrollTop <= 0) return;

    const at = old.indexAt(element.scrollTop);
    const anchor = old.rowAt(at);
    const index = anchor === undefined ? -1 : rows.indexOf(anchor.key);
    if (index === -1) return;
    const moved = rows.topOf(index) - old.topOf(at);
    if (moved !== 0) element.scrollBy({ top: moved, behavior: 'instant' });
  });
}
