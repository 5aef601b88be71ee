import { useClock } from '../clock.ts';
import { ConnectionRow } from '../connections/connection-row.tsx';
import { EndpointRow } from '../endpoints/endpoint-row.tsx';
import css from '../endpoints/list.module.css';
import { move, show } from '../selection.ts';
import { setState, useStore } from '../store.ts';
import type { Subject } from '../subject.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/notice.tsx';
import { activeSubjects } from './active-subjects.ts';
import { phaseOf } from './countdown.ts';

/** How many leases still run. */
export function useLiveCount(): number {
  const leases = useStore((state) => state.leases);
  return useClock((now) => leases.filter((lease) => phaseOf(lease, now) !== 'expired').length);
}

/** What tokens were made for, the newest first, with their countdowns. */
export function ActiveList() {
  const subjects = useStore(activeSubjects);
  const selected = useStore((state) => state.selectedActive);

  if (subjects.length === 0) {
    return (
      <EmptyState
        title="No active tokens"
        action={<Button onPress={() => show('databases')}>Show databases</Button>}
      >
        A token that you copy, or open a client with, is listed here with the time it has left.
      </EmptyState>
    );
  }
  return (
    <div className={css['scroller']}>
      <div
        className={css['grid']}
        role="grid"
        aria-label="Active tokens"
        aria-rowcount={subjects.length}
        aria-activedescendant={subjects.some(({ key }) => key === selected) ? `row ${selected}` : undefined}
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget) return;
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step === 0) return;
          event.preventDefault();
          move(step);
        }}
      >
        <div role="rowgroup">
          {subjects.map((subject, index) => (
            <ActiveRow
              key={subject.key}
              subject={subject}
              index={index}
              isSelected={subject.key === selected}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly subject: Subject;
  readonly index: number;
  readonly isSelected: boolean;
}

function ActiveRow({ subject, index, isSelected }: RowProps) {
  const { key, endpoint, connection } = subject;
  const row = {
    index,
    rowId: `row ${key}`,
    isSelected,
    onSelect: () => setState({ selectedActive: key }),
  };
  if (connection !== null) return <ConnectionRow connection={connection} {...row} />;
  return endpoint === null ? null : <EndpointRow endpoint={endpoint} withProfile {...row} />;
}
