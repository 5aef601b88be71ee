import type { Scan } from '../../app/endpoints/model.ts';
import { iamActionsOf } from '../../app/endpoints/names.ts';

/** What went wrong, once for all regions of a profile and all calls that it happened to. */
export interface ListProblem {
  readonly key: string;
  readonly profile: string;
  readonly calls: readonly Scan['problems'][number]['call'][];
  readonly error: Scan['problems'][number]['error'];
  /** Where it happened, in the order of their names. */
  readonly scans: readonly Scan[];
}

/** Key of the row of one region as one profile sees it. */
export function groupKey(scan: Pick<Scan, 'profile' | 'region'>): string {
  return `group\n${scan.profile}\n${scan.region}`;
}

/** What went wrong over all scans; the same reason for the same calls of a profile is told once. */
export function problemsIn(scans: readonly Scan[]): readonly ListProblem[] {
  const found = new Map<string, { scans: Scan[]; first: Scan['problems'][number]; calls: Set<Call> }>();
  for (const scan of scans) {
    for (const code of new Set(scan.problems.map(({ error }) => error.code))) {
      const same = scan.problems.filter(({ error }) => error.code === code);
      const calls = same.map(({ call }) => call).toSorted();
      const key = [scan.profile, code, ...calls].join('\n');
      const known = found.get(key);
      if (known !== undefined) known.scans.push(scan);
      else if (same[0] !== undefined)
        found.set(key, { scans: [scan], first: same[0], calls: new Set(calls) });
    }
  }
  return [...found.values()].map(({ scans: where, first, calls }): ListProblem => {
    const inOrder = where.toSorted((a, b) => (a.region < b.region ? -1 : 1));
    const [only] = inOrder;
    const { error } = first;
    const profile = only?.profile ?? '';
    // one of a single region stands at that region's own heading
    const key =
      inOrder.length === 1 && only !== undefined
        ? groupKey(only)
        : ['group', profile, '', error.code, ...calls].join('\n');
    return { key, profile, calls: [...calls], error, scans: inOrder };
  });
}

type Call = Scan['problems'][number]['call'];

/** What a problem says in its one line. */
export function problemText({ calls, error, scans }: ListProblem): string {
  switch (error.code) {
    case 'access-denied':
      return `Not allowed to list: ${calls.flatMap(iamActionsOf).join(', ')}`;
    case 'unreachable':
      return `No answer from ${placesText(scans)}`;
    case 'throttled':
      return `AWS asks to slow down in ${placesText(scans)}`;
    default:
      return error.message;
  }
}

function placesText(scans: readonly Scan[]): string {
  const [first] = scans;
  return scans.length === 1 && first !== undefined ? first.region : `${scans.length} regions`;
}
