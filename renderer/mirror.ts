import { ask, listen } from './api.ts';
import { runMenuCommand } from './commands.ts';
import type { Change } from './module.ts';
import { modules } from './modules.ts';
import { selectArrived } from './selection.ts';
import { showAsked } from './sign-in/actions.ts';
import { getState, setState } from './store.ts';

/** How long changes that can wait are gathered, in milliseconds. */
const GATHER_MS = 50;

/** Changes that wait to be applied together. */
const gathered: Change[] = [];
let gathering: ReturnType<typeof setTimeout> | undefined;
let flushedAt = Number.NEGATIVE_INFINITY;

/**
 * Mirrors main: subscribes every module to its events, asks once for everything, and then applies the events.
 * Events that arrive before the snapshot are applied after it: each replaces its whole subject, so the order
 * of the two does not matter.
 *
 * @returns stops mirroring
 */
export function startMirror(): () => void {
  const early: Array<() => void> = [];
  const apply = (change: () => void): void => {
    if (getState().phase === 'ready') change();
    else early.push(change);
  };
  const now = (change: Change): void =>
    apply(() => {
      flushGathered();
      setState(change);
    });
  const soon = (change: Change): void =>
    apply(() => {
      gathered.push(change);
      // the first after a while is shown at once
      const isBusy = performance.now() - flushedAt < GATHER_MS;
      gathering ??= setTimeout(flushGathered, isBusy ? GATHER_MS : 0);
    });

  const stop = listen((bridge) => [
    ...modules.flatMap(({ mirror }) => mirror?.(bridge, { now, soon }) ?? []),
    bridge.window.onMenu(({ command }) => apply(() => runMenuCommand(command))),
  ]);

  void loadSnapshot().then(() => {
    early.splice(0).forEach((change) => change());
    flushGathered();
  });
  return () => {
    clearTimeout(gathering);
    gathering = undefined;
    gathered.splice(0);
    stop();
  };
}

/** Applies what has been gathered: scans and the states of profiles. */
export function flushGathered(): void {
  clearTimeout(gathering);
  gathering = undefined;
  if (gathered.length === 0) return;
  flushedAt = performance.now();
  const changes = gathered.splice(0);
  setState((state) => changes.reduce((made, change) => ({ ...made, ...change(made) }), state));
}

/** Asks main for everything; used at the start and by "Try again" where that failed. */
export async function loadSnapshot(): Promise<void> {
  setState({ phase: 'loading', loadError: null });
  const reply = await ask((bridge) => bridge.window.snapshot({}));
  setState(
    reply.ok
      ? { ...reply.value, phase: 'ready', loadError: null }
      : { phase: 'failed', loadError: reply.error },
  );
  selectArrived();
  showAsked();
}
