import { useClock } from '../clock.ts';
import { ConnectionRow } from '../connections/connection-row.tsx';
import { EndpointRow } from '../endpoints/endpoint-row.tsx';
import css from '../endpoints/list.module.css';
import { isOn } from '../gateway/gateways.ts';
import { GatewaySessions } from '../gateway/sessions.tsx';
import { show } from '../selection.ts';
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

/** What is going on: tokens with their countdowns, and gateways with their sessions. */
export function ActiveList() {
  const isToken = useStore((state) => activeSubjects(state).length > 0);
  const isGateway = useStore(({ gateways }) => gateways.some(isOn));

  if (!isToken && !isGateway) {
    return (
      <EmptyState
        title="No active tokens"
        action={<Button onPress={() => show('databases')}>Show databases</Button>}
      >
        Tokens that you copy or open a client with appear here with the time they have left. So do gateways
        and their sessions.
      </EmptyState>
    );
  }
  return (
    <div className={css['scroller']}>
      {isToken && isGateway && (
        <h2 className={css['sectionHeading']} aria-hidden="true">
          Tokens
        </h2>
      )}
      {isToken && <Tokens />}
      <GatewaySessions />
    </div>
  );
}

/** What tokens were made for, the newest first. */
function Tokens() {
  const subjects = useStore(activeSubjects);
  const selected = useStore((state) => state.selectedActive);
  return (
    <div
      className={css['grid']}
      role="grid"
      aria-label="Active tokens"
      aria-rowcount={subjects.length}
      aria-activedescendant={subjects.some(({ key }) => key === selected) ? `row ${selected}` : undefined}
      tabIndex={0}
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
