import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Connection } from '../../app/connections/model.ts';
import list from '../endpoints/list.module.css';
import { selectConnection } from '../selection.ts';
import { getState, useStore } from '../store.ts';
import { cx } from '../ui/cx.ts';
import { MenuAt } from '../ui/menu.tsx';
import css from './connection-list.module.css';
import { choicesFor, runChoice } from './connection-menu.ts';
import { ConnectionRow, rowIdOf } from './connection-row.tsx';
import { connectionRows } from './connection-rows.ts';
import { useDragging } from './use-dragging.ts';

/** Heights in pixels; the style sheet of the list has the same numbers. */
const heights = { heading: 32, connection: 48 } as const;

interface Props {
  /** The connections in the order of the list. */
  readonly shown: readonly Connection[];
  readonly isSearching: boolean;
}

/** The list itself. The focus stays on it; the selected row is its active descendant. */
export function ConnectionGrid({ shown, isSearching }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const selectedId = useStore((state) => state.selectedConnectionId);
  const rows = useMemo(() => connectionRows(shown, isSearching), [shown, isSearching]);
  const isGrouped = rows[0]?.kind === 'heading';
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[rows[index]?.kind ?? 'connection'],
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    paddingStart: isGrouped ? 0 : 6,
    paddingEnd: 8,
  });
  const { dragging, mark } = useDragging();
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const selected = shown.find(({ id }) => id === selectedId) ?? null;

  const at = rows.findIndex(({ key }) => key === selectedId);
  useEffect(() => {
    // the first one with the heading above it
    if (at !== -1) virtual.scrollToIndex(at === 1 ? 0 : at, { align: 'auto' });
    // a row that moves because it was used or put elsewhere is followed, too
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedId, at]);

  const items = virtual.getVirtualItems();
  const isRendered = items.some((item) => item.index === at);

  const openMenuAtSelected = (): void => {
    const row = selectedId === null ? null : document.getElementById(rowIdOf(selectedId));
    if (row === null) return;
    const { left, bottom } = row.getBoundingClientRect();
    setMenu({ x: left + 50, y: bottom - 8 });
  };

  return (
    <div className={list['frame']}>
      <div
        ref={scroller}
        className={list['scroller']}
        role="grid"
        aria-label="Connections"
        aria-rowcount={rows.length}
        aria-activedescendant={isRendered && selectedId !== null ? rowIdOf(selectedId) : undefined}
        tabIndex={0}
        onContextMenu={(event) => {
          event.preventDefault();
          const row = event.target instanceof Element ? event.target.closest('[data-connection]') : null;
          const id = row?.getAttribute('data-connection') ?? null;
          if (id === null) return openMenuAtSelected();
          selectConnection(id);
          setMenu({ x: event.clientX, y: event.clientY });
        }}
      >
        <div
          role="rowgroup"
          className={cx(list['rows'], !isSearching && css['moving'], isGrouped && css['grouped'])}
          style={{ height: virtual.getTotalSize() }}
        >
          {items.map(({ index, key, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            if (row.kind === 'heading') {
              return <HeadingRow key={key} text={row.text} index={index} top={start} />;
            }
            return (
              <ConnectionRow
                key={key}
                connection={row.connection}
                index={index}
                top={start}
                dragging={isSearching ? undefined : dragging}
                drop={mark?.id === row.connection.id ? mark.side : undefined}
              />
            );
          })}
        </div>
      </div>
      <MenuAt
        label={selected?.name ?? ''}
        choices={
          selected === null || menu === null
            ? []
            : choicesFor(selected, { from: getState(), shown, isSearching })
        }
        onChoose={(id) => selected !== null && runChoice(id, selected)}
        at={selected === null ? null : menu}
        onClose={() => setMenu(null)}
      />
    </div>
  );
}

interface HeadingProps {
  readonly text: string;
  readonly index: number;
  readonly top: number;
}

function HeadingRow({ text, index, top }: HeadingProps) {
  return (
    <div
      className={list['group']}
      style={{ transform: `translateY(${top}px)` }}
      role="row"
      aria-rowindex={index + 1}
    >
      <span role="rowheader" className={list['groupProfile']}>
        {text}
      </span>
    </div>
  );
}
