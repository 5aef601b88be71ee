import type { Clock } from '../common/clock.ts';
import { scopeKey } from './known-scans.ts';

import type { ScanScope } from './ports.ts';
import type { Finished, ScanProgress } from './scan-change.ts';

/** How often the window is told how far scanning is, in milliseconds. */
const TELL_MS = 250;

/** What progress needs, and whom it tells. */
export interface ProgressPorts {
  readonly clock: Pick<Clock, 'every'>;
  /** How far scanning is, and which scopes have been scanned since it was last told. */
  readonly tell: (progress: ScanProgress | null, finished: readonly Finished[]) => void;
}

/** Follows how many scopes of those that are being scanned are done. */
export function createProgress({ clock, tell }: ProgressPorts) {
  const active = new Set<string>();
  let done = 0;
  let finished: Finished[] = [];
  let isNews = false;
  let stop: (() => void) | null = null;

  const now = (): ScanProgress | null => (active.size === 0 ? null : { done, total: done + active.size });

  function say(): void {
    isNews = false;
    tell(now(), finished.splice(0));
  }

  function follow(): void {
    isNews = true;
    stop ??= clock.every(TELL_MS, () => {
      if (isNews) say();
    });
  }

  return {
    now,
    /** A scope is being scanned from now on; one that already was begins anew. */
    begin(scope: ScanScope): void {
      const isFirst = active.size === 0;
      active.add(scopeKey(scope));
      if (isFirst) say();
      follow();
    },
    /** A scope's scan is over. @param finishedAt in milliseconds since the epoch; null where it has found nothing out */
    end(scope: ScanScope, finishedAt: number | null): void {
      if (!active.delete(scopeKey(scope))) return;
      done += 1;
      isNews = true;
      if (finishedAt !== null) finished.push({ profile: scope.profile, region: scope.region, finishedAt });
      if (active.size > 0) return;
      done = 0;
      stop?.();
      stop = null;
      say();
    },
    stop(): void {
      stop?.();
      stop = null;
    },
  };
}
