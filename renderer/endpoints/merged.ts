import { mergeWays, type Merged } from '../../app/endpoints/merge.ts';
import type { Scan } from '../../app/endpoints/model.ts';
import type { Profile } from '../../app/profiles/model.ts';
import type { Settings } from '../../app/settings/model.ts';

/** What merging depends on. */
interface MergedInput {
  readonly scans: readonly Scan[];
  readonly profiles: readonly Profile[];
  readonly preferred: Settings['preferredProfiles'];
}

let last: { readonly input: MergedInput; readonly merged: Merged } | null = null;

/**
 * What several profiles see as one: by the profile that was chosen for it, else by the first in the AWS files that can be
 * used. The last answer is kept, because list, inspector and search all ask.
 */
export function mergedOf(input: MergedInput): Merged {
  const { scans, profiles, preferred } = input;
  const before = last?.input;
  if (
    last !== null &&
    before?.scans === scans &&
    before.profiles === profiles &&
    before.preferred === preferred
  ) {
    return last.merged;
  }
  const ranks = new Map(
    profiles.map(({ name, state }, index) => [
      name,
      state.status === 'usable' ? index : index + profiles.length,
    ]),
  );
  const rankOf = (profile: string): number => ranks.get(profile) ?? profiles.length * 2;
  const merged = mergeWays(scans, { preferred, rankOf });
  last = { input, merged };
  return merged;
}

let lastVisible: { readonly merged: Merged; readonly scans: readonly Scan[] } | null = null;
const visible = new WeakMap<Scan, { readonly merged: Merged; readonly scan: Scan }>();

/** The scans without what another profile shows; each the same object while it is as it was, and all of them too. */
export function visibleScans(input: MergedInput): readonly Scan[] {
  const merged = mergedOf(input);
  if (merged.hidden.size === 0) return input.scans;
  if (lastVisible?.merged === merged) return lastVisible.scans;
  const scans = input.scans.map((scan) => withoutHidden(scan, merged));
  lastVisible = { merged, scans };
  return scans;
}

function withoutHidden(scan: Scan, merged: Merged): Scan {
  const known = visible.get(scan);
  if (known?.merged === merged) return known.scan;
  const endpoints = scan.endpoints.filter(({ id }) => !merged.hidden.has(id));
  // what hides nothing new stays the object that is already drawn
  const isAsBefore =
    known?.scan.endpoints.length === endpoints.length && isSame(known.scan.endpoints, endpoints);
  const made =
    endpoints.length === scan.endpoints.length ? scan : isAsBefore ? known.scan : { ...scan, endpoints };
  visible.set(scan, { merged, scan: made });
  return made;
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.every((one, index) => one === others[index]);
}
