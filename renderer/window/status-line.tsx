import { CircleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Scan } from '../../app/endpoints/model.ts';
import { useClock } from '../clock.ts';
import { cancelScan } from '../endpoints/actions.ts';
import { agoText, countText } from '../endpoints/describe.ts';
import { noFilters } from '../endpoints/filter.ts';
import { problemKeys } from '../endpoints/health.ts';
import { show } from '../selection.ts';
import { getState, setState, useStore, type State } from '../store.ts';
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
  const progress = useStore((state) => state.progress);
  const leftOut = useStore((state) => state.leftOut);
  const scannedAt = useStore((state) => state.scannedAt);
  const newest = useMemo(() => lastScan(scans, scannedAt), [scans, scannedAt]);
  const freshness = useClock((now) => freshnessText(newest, now));
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
          {progress === null ? (
            freshness !== '' && <span className={css['part']}>{freshness}</span>
          ) : (
            <span className={css['part']}>
              Scanned {countText(progress.done)} of {countText(progress.total)}
              <Button className={css['cancel'] ?? ''} onPress={cancelScan}>
                Cancel
              </Button>
            </span>
          )}
          {leftOut.endpoints + leftOut.scopes > 0 && (
            <span className={css['part']} title="Choose fewer regions in the settings to see the others.">
              {leftOutText(leftOut)}
            </span>
          )}
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

/** When the newest of what is shown was found, in milliseconds since the epoch; null where nothing was. */
export function lastScan(scans: readonly Scan[], scannedAt: State['scannedAt']): number | null {
  let newest: number | null = null;
  for (const time of [...scans.map(({ finishedAt }) => finishedAt), ...scannedAt.values()]) {
    if (time !== null && (newest === null || time > newest)) newest = time;
  }
  return newest;
}

/** How old what is shown is. */
export function freshnessText(newest: number | null, now: number): string {
  return newest === null ? '' : `Updated ${agoText(now - newest)}`;
}

/** What the window does not show, because there is too much of it. */
export function leftOutText({ scopes, endpoints }: State['leftOut']): string {
  const parts = [
    ...(endpoints > 0 ? [`${countText(endpoints)} database${endpoints === 1 ? '' : 's'}`] : []),
    ...(scopes > 0 ? [`${countText(scopes)} region${scopes === 1 ? '' : 's'} of profiles`] : []),
  ];
  return `Not shown: ${parts.join(' and ')}`;
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
