import { Pin, TriangleAlert } from 'lucide-react';
import { memo, type DragEvent } from 'react';
import type { Connection } from '../../app/connections/model.ts';
import { runPrimary } from '../clients/actions.ts';
import list from '../endpoints/list.module.css';
import { GatewayMark } from '../gateway/gateway-mark.tsx';
import { selectConnection } from '../selection.ts';
import { setState, useStore } from '../store.ts';
import { leaseOf, subjectOfConnection } from '../subject.ts';
import { CopyTokenButton } from '../tokens/copy-button.tsx';
import { RowCountdown } from '../tokens/countdown-view.tsx';
import { EngineBadge, EnvironmentTag } from '../ui/badge.tsx';
import { cx } from '../ui/cx.ts';
import css from './connection-list.module.css';
import { userAndAddress, userAndHost } from './describe.ts';
import { goneOf } from './gone.ts';

/** What a row does while pinned connections are dragged to other places. */
export interface Dragging {
  readonly onDragStart: (event: DragEvent<HTMLElement>, connection: Connection) => void;
  readonly onDragOver: (event: DragEvent<HTMLElement>, connection: Connection) => void;
  readonly onDrop: (event: DragEvent<HTMLElement>) => void;
  readonly onDragEnd: () => void;
}

interface Props {
  readonly connection: Connection;
  readonly index: number;
  /** Pixels from the top of the list, where it is virtualised. */
  readonly top?: number;
  /** In another list than the connections': the row's own id, and how it is selected there. */
  readonly rowId?: string;
  readonly isSelected?: boolean;
  readonly onSelect?: () => void;
  /** Set in the list where pinned connections can be dragged. */
  readonly dragging?: Dragging | undefined;
  /** Where a dragged one would be put down, if it is at this row. */
  readonly drop?: 'above' | 'below' | undefined;
}

const words = { profile: 'Profile gone', endpoint: 'Not in AWS' } as const;

/** One connection: engine, name, as whom and where, environment, countdown, and one action. */
export const ConnectionRow = memo(function ConnectionRow({
  connection,
  index,
  top,
  rowId = rowIdOf(connection.id),
  isSelected: isSelectedThere,
  onSelect = () => selectConnection(connection.id),
  dragging,
  drop,
}: Props) {
  const { id, name, family, environment, pinned } = connection;
  const subject = subjectOfConnection(connection);
  const isSelectedHere = useStore((state) => state.selectedConnectionId === id);
  const isSelected = isSelectedThere ?? isSelectedHere;
  const gone = useStore((state) => goneOf(connection, state));
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid has the focus and the keys
    <div
      id={rowId}
      className={cx(list['row'], isSelected && list['selected'], drop !== undefined && css[drop])}
      style={top === undefined ? undefined : { transform: `translateY(${top}px)`, position: 'absolute' }}
      role="row"
      aria-selected={isSelected}
      aria-rowindex={index + 1}
      data-connection={id}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('button') !== null) return;
        onSelect();
        setState({ inspectorOpen: true });
      }}
      onDoubleClick={() => void runPrimary(subject)}
      draggable={pinned && dragging !== undefined}
      onDragStart={(event) => dragging?.onDragStart(event, connection)}
      onDragOver={(event) => dragging?.onDragOver(event, connection)}
      onDrop={dragging?.onDrop}
      onDragEnd={dragging?.onDragEnd}
    >
      <span role="gridcell" className={list['badge']}>
        <EngineBadge engine={family} family={family} />
      </span>
      <span role="rowheader" className={list['what']}>
        <span className={css['title']}>
          <span className={list['name']}>{name}</span>
          {pinned && <Pin size={11} className={css['pin']} aria-label="pinned" role="img" />}
          <GatewayMark connectionId={id} />
          {gone !== null && (
            <span className={css['gone']}>
              <TriangleAlert size={12} aria-hidden="true" />
              {words[gone]}
            </span>
          )}
        </span>
        <span className={list['detail']} title={userAndAddress(connection)}>
          {userAndHost(connection)}
        </span>
      </span>
      <span role="gridcell" className={list['tag']}>
        <EnvironmentTag environment={environment} />
      </span>
      <span role="gridcell" className={list['state']}>
        <RowState connection={connection} />
      </span>
      <span role="gridcell" className={list['action']}>
        <CopyTokenButton subject={subject} size="small" excludeFromTabOrder={!isSelected} />
      </span>
    </div>
  );
});

/** The id of a connection's row in the list of connections. */
export function rowIdOf(id: string): string {
  return `row connection ${id}`;
}

function RowState({ connection }: { readonly connection: Connection }) {
  const lease = useStore((state) => leaseOf(state.leases, subjectOfConnection(connection)));
  if (lease !== null) return <RowCountdown lease={lease} />;
  return (
    <span className={list['quiet']} aria-hidden="true">
      —
    </span>
  );
}
