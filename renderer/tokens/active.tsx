import type { Lease } from '../../app/tokens/model.ts';
import { useClock } from '../clock.ts';
import { findEndpoint } from '../endpoints/catalogue.ts';
import { EndpointRow } from '../endpoints/endpoint-row.tsx';
import { select } from '../endpoints/actions.ts';
import { setState, useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/notice.tsx';
import css from '../endpoints/list.module.css';
import { phaseOf } from './countdown.ts';

/** How many leases still run. */
export function useLiveCount(): number {
  const leases = useStore((state) => state.leases);
  return useClock((now) => leases.filter((lease) => phaseOf(lease, now) !== 'expired').length);
}

/** The tokens that were made, those that end first on top, with their countdowns. */
export function ActiveList() {
  const leases = useStore((state) => state.leases);
  const scans = useStore((state) => state.scans);
  const selectedId = useStore((state) => state.selectedId);
  const live = useLiveCount();
  const shown = inOrder(leases, live).flatMap((lease) => findEndpoint(scans, lease.endpointId) ?? []);

  if (shown.length === 0) {
    return (
      <EmptyState
        title="No active tokens"
        action={<Button onPress={() => setState({ view: 'databases' })}>Show databases</Button>}
      >
        A token that you copy, or open a client with, is listed here with the time it has left.
      </EmptyState>
    );
  }

  const move = (step: number): void => {
    const at = shown.findIndex(({ id }) => id === selectedId);
    select(shown[Math.min(Math.max(at + step, 0), shown.length - 1)]?.id ?? null);
  };
  return (
    <div className={css['scroller']}>
      <div
        className={css['grid']}
        role="grid"
        aria-label="Active tokens"
        aria-rowcount={shown.length}
        aria-activedescendant={shown.some(({ id }) => id === selectedId) ? `row ${selectedId}` : undefined}
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
          {shown.map((endpoint, index) => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} index={index} withProfile />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Running leases before ended ones; `live` only makes the caller sort again when one ends. */
function inOrder(leases: readonly Lease[], live: number): readonly Lease[] {
  const soonestFirst = leases.toSorted((a, b) => a.expiresAt - b.expiresAt);
  const ended = soonestFirst.slice(0, soonestFirst.length - live);
  return [...soonestFirst.slice(ended.length), ...ended.toReversed()];
}
