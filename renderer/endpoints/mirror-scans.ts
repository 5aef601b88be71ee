import type { Bridge, Payload } from '../../app/contract.ts';
import type { Endpoint, Scan } from '../../app/endpoints/model.ts';
import { ask } from '../api.ts';
import type { News } from '../module.ts';
import { setState, type State } from '../store.ts';

type ScanChange = Payload<'endpoints:scanned'>;
type Scope = Pick<Scan, 'profile' | 'region'>;

/** What names a profile and region. */
export function scopeKey({ profile, region }: Scope): string {
  return `${profile}\n${region}`;
}

/** Follows what main says of the scans. */
export function mirrorScans(bridge: Bridge['endpoints'], { now, soon }: News): ReadonlyArray<() => void> {
  // many come at once, and each would copy the list
  const changes: ScanChange[] = [];
  return [
    bridge.onScanned((change) => {
      changes.push(change);
      soon((state) => withChanges(state, changes.splice(0)));
    }),
    bridge.onRemoved((gone) =>
      now(({ scans, scannedAt }) => ({
        scans: scans.filter((scan) => scopeKey(scan) !== scopeKey(gone)),
        scannedAt: new Map([...scannedAt].filter(([key]) => key !== scopeKey(gone))),
      })),
    ),
    bridge.onProgress(({ progress, finished, leftOut }) =>
      now((state) => ({
        progress,
        leftOut,
        scannedAt:
          finished.length === 0
            ? state.scannedAt
            : new Map([
                ...state.scannedAt,
                ...finished.map((one): [string, number] => [scopeKey(one), one.finishedAt]),
              ]),
      })),
    ),
  ];
}

/** Has main send the rows that the snapshot was too small for, piece by piece. */
export async function askForRest(): Promise<void> {
  for (;;) {
    const reply = await ask((bridge) => bridge.endpoints.more({}));
    if (!reply.ok) return;
    setState({ leftOut: reply.value.leftOut });
    if (!reply.value.isMore) return;
  }
}

/** The scans with what is new of them; those of which nothing is new stay the very objects. */
function withChanges({ scans }: Pick<State, 'scans'>, changes: readonly ScanChange[]): Partial<State> {
  if (changes.length === 0) return {};
  const all = new Map(scans.map((scan) => [scopeKey(scan), scan]));
  for (const change of changes) {
    const { changed, gone, ...head } = change;
    const known = all.get(scopeKey(change))?.endpoints ?? [];
    all.set(scopeKey(change), { ...head, endpoints: merged(known, changed, gone) });
  }
  return { scans: [...all.values()] };
}

function merged(known: Endpoint[], changed: readonly Endpoint[], gone: readonly string[]): Endpoint[] {
  if (changed.length === 0 && gone.length === 0) return known;
  const all = new Map(known.map((one) => [one.id, one]));
  for (const id of gone) all.delete(id);
  for (const one of changed) all.set(one.id, one);
  return [...all.values()];
}
