import { scopeKey } from './known-scans.ts';
import { membersOf } from './members.ts';
import { mergeKeyOf, separated, waysInOrder, type WayChoice } from './merge.ts';
import type { Endpoint, Scan } from './model.ts';
import { createNamedMembers } from './named-members.ts';

/** What several profiles see, as one. */
export interface MergedViews {
  /** Everything that was found, each profile's view of it. */
  readonly all: readonly Scan[];
  /** The same without the views that another one stands for; the same objects where nothing is left out. */
  readonly scans: readonly Scan[];
  /** The ways into a shown endpoint that has several, the one that is shown first. */
  readonly ways: ReadonlyMap<Endpoint, readonly Endpoint[]>;
  /** What the list does not show, and what stands for it there; a member that its cluster names stands for itself. */
  readonly hidden: ReadonlyMap<Endpoint, Endpoint>;
  /** A shown cluster's members, each as all ways to it, the one to use first. */
  readonly membersBehind: (cluster: Endpoint) => ReadonlyArray<readonly Endpoint[]>;
}

/** A profile's view of an endpoint, and the scope that it is from. */
interface View {
  readonly endpoint: Endpoint;
  readonly scope: string;
}

/**
 * Merges what several profiles see into one list, whatever the order in which it arrived: each endpoint is shown once,
 * none is lost. A member that one profile sees alone is not shown beside the cluster that another one sees. Only what a
 * new scan changes is decided anew.
 */
export function createMergedViews() {
  let held = new Map<string, Scan>();
  let choice: WayChoice = { only: null, preferred: {}, rankOf: () => 0 };
  const views = new Map<string, View[]>();
  /** Keys of which there are several views: a new choice may change these. */
  const several = new Set<string>();
  const ways = new Map<Endpoint, readonly Endpoint[]>();
  const hidden = new Map<Endpoint, Endpoint>();
  const shownScans = new Map<string, Scan>();
  const members = createNamedMembers();
  let touched = new Set<string>();
  let changed = new Set<string>();
  let last: MergedViews = facade([], []);

  function take(endpoint: Endpoint, scope: string): void {
    const key = mergeKeyOf(endpoint);
    const known = views.get(key);
    if (known === undefined) views.set(key, [{ endpoint, scope }]);
    else known.push({ endpoint, scope });
    touched.add(key);
    for (const other of members.take(endpoint)) touched.add(other);
  }

  function drop(endpoint: Endpoint): void {
    const key = mergeKeyOf(endpoint);
    const left = (views.get(key) ?? []).filter((view) => view.endpoint !== endpoint);
    if (left.length === 0) views.delete(key);
    else views.set(key, left);
    ways.delete(endpoint);
    hidden.delete(endpoint);
    touched.add(key);
    for (const other of members.drop(endpoint)) touched.add(other);
  }

  /** Decides which of the views of a key are shown, and for which. */
  function decide(key: string): void {
    const here = views.get(key) ?? [];
    if (here.length > 1) several.add(key);
    else several.delete(key);
    const stands = new Map<Endpoint, Endpoint>();
    for (const group of separated(here.map(({ endpoint }) => endpoint))) {
      const inOrder = waysInOrder(group, choice);
      const [first] = inOrder;
      if (first === undefined) continue;
      const isBehind = members.isNamed(group) && !group.some(({ profile }) => profile === choice.only);
      for (const one of group) {
        ways.delete(one);
        if (isBehind) stands.set(one, one);
        else if (one !== first) stands.set(one, first);
      }
      if (inOrder.length > 1 && !isBehind) ways.set(first, inOrder);
    }
    for (const { endpoint, scope } of here) {
      const before = hidden.get(endpoint);
      const now = stands.get(endpoint);
      if ((before === undefined) !== (now === undefined)) changed.add(scope);
      if (now === undefined) hidden.delete(endpoint);
      else hidden.set(endpoint, now);
    }
  }

  /** The keys of which another choice may decide otherwise. */
  function decidedBy(by: WayChoice): Iterable<string> {
    if (choice === by) return [];
    if (choice.rankOf !== by.rankOf) return several;
    const profiles = [choice.only, by.only];
    const changedKeys = [choice.preferred, by.preferred]
      .flatMap(Object.keys)
      .filter((key) => choice.preferred[key] !== by.preferred[key] && views.has(key));
    if (choice.only === by.only) return changedKeys;
    const ofProfiles = [...several].filter(
      (key) => views.get(key)?.some(({ endpoint }) => profiles.includes(endpoint.profile)) === true,
    );
    return new Set([...changedKeys, ...ofProfiles]);
  }

  /** Works out what is shown of a scope; what is shown as before stays the very array. */
  function showScope(scope: string): void {
    const scan = held.get(scope);
    if (scan === undefined) return void shownScans.delete(scope);
    const before = shownScans.get(scope)?.endpoints ?? [];
    const left = scan.endpoints.filter((one) => !hidden.has(one));
    if (left.length === scan.endpoints.length) return void shownScans.set(scope, scan);
    shownScans.set(scope, { ...scan, endpoints: isSame(before, left) ? before : left });
  }

  function facade(all: readonly Scan[], scans: readonly Scan[]): MergedViews {
    return { all, scans, ways, hidden, membersBehind };
  }

  function membersBehind(cluster: Endpoint): ReadonlyArray<readonly Endpoint[]> {
    const clusters = ways.get(cluster) ?? [cluster];
    const names = new Set(clusters.flatMap((one) => one.members.map(({ name }) => name)));
    return [...names].flatMap((name) => {
      const found = clusters.flatMap((one) => [
        ...membersOf(one).filter((member) => member.name === name),
        ...members.alone(one, name),
      ]);
      const [one] = found;
      if (one === undefined) return [];
      const key = mergeKeyOf(one);
      const others = (views.get(key) ?? []).map(({ endpoint }) => endpoint);
      const group = separated([...found, ...others]).find((some) => some.includes(one)) ?? found;
      // where nobody has chosen for the member, it is used as its cluster is
      const preferred = { [key]: choice.preferred[key] ?? cluster.profile };
      return [waysInOrder(group, { ...choice, preferred })];
    });
  }

  return {
    /** Merges anew; returns the same object where nothing is different. */
    update(scans: readonly Scan[], by: WayChoice): MergedViews {
      if (last.all === scans && choice === by) return last;
      const now = new Map(scans.map((scan) => [scopeKey(scan), scan]));
      for (const [scope, scan] of held) {
        if (now.has(scope)) continue;
        scan.endpoints.forEach(drop);
        changed.add(scope);
      }
      for (const [scope, scan] of now) {
        const before = held.get(scope);
        if (before === scan) continue;
        changed.add(scope);
        if (before?.endpoints === scan.endpoints) continue;
        const old = new Set(before?.endpoints);
        const found = new Set(scan.endpoints);
        for (const one of old) if (!found.has(one)) drop(one);
        for (const one of found) if (!old.has(one)) take(one, scope);
      }
      held = now;
      for (const key of decidedBy(by)) touched.add(key);
      // a profile that is looked at alone shows the members that it sees alone
      if (choice.only !== by.only) for (const key of members.keys()) touched.add(key);
      choice = by;
      touched.forEach(decide);
      touched = new Set();
      changed.forEach(showScope);
      changed = new Set();
      const shown = scans.map((scan) => shownScans.get(scopeKey(scan)) ?? scan);
      last = facade(scans, isSame(shown, scans) ? scans : isSame(shown, last.scans) ? last.scans : shown);
      return last;
    },
  };
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}
