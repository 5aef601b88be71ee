import type { Clock } from '../common/clock.ts';
import { allEndpoints } from './all-endpoints.ts';
import type { Cancelled } from '../common/cancellation.ts';
import type { Credentials } from '../profiles/model.ts';
import { askCalls, type AskPorts } from './ask-calls.ts';
import { withFormerIds } from './former-ids.ts';
import { inOrder } from './from-descriptions.ts';
import { createGathered } from './gathered.ts';
import { goneSince } from './last-seen.ts';
import type { DiscoveryCall, Endpoint, Scan } from './model.ts';
import type { ScanScope } from './ports.ts';

/** One scan of a scope. */
export interface ScopeScan {
  readonly scope: ScanScope;
  readonly credentials: Credentials;
  readonly account: string;
  readonly cancelled: Cancelled;
  /** What was known when it began. */
  readonly before: Scan | undefined;
  /** Told what is known now, from the start to the end. */
  readonly publish: (scan: Scan) => void;
}

/** What a scan is made with. */
export interface ScopeScanPorts extends AskPorts {
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Scans one scope, and tells what is there as it becomes known. What it was when it was cancelled says nothing.
 *
 * @returns what went wrong, by call
 */
export async function scanScope(ports: ScopeScanPorts, asked: ScopeScan): Promise<Scan['problems']> {
  const { scope, before, cancelled, publish } = asked;
  const gathered = createGathered();
  const ended = new Set<DiscoveryCall>();

  let made: { readonly of: string; readonly endpoints: Endpoint[] } | null = null;
  /** What is there by now; worked out once for each state of the answers. */
  function found(): Endpoint[] {
    const of = `${gathered.size()} ${ended.has('DescribeDBClusters')} ${ended.has('DescribeGlobalClusters')}`;
    if (made?.of !== of) made = { of, endpoints: work() };
    return made.endpoints;
  }

  function work(): Endpoint[] {
    const { instances, ...others } = gathered.all();
    // before the clusters are known their members would be shown as instances, only to vanish
    const areClustersKnown = ended.has('DescribeDBClusters');
    const ready = areClustersKnown ? instances : instances.filter(({ cluster }) => cluster === null);
    const rows = withFormerIds(allEndpoints(scope, { ...others, instances: ready }), before?.endpoints ?? []);
    return ended.has('DescribeGlobalClusters') ? rows : withGlobalsOf(rows, before?.endpoints ?? []);
  }

  /** While scanning, what is already shown stays, so that no row vanishes only to come back. */
  function reportScanning(): void {
    if (cancelled.isCancelled) return;
    publish({
      ...scope,
      status: 'scanning',
      endpoints: mergeById(found(), before?.endpoints ?? []),
      problems: before?.problems ?? [],
      finishedAt: before?.finishedAt ?? null,
    });
  }

  /** Says so at the first page and then each time the list has doubled: thousands of rows cost no more than they must. */
  let reported = 0;
  function onPage(): void {
    const size = gathered.size();
    if (reported > 0 && size < reported * 2) return;
    reported = size;
    reportScanning();
  }

  reportScanning();
  const problems = await askCalls(ports, {
    ...asked,
    onPage(page) {
      gathered.add(page);
      onPage();
    },
    onEnd: (call) => ended.add(call),
  });
  if (cancelled.isCancelled) return problems;
  const finishedAt = ports.clock.now();
  publish({
    ...scope,
    status: 'done',
    endpoints: atTheEnd(found(), before, problems, finishedAt),
    problems,
    finishedAt,
  });
  return problems;
}

/**
 * What is in the list once all calls have answered or failed. What could not be asked for stays as it was known, what
 * may not be seen any more goes, and what AWS lists no more is marked so.
 */
function atTheEnd(
  found: readonly Endpoint[],
  before: Scan | undefined,
  problems: Scan['problems'],
  now: number,
): Endpoint[] {
  if (problems.some(({ error }) => error.code !== 'access-denied')) {
    return mergeById(found, before?.endpoints ?? []);
  }
  return problems.length > 0 ? [...found] : inOrder([...found, ...goneSince(found, before, now)]);
}

/** Which cluster of a global one is the primary is asked last: until then it is the one that it was. */
function withGlobalsOf(rows: readonly Endpoint[], before: readonly Endpoint[]): Endpoint[] {
  const known = new Map(before.map((one) => [one.id, one.global]));
  return rows.map((one) => {
    const was = known.get(one.id);
    return one.global === null || was?.name !== one.global.name ? one : { ...one, global: was };
  });
}

function mergeById(found: readonly Endpoint[], before: readonly Endpoint[]): Endpoint[] {
  if (before.length === 0) return [...found];
  const ids = new Set(found.map(({ id }) => id));
  const kept = before.filter(({ id }) => !ids.has(id));
  // the members of a cluster that stays on show are shown by it
  const members = new Set(kept.flatMap((one) => one.members.map(({ name }) => name)));
  return inOrder([...found.filter(({ role, name }) => role !== 'member' || !members.has(name)), ...kept]);
}
