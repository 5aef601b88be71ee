import { useSyncExternalStore } from 'react';

/**
 * The one timer of the window. It ticks on whole seconds while somebody listens and the window can be
 * seen. It keeps no countdown of its own: each tick is only a fresh reading of the system's clock, so a
 * hidden window or a machine that slept is right again at the first tick.
 */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setTimeout> | null = null;

function tick(): void {
  now = Date.now();
  timer = setTimeout(tick, 1_000 - (now % 1_000));
  listeners.forEach((listener) => listener());
}

function stop(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
}

function followVisibility(): void {
  stop();
  if (!document.hidden && listeners.size > 0) tick();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    document.addEventListener('visibilitychange', followVisibility);
    now = Date.now();
    if (!document.hidden) timer = setTimeout(tick, 1_000 - (now % 1_000));
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop();
    document.removeEventListener('visibilitychange', followVisibility);
  };
}

/**
 * Something that depends on the time, read again each second; a component renders again only when it
 * has changed.
 *
 * @param read takes milliseconds since the epoch; must give a primitive
 */
export function useClock<T extends string | number | boolean | null>(read: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(now));
}

/** The time of the last tick, in milliseconds since the epoch. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
