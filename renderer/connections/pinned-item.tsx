import { Button } from 'react-aria-components/Button';
import type { Connection } from '../../app/connections/model.ts';
import { runPrimary } from '../clients/actions.ts';
import css from '../profiles/sidebar.module.css';
import { selectConnection, show } from '../selection.ts';
import { useStore } from '../store.ts';
import { leaseOf, subjectOfConnection } from '../subject.ts';
import { Dot } from '../ui/badge.tsx';
import { cx } from '../ui/cx.ts';
import { CountdownNote } from '../tokens/countdown-view.tsx';

interface Props {
  readonly connection: Connection;
  /** Whether the Tab key stops here; the arrows move between the others. */
  readonly isStop: boolean;
}

/** A pinned connection with its environment's colour and its countdown. A click selects it, a double click opens it. */
export function PinnedItem({ connection, isStop }: Props) {
  const subject = subjectOfConnection(connection);
  const lease = useStore((state) => leaseOf(state.leases, subject));
  const isShown = useStore(
    (state) => state.view === 'connections' && state.selectedConnectionId === connection.id,
  );
  const { environment, name, id } = connection;
  return (
    <Button
      className={cx(css['item'], isShown && css['chosen'])}
      data-nav={`pinned ${id}`}
      excludeFromTabOrder={!isStop}
      aria-current={isShown}
      onPress={() => {
        show('connections');
        selectConnection(id);
      }}
      onDoubleClick={() => void runPrimary(subject)}
    >
      <Dot tone={tones[environment?.kind ?? 'other']} />
      <span className={css['name']}>
        {name}
        {environment !== null && <span className={css['of']}> · {environment.label}</span>}
      </span>
      {lease !== null && <CountdownNote lease={lease} />}
    </Button>
  );
}

const tones = { prod: 'bad', staging: 'soon', dev: 'good', other: 'quiet' } as const;
