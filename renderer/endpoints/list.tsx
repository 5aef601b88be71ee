import { memo, useEffect, useRef } from 'react';
import type { QueryWord } from '../../app/common/search/query.ts';
import { useStore } from '../store.ts';
import { EndpointRow } from './endpoint-row.tsx';
import { GroupRow, GroupText } from './group-row.tsx';
import { type ListRows } from './list-layout.ts';
import css from './list.module.css';
import { useAnchoredScroll } from './use-anchored-scroll.ts';
import { useRowsInSight } from './use-rows-in-sight.ts';

interface Props {
  readonly rows: ListRows;
  /** What was typed into the search. */
  readonly query: string;
  /** Its words, to be marked. */
  readonly words: readonly QueryWord[];
}

/** The list of endpoints. The focus stays on the list; the selected row is its active descendant. */
export const EndpointList = memo(function EndpointList({ rows, query, words }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const selectedId = useStore((state) => state.selectedId);
  const reveal = useStore((state) => state.reveal);
  const { from, to, first, scrollTo } = useRowsInSight(rows, scroller);
  useAnchoredScroll(rows, scroller, first !== null);

  const at = selectedId === null ? -1 : rows.indexOf(selectedId);
  useEffect(() => {
    if (at !== -1) scrollTo(at, 'near');
    // only a new selection scrolls: rows that arrive must not
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedId]);
  useEffect(() => {
    const toReveal = reveal === null ? -1 : rows.indexOf(reveal.key);
    if (toReveal !== -1) scrollTo(toReveal, 'middle');
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [reveal]);

  const heading = first === null ? null : rows.groupAt(first);
  const isRendered = at >= from && at < to;

  return (
    <div className={css['frame']}>
      {heading !== null && (
        <div className={css['stuck']} aria-hidden="true">
          <GroupText group={heading} />
        </div>
      )}
      <div
        ref={scroller}
        className={css['scroller']}
        role="grid"
        data-list={query}
        aria-label="Databases"
        aria-rowcount={rows.count}
        aria-multiselectable="true"
        aria-activedescendant={isRendered ? `row ${selectedId}` : undefined}
        tabIndex={0}
      >
        <div role="rowgroup" className={css['rows']} style={{ height: rows.height + 8 }}>
          {Array.from({ length: Math.max(0, to - from) }, (_, offset) => {
            const index = from + offset;
            const row = rows.rowAt(index);
            if (row === undefined) return null;
            const top = rows.topOf(index);
            return row.kind === 'endpoint' ? (
              <EndpointRow key={row.key} endpoint={row.endpoint} index={index} top={top} words={words} />
            ) : (
              <GroupRow key={row.key} row={row} index={index} top={top} />
            );
          })}
        </div>
      </div>
    </div>
  );
});
