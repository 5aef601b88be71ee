import { Database, Plus, Star, Timer } from 'lucide-react';
import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { PinnedItem } from '../connections/pinned-item.tsx';
import { countEndpoints } from '../endpoints/catalogue.ts';
import { countText } from '../endpoints/describe.ts';
import { merged } from '../endpoints/merged.ts';
import { countSessions } from '../gateway/gateways.ts';
import { show } from '../selection.ts';
import { useStore } from '../store.ts';
import type { View } from '../window/view.ts';
import { useLiveCount } from '../tokens/active.tsx';
import { cx } from '../ui/cx.ts';
import { addProfiles } from '../profile-setup/actions.ts';
import { groupsOf, stopsOf } from './groups.ts';
import { ProfileList } from './profile-list.tsx';
import css from './sidebar.module.css';
import { SKIPPED_STOP, SkippedLines } from './skipped-lines.tsx';

/** The stop of the button that adds profiles. */
const ADD_STOP = 'add profile';

/** Where one is, what is pinned, and the AWS profiles with their states. One stop of the Tab key; arrows move in it. */
export function Sidebar() {
  const profiles = useStore((state) => state.profiles.profiles);
  const hasSkipped = useStore((state) => state.profiles.skipped.length > 0);
  const connections = useStore((state) => state.connections);
  const databases = useStore((state) => countEndpoints(merged(state).scans));
  const ssoSessions = useStore((state) => state.sso.sessions);
  const groups = useMemo(() => groupsOf(profiles, ssoSessions), [profiles, ssoSessions]);
  const live = useLiveCount();
  const sessions = useStore((state) => countSessions(state.gateways));
  const pinned = connections.filter((one) => one.pinned);
  const [stop, setStop] = useState('view databases');
  const stops = ['connections', 'databases', 'active']
    .map((view) => `view ${view}`)
    .concat(
      pinned.map(({ id }) => `pinned ${id}`),
      [ADD_STOP],
      stopsOf(groups),
      hasSkipped ? [SKIPPED_STOP] : [],
    );
  const stopNow = stops.includes(stop) ? stop : 'view databases';

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows move between its buttons
    <nav
      className={css['sidebar']}
      aria-label="Views, pinned connections and profiles"
      onKeyDown={moveFocus}
      onFocus={(event) => {
        const key = event.target.dataset['nav'];
        if (key !== undefined) setStop(key);
      }}
    >
      <ul>
        <ViewItem
          view="connections"
          icon={<Star size={15} />}
          text="Connections"
          count={connections.length}
          stop={stopNow}
        />
        <ViewItem
          view="databases"
          icon={<Database size={15} />}
          text="Databases"
          count={databases}
          stop={stopNow}
        />
        <ViewItem
          view="active"
          icon={<Timer size={15} />}
          text="Active"
          count={live + sessions}
          stop={stopNow}
        />
      </ul>
      <div className={css['scrolling']}>
        {pinned.length > 0 && (
          <>
            <h2 className={css['heading']} id="pinned-heading">
              Pinned
            </h2>
            <ul aria-labelledby="pinned-heading">
              {pinned.map((connection) => (
                <li key={connection.id}>
                  <PinnedItem connection={connection} isStop={stopNow === `pinned ${connection.id}`} />
                </li>
              ))}
            </ul>
          </>
        )}
        <div className={css['headed']}>
          <h2 className={css['heading']} id="profiles-heading">
            AWS profiles
          </h2>
          <Button
            className={css['add'] ?? ''}
            aria-label="Add AWS profiles"
            data-nav={ADD_STOP}
            excludeFromTabOrder={stopNow !== ADD_STOP}
            onPress={addProfiles}
          >
            <Plus size={14} aria-hidden="true" />
          </Button>
        </div>
        <ProfileList groups={groups} stop={stopNow} />
        <SkippedLines isStop={stopNow === SKIPPED_STOP} />
      </div>
    </nav>
  );
}

interface ViewItemProps {
  readonly view: View;
  readonly icon: ReactNode;
  readonly text: string;
  readonly count: number;
  readonly stop: string;
}

function ViewItem({ view, icon, text, count, stop }: ViewItemProps) {
  const isShown = useStore((state) => state.view === view);
  return (
    <li>
      <Button
        className={cx(css['item'], isShown && css['shown'])}
        aria-current={isShown ? 'page' : 'false'}
        data-nav={`view ${view}`}
        excludeFromTabOrder={stop !== `view ${view}`}
        onPress={() => show(view)}
      >
        <span className={css['icon']} aria-hidden="true">
          {icon}
        </span>
        <span className={css['name']}>{text}</span>
        <span className={css['note']}>{countText(count)}</span>
      </Button>
    </li>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-nav]')];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  if (at === -1) return;
  event.preventDefault();
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
}
