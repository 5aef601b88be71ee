import { CircleAlert } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import type { Scan } from '../../app/endpoints/model.ts';
import { useClock } from '../clock.ts';
import { noFilters } from '../endpoints/filter.ts';
import { problemKeys } from '../endpoints/health.ts';
import { show } from '../selection.ts';
import { getState, setState, useStore } from '../store.ts';
import { Dot } from '../ui/badge.tsx';
import css from './status-line.module.css';

/** One line on how things stand. */
export function StatusLine() {
  const scans = useStore((state) => state.scans);
  const profiles = useStore((state) => state.profiles.profiles);
  const isChromium = useStore((state) => state.host === 'chromium');
  const isReady = useStore((state) => state.phase === 'ready');
  const regions = new Set(scans.map(({ region }) => region)).size;
  const problems = problemKeys(scans);
  const ports = useStore(({ gateways }) => gateways.filter(({ state }) => state === 'running').length);
  const freshness = useClock((now) => freshnessText(scans, now));
  const clock = useStore((state) => state.clockNews);
  const isUsable = profiles.some(({ state }) => state.status === 'usable');
  return (
    <footer className={css['line']}>
      {isReady && (
        <>
          <span className={css['part']}>
            <Dot tone={isUsable ? 'good' : 'quiet'} />
            {count(profiles.length, 'profile')}, {count(regions, 'region')}
          </span>
          {freshness !== '' && <span className={css['part']}>{freshness}</span>}
          {clock !== null && (
            <span
              className={clock.state === 'problem' ? css['clockWrong'] : css['clock']}
              title={clock.detail}
            >
              {clock.headline}
            </span>
          )}
          {problems.length > 0 && (
            <Button className={css['problems'] ?? ''} onPress={() => showNextProblem(problems)}>
              <CircleAlert size={13} aria-hidden="true" />
              {count(problems.length, 'problem')}
            </Button>
          )}
        </>
      )}
      {ports > 0 && <span className={css['ports']}>{count(ports, 'local port')} open</span>}
      {isChromium && <span className={css['host']}>Running in Chromium: no tray or notifications</span>}
    </footer>
  );
}

/** How old what is shown is. */
export function freshnessText(scans: readonly Scan[], now: number): string {
  if (scans.some(({ status }) => status === 'scanning')) return 'Scanning…';
  const times = scans.flatMap(({ finishedAt }) => finishedAt ?? []);
  if (times.length === 0) return '';
  const seconds = Math.max(0, Math.floor((now - Math.max(...times)) / 1_000));
  if (seconds < 60) return `Updated ${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `Updated ${minutes} min ago` : `Updated ${Math.floor(minutes / 60)} h ago`;
}

function showNextProblem(keys: readonly string[]): void {
  const at = keys.indexOf(getState().reveal?.key ?? '');
  const key = keys[(at + 1) % keys.length];
  if (key === undefined) return;
  show('databases');
  setState({ query: '', filters: noFilters, reveal: { key } });
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`;
}
