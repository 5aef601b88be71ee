import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { HEADING_HEIGHT, ROW_HEIGHT, type ListRows } from './list-layout.ts';

/** How many rows beyond what can be seen are there, so that scrolling rarely waits for a row. */
const AROUND = 6;

/** The rows of a list that are there, and how to move to another. */
export interface InSight {
  /** The first row that is there, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** The first row that can be seen; null while the list is at its top. */
  readonly first: number | null;
  /** Scrolls as little as it takes, or so that the row is in the middle. */
  readonly scrollTo: (index: number, align: 'near' | 'middle') => void;
}

/** What can be seen of a list: how far down it begins and how much there is of it, in pixels, and its first row. */
interface Sight {
  readonly top: number;
  readonly height: number;
  readonly first: number | null;
}

/**
 * Which rows of a long list can be seen. It renders anew only when others come in sight, not with each pixel: that is
 * what a frame has time for.
 */
export function useRowsInSight(rows: ListRows, scroller: RefObject<HTMLElement | null>): InSight {
  // a guess for the first picture, before the list has been measured
  const [sight, setSight] = useState<Sight>({ top: 0, height: innerHeight, first: null });
  const { count } = rows;
  const latest = useRef(rows);
  const isScrolled = sight.first !== null;

  useLayoutEffect(() => {
    latest.current = rows;
    const element = scroller.current;
    // at the top other rows are seen in the same place, and asking would lay the page out at each letter of a search
    // oxlint-disable-next-line react/set-state-in-effect
    if (element !== null && isScrolled) setSight(inPlaceOf(sightOf(element, rows)));
  }, [rows, scroller, isScrolled]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const look = (): void => setSight(inPlaceOf(sightOf(element, latest.current)));
    // what can be seen is the browser's to say, and it can only be asked when the rows are there
    // oxlint-disable-next-line react/set-state-in-effect
    look();
    const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(look);
    observer?.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer?.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);

  const scrollTo: InSight['scrollTo'] = (index, align) => {
    const element = scroller.current;
    if (element === null) return;
    const { clientHeight, scrollTop } = element;
    const top = rows.topOf(index);
    const isLast = index + 1 >= count;
    // room for the heading that stays on top, and for what is below the last row
    const highest = top - HEADING_HEIGHT;
    const lowest = (isLast ? top + ROW_HEIGHT : rows.topOf(index + 1)) + 8 - clientHeight;
    const near = Math.min(Math.max(scrollTop, lowest), highest);
    const to = align === 'near' ? near : top - (clientHeight - ROW_HEIGHT) / 2;
    if (to !== scrollTop) element.scrollTo({ top: Math.max(0, to) });
    setSight(inPlaceOf(sightOf(element, rows)));
  };

  const from = Math.max(0, rows.indexAt(sight.top) - AROUND);
  const to = Math.min(count, rows.indexAt(sight.top + sight.height) + 1 + AROUND + AROUND / 2);
  return { from, to, first: sight.first, scrollTo };
}

function sightOf({ scrollTop, clientHeight }: HTMLElement, rows: ListRows): Sight {
  // in steps of half of what is there around, so that a step shows no gap
  const step = (AROUND / 2) * ROW_HEIGHT;
  const top = Math.floor(scrollTop / step) * step;
  return { top, height: clientHeight, first: scrollTop > 0 ? rows.indexAt(scrollTop) : null };
}

/** Keeps what was seen before where it is the same, so that nothing is rendered for it. */
function inPlaceOf(now: Sight): (before: Sight) => Sight {
  return (before) =>
    before.top === now.top && before.height === now.height && before.first === now.first ? before : now;
}
