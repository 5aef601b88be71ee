import { useMemo, useRef, useState, type DragEvent } from 'react';
import { getState } from '../store.ts';
import { moveConnection } from './actions.ts';
import type { Dragging } from './connection-row.tsx';
import { positionBeside } from './reorder.ts';

/** Where a dragged connection would be put down. */
export interface DropMark {
  readonly id: string;
  readonly side: 'above' | 'below';
}

/** Dragging of pinned connections with the mouse: what the rows do, and where the line is to be drawn. */
export function useDragging(): { readonly dragging: Dragging; readonly mark: DropMark | null } {
  const held = useRef<string | null>(null);
  const marked = useRef<DropMark | null>(null);
  const [mark, setMark] = useState<DropMark | null>(null);

  const dragging = useMemo((): Dragging => {
    const put = (next: DropMark | null): void => {
      if (marked.current?.id === next?.id && marked.current?.side === next?.side) return;
      marked.current = next;
      setMark(next);
    };
    const end = (): void => {
      held.current = null;
      put(null);
    };
    return {
      onDragStart(event, { id }) {
        held.current = id;
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', '');
      },
      onDragOver(event, connection) {
        const id = held.current;
        const side = sideOf(event);
        const position =
          id === null || !connection.pinned
            ? null
            : positionBeside(getState().connections, id, connection.id, side);
        put(position === null ? null : { id: connection.id, side });
        if (position !== null) event.preventDefault();
      },
      onDrop(event) {
        event.preventDefault();
        const [id, at] = [held.current, marked.current];
        end();
        const position =
          id === null || at === null ? null : positionBeside(getState().connections, id, at.id, at.side);
        if (id !== null && position !== null) void moveConnection(id, position.before);
      },
      onDragEnd: end,
    };
  }, []);
  return { dragging, mark };
}

function sideOf(event: DragEvent<HTMLElement>): DropMark['side'] {
  const { top, height } = event.currentTarget.getBoundingClientRect();
  return event.clientY < top + height / 2 ? 'above' : 'below';
}
