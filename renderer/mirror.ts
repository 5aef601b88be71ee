import type { Scan } from '../app/endpoints/model.ts';
import { ask, listen } from './api.ts';
import { runMenuCommand } from './keys.ts';
import { selectArrived } from './selection.ts';
import { getState, setState, type Mirror } from './store.ts';

/**
 * Mirrors main: subscribes to its events, asks once for everything, and then applies the events.
 * Events that arrive before the snapshot are applied after it: each replaces its whole subject, so the
 * order of the two does not matter.
 *
 * @returns stops mirroring
 */
export function startMirror(): () => void {
  const early: Array<() => void> = [];
  const apply = (change: () => void): void => {
    if (getState().phase === 'ready') change();
    else early.push(change);
  };
  const mirror = (change: (state: Mirror) => Partial<Mirror>): void => apply(() => setState(change));

  const stop = listen((bridge) => [
    bridge.profiles.onChanged((profiles) => mirror(() => ({ profiles }))),
    bridge.endpoints.onScanned((scan) => apply(() => takeScan(scan))),
    bridge.endpoints.onRemoved((gone) => {
      flushScans();
      mirror(({ scans }) => ({ scans: scans.filter((scan) => !isSameRegion(scan, gone)) }));
    }),
    bridge.endpoints.onRemembered(({ endpointId, signIn }) =>
      mirror(({ signIns }) => ({ signIns: { ...signIns, [endpointId]: signIn } })),
    ),
    bridge.connections.onChanged((connections) => mirror(() => ({ connections }))),
    bridge.tokens.onLeases((leases) => mirror(() => ({ leases }))),
    bridge.clients.onChanged((programs) => mirror(() => ({ programs }))),
    bridge.gateway.onChanged((gateways) => mirror(() => ({ gateways }))),
    bridge.command.onChanged((command) => mirror(() => ({ command }))),
    bridge.settings.onChanged((settings) => mirror(() => ({ settings }))),
    bridge.updates.onChanged((update) => mirror(() => ({ update }))),
    bridge.window.onNotices((notices) => mirror(() => ({ notices }))),
    bridge.window.onMenu(({ command }) => apply(() => runMenuCommand(command))),
  ]);

  void loadSnapshot().then(() => {
    early.splice(0).forEach((change) => change());
    flushScans();
  });
  return () => {
    clearTimeout(gathering);
    gathering = undefined;
    gathered.splice(0);
    stop();
  };
}

/** How long scans are gathered, in milliseconds: a start brings dozens, and each would draw the whole list anew. */
const GATHER_MS = 50;
const gathered: Scan[] = [];
let gathering: ReturnType<typeof setTimeout> | undefined;

function takeScan(scan: Scan): void {
  gathered.push(scan);
  gathering ??= setTimeout(flushScans, GATHER_MS);
}

/** Shows the scans that have been gathered. */
export function flushScans(): void {
  clearTimeout(gathering);
  gathering = undefined;
  if (gathered.length === 0) return;
  const news = gathered.splice(0);
  setState(({ scans }) => ({ scans: news.reduce(withScan, scans) }));
  selectArrived();
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
}

function isSameRegion(a: Pick<Scan, 'profile' | 'region'>, b: Pick<Scan, 'profile' | 'region'>): boolean {
  return a.profile === b.profile && a.region === b.region;
}

function withScan(scans: readonly Scan[], scan: Scan): readonly Scan[] {
  const index = scans.findIndex((known) => isSameRegion(known, scan));
  return index === -1 ? [...scans, scan] : scans.with(index, scan);
}
