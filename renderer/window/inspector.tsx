import { useDeferredValue } from 'react';
import { ConnectionInspector } from '../connections/connection-inspector.tsx';
import { countEndpoints } from '../endpoints/catalogue.ts';
import { EndpointInspector } from '../endpoints/endpoint-inspector.tsx';
import css from '../endpoints/inspector.module.css';
import { selectedSubject } from '../selection.ts';
import { useStore, type State } from '../store.ts';
import type { View } from './view.ts';
import { cx } from '../ui/cx.ts';

const nothing: Readonly<Record<View, string>> = {
  connections: 'Select a connection to open it or to copy a token.',
  databases: 'Select a database to open it or to copy a token.',
  active: 'Select a token to see what it is for.',
};

/** Everything about what is selected, and what can be done with it. */
export function Inspector() {
  const selected = useStore(selectedSubject);
  const lagging = useDeferredValue(selected);
  const subject = useStore((state) => state.inspectorLags) ? lagging : selected;
  const view = useStore((state) => state.view);
  const isOpen = useStore((state) => state.inspectorOpen);
  const isLoading = useStore((state) => state.phase === 'loading');
  const isPointless = useStore(hasNothingToSelect);
  if (isPointless) return null;
  const isProd = subject?.environment?.kind === 'prod';
  return (
    <aside
      className={cx(css['inspector'], isOpen && subject !== null && css['open'], isProd && css['isProd'])}
      aria-label="Inspector"
      data-inspector
    >
      {subject === null && <p className={css['nothing']}>{isLoading ? '' : nothing[view]}</p>}
      {subject !== null && subject.endpoint !== null && (
        <EndpointInspector key={subject.key} endpoint={subject.endpoint} />
      )}
      {subject !== null && subject.connection !== null && (
        <ConnectionInspector key={subject.key} connection={subject.connection} />
      )}
    </aside>
  );
}

function hasNothingToSelect({ phase, view, scans, connections, leases }: State): boolean {
  if (phase !== 'ready') return false;
  if (view === 'connections') return connections.length === 0;
  if (view === 'active') return leases.length === 0;
  return countEndpoints(scans) === 0 && scans.every(({ status }) => status === 'done');
}
