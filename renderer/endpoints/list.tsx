import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useDeferredValue, useEffect, useRef } from 'react';
import { useStore } from '../store.ts';
import { EndpointRow } from './endpoint-row.tsx';
import { GroupRow, GroupText } from './group-row.tsx';
import type { ListRows, Row } from './list-rows.ts';
import css from './list.module.css';
import { useAnchoredScroll } from './use-anchored-scroll.ts';

/** Heights in pixels; the style sheet of the list has the same numbers. */
const heights: Readonly<Record<Row['kind'], number>> = { group: 32, endpoint: 48, problem: 68, progress: 48 };

/** The list of endpoints. The focus stays on the list; the selected row is its active descendant. */
export const EndpointList = memo(function EndpointList({ rows, position }: ListRows) {
  const scroller = useRef<HTMLDivElement>(null);
  // with the rows, which follow what is typed a moment later
  const selectedId = useDeferredValue(useStore((state) => state.selectedId));
  const reveal = useStore((state) => state.reveal);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[rows[index]?.kind ?? 'endpoint'],
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    // a guess for the first picture, before the list has been measured
    initialRect: { width: innerWidth, height: innerHeight },
    paddingEnd: 8,
    // room for the heading that stays on top
    scrollPaddingStart: heights.group,
  });
  useAnchoredScroll(rows, scroller, (row) => heights[row.kind], (virtual.scrollOffset ?? 0) > 0);

  const at = position.get(selectedId ?? '');
  const toReveal = position.get(reveal?.key ?? '');
  useEffect(() => {
    if (at !== undefined) virtual.scrollToIndex(at, { align: 'auto' });
    // only a new selection scrolls: rows that arrive must not
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedId]);
  useEffect(() => {
    if (toReveal !== undefined) virtual.scrollToIndex(toReveal, { align: 'center' });
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [reveal]);

  const items = virtual.getVirtualItems();
  const offset = virtual.scrollOffset ?? 0;
  const firstSeen = items.find((item) => item.end > offset)?.index ?? 0;
  const heading = offset > 0 ? headingAt(rows, firstSeen) : null;
  const isRendered = at !== undefined && items.some((item) => item.index === at);

  return (
    <div className={css['frame']}>
      {heading !== null && (
        <div className={css['stuck']} aria-hidden="true">
          <GroupText scan={heading.scan} account={heading.account} />
        </div>
      )}
      <div
        ref={scroller}
        className={css['scroller']}
        role="grid"
        aria-label="Databases"
        aria-rowcount={rows.length}
        aria-activedescendant={isRendered ? `row ${selectedId}` : undefined}
        tabIndex={0}
      >
        <div role="rowgroup" className={css['rows']} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return row.kind === 'endpoint' ? (
              <EndpointRow key={key} endpoint={row.endpoint} index={index} top={start} />
            ) : (
              <GroupRow key={key} row={row} index={index} top={start} />
            );
          })}
        </div>
      </div>
    </div>
  );
});

function headingAt(rows: readonly Row[], index: number): Extract<Row, { kind: 'group' }> | null {
  for (let at = index; at >= 0; at--) {
    const row = rows[at];
    if (row?.kind === 'group') return row;
  }
  return null;
}
